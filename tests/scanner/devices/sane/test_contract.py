"""The real scanimage, SANE's real network backend, and a simulated scanner behind them.

If this fails, a production scanner loses ballots, counts them twice, or gives one sheet the back of another.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.address import parse_address
from scanner.devices.sane.simulator.opening import driven_as, scanner_of
from scanner.devices.simulated.paper import Spot
from scanner.doubt import Doubt
from scanner.notice import Ask
from scanner.surroundings import Surroundings
from tests.scanner.contract import ScannerContract
from tests.scanner.devices.pictures import DPI, DrawnOptics, drawn, pixels_of
from tests.scanner.devices.sane.simulation import Station, numbers_at, which


class TestSane(ScannerContract):
    replays = False

    def open_loaded(self, folder: Path, sheets: int):
        return Station().open(folder, sheets)


def test_both_sides_of_every_sheet_arrive_pixel_for_pixel(tmp_path):
    station = Station()
    with station.open(tmp_path, 5) as scanner:
        station.take_all(scanner)
        assert [which(sheet) for sheet in station.stored] == [1, 2, 3, 4, 5]
        assert numbers_at(scanner, Spot.COUNTED) == [1, 2, 3, 4, 5]
    front = station.stored[0].front
    assert (front.media_type, front.name, front.dpi) == ("image/png", "000001-front.png", DPI)
    assert station.told == ["feeder-empty"], "it says why it ended"


def test_one_sided_ballots_take_one_page_each(tmp_path):
    station = Station()
    with station.open(tmp_path, 3, "sides=front") as scanner:
        station.take_all(scanner)
    assert [which(sheet) for sheet in station.stored] == [1, 2, 3]
    assert all(sheet.back is None for sheet in station.stored)


def test_black_and_white_is_stored_as_it_was_sent(tmp_path):
    station = Station()
    with station.open(tmp_path, 2, "mode=lineart") as scanner:
        station.take_all(scanner)
    for number, sheet in enumerate(station.stored):
        assert sheet.front.media_type == "image/tiff"
        assert ((pixels_of(sheet.front) == 0) == (drawn(2 * number) < 128)).all()
        assert sheet.back is not None and ((pixels_of(sheet.back) == 0) == (drawn(2 * number + 1) < 128)).all()


def test_the_feeder_stands_while_a_sheet_is_being_stored(tmp_path):
    """Otherwise a crash could leave more than one sheet on the stack that is in no book."""
    station = Station()
    with station.open(tmp_path, 4) as scanner:
        feed = scanner.sheets()
        sheet = next(feed)
        assert numbers_at(scanner, Spot.COUNTED) == [1]
        assert numbers_at(scanner, Spot.PILE) == [2, 3, 4] and not numbers_at(scanner, Spot.PATH)
        scanner.stop()
        scanner.accept(sheet)
        assert next(feed, None) is None
        assert numbers_at(scanner, Spot.PILE) == [2, 3, 4]


def test_each_sheet_carries_the_imprint_that_is_printed_on_it(tmp_path):
    station = Station()
    with station.open(tmp_path, 4, "imprint=C7-&run=AB&first=41", "jam 3 during\n") as scanner:
        station.take_all(scanner)
        printed = [sheet.imprint for sheet in scanner.paper.sheets]
    assert [sheet.imprint for sheet in station.stored] == printed
    assert printed[:2] == ["C7-AB-00041", "C7-AB-00042"]
    assert len(set(printed)) == 4, "a number is never printed on two sheets"
    assert "C7-AB-00043" not in printed, "that of the jammed sheet is not used again"


def test_a_returned_sheet_is_set_aside_before_the_next_one_falls_on_it(tmp_path):
    station = Station()
    with station.open(tmp_path, 4) as scanner:
        for sheet in scanner.sheets():
            if which(sheet) == 2:
                scanner.return_to_operator(sheet, "unknown card")
            else:
                scanner.accept(sheet)
        assert numbers_at(scanner, Spot.RETURNED) == [2]
        assert numbers_at(scanner, Spot.COUNTED) == [1, 3, 4]


def test_an_empty_feeder_is_waited_for_when_asked(tmp_path):
    station = Station()
    with station.open(tmp_path, 5, "wait=1&portion=2") as scanner:
        station.take_all(scanner)
        assert numbers_at(scanner, Spot.COUNTED) == [1, 2, 3, 4, 5]
    assert station.asked.count(Ask.LOAD) == 2


def test_an_empty_feeder_ends_the_run_otherwise_and_the_rest_stays_on_the_pile(tmp_path):
    station = Station()
    with station.open(tmp_path, 5, "portion=2") as scanner:
        station.take_all(scanner)
        assert numbers_at(scanner, Spot.PILE) == [3, 4, 5]
    assert [which(sheet) for sheet in station.stored] == [1, 2]


def test_probing_says_what_the_scanner_is_asked_and_what_its_sensors_say(tmp_path):
    with Station().open(tmp_path, 1) as scanner:
        scanner.machine.connect()
        report = scanner.machine.report()
    assert report["page-loaded"] == "yes" and report["cover-open"] == "no"
    assert report["df-action"] == "Stop" and report["df-thickness"] == "yes" and report["prepick"] == "Off"
    assert report["cannot"] == "-" and "--source=ADF Duplex" in report["asked with"]


@pytest.mark.parametrize("crash", [1, 3])
def test_after_a_crash_the_stack_is_compared_with_the_books(crash, tmp_path):
    """Paper has dropped when it is captured: the sheet that was not stored lies on the stack."""
    station = Station()
    first = station.open(tmp_path, 4)
    for sheet in first.sheets():
        if len(station.stored) == crash:
            break  # captured and on the stack, and then the station dies
        station.stored.append(sheet)
        first.accept(sheet)
    first.close()
    assert numbers_at(first, Spot.COUNTED) == list(range(1, crash + 2))
    driver = driven_as(parse_address(first.address), station.stored, DrawnOptics().pixels)
    with scanner_of(first.device, driver, Surroundings(notify=station.notices.append)) as second:
        second.recover(Doubt(crash, station.stored[-1].key, interrupted=True))
        known = frozenset(sheet.key for sheet in station.stored)
        for sheet in second.sheets(known):
            assert sheet.key not in known
            station.stored.append(sheet)
            second.accept(sheet)
        assert [which(sheet) for sheet in station.stored] == [1, 2, 3, 4]
        assert numbers_at(second, Spot.COUNTED) == [1, 2, 3, 4]
