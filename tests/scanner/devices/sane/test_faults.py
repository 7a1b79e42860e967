"""Everything that goes wrong with paper, scanner and network, one test for each.

In all of them a ballot could be lost on the stack, or fed a second time.  The person of the simulation does
what the notices say and nothing else, so a message that leaves something out shows as paper in the wrong place.
"""

from __future__ import annotations

import random

import pytest

from scanner.devices.simulated.paper import Spot
from scanner.errors import RecordingError
from scanner.link import LinkBusyError
from scanner.notice import Ask
from scanner.trouble import Trouble
from tests.scanner.devices.sane.simulation import Station, numbers_at, which

FAULTS = [
    ("jam", "before", "jam", Ask.PUT_BACK),
    ("jam", "during", "jam", Ask.PUT_BACK),
    ("jam", "after", "jam", Ask.PUT_BACK),
    ("double-feed", "before", "double-feed", Ask.PUT_BACK),
    ("double-feed", "during", "double-feed", Ask.PUT_BACK),
    ("cover-open", "before", "cover-open", Ask.CLOSE_COVER),
    ("cover-open", "during", "cover-open", Ask.CLOSE_COVER),
    ("cover-open", "after", "cover-open", Ask.CLOSE_COVER),
    ("sheet-pulled", "during", "jam", Ask.PUT_BACK),
    ("short-image", "during", "short-image", Ask.PUT_BACK),
    ("short-image", "after", "short-image", Ask.PUT_BACK),
    ("crc-error", "during", "transfer-error", Ask.PUT_BACK),
    ("sensor-stuck", "during", "transfer-error", Ask.PUT_BACK),
    ("sensor-stuck", "after", "transfer-error", Ask.PUT_BACK),
    ("reset", "before", "transfer-error", Ask.PUT_BACK),
    ("reset", "during", "transfer-error", Ask.PUT_BACK),
    ("reset", "after", "transfer-error", Ask.PUT_BACK),
    ("unplugged", "before", "disconnected", Ask.RECONNECT),
    ("unplugged", "during", "disconnected", Ask.RECONNECT),
    ("hang-up", "during", "silent", Ask.CALL_SERVICE),
    ("hang-up", "after", "silent", Ask.CALL_SERVICE),
    ("silent", "before", "silent", Ask.CALL_SERVICE),
    ("silent", "during", "silent", Ask.CALL_SERVICE),
    ("busy", "before", "busy", Ask.FREE_DEVICE),
]


@pytest.mark.parametrize(("kind", "moment", "code", "ask"), FAULTS, ids=str)
def test_a_fault_is_told_and_every_sheet_is_stored_once(kind, moment, code, ask, tmp_path):
    station = Station()
    with station.open(tmp_path, 4, faults=f"{kind} 2 {moment}") as scanner:
        station.take_all(scanner)
        assert not scanner.device.feeder.faults.left, "the fault did not happen"
        assert [which(sheet) for sheet in station.stored] == [1, 2, 3, 4]
        assert numbers_at(scanner, Spot.COUNTED) == [1, 2, 3, 4]
    assert code in station.told and ask in station.asked
    stack = next(notice for notice in station.notices if notice.ask is Ask.CHECK_STACK)
    assert stack.stack == 1, "one sheet was stored when it happened"


@pytest.mark.parametrize("number", [1, 4])
@pytest.mark.parametrize("kind", ["jam", "double-feed", "reset"])
def test_at_the_first_and_the_last_sheet_of_a_pile_too(number, kind, tmp_path):
    station = Station()
    with station.open(tmp_path, 4, faults=f"{kind} {number} during") as scanner:
        station.take_all(scanner)
        assert [which(sheet) for sheet in station.stored] == [1, 2, 3, 4]
        assert numbers_at(scanner, Spot.COUNTED) == [1, 2, 3, 4]


def test_one_fault_after_the_other(tmp_path):
    faults = "jam 2 during\ncover-open 3 after\nunplugged 4 during\nshort-image 5 after\nhang-up 6 during"
    station = Station()
    with station.open(tmp_path, 4, faults=faults) as scanner:
        station.take_all(scanner)
        assert not scanner.device.feeder.faults.left
        assert [which(sheet) for sheet in station.stored] == [1, 2, 3, 4]
        assert numbers_at(scanner, Spot.COUNTED) == [1, 2, 3, 4]


def test_a_slow_scanner_is_no_stuck_one(tmp_path):
    station = Station()
    with station.open(tmp_path, 3, faults="slow 1 during\nslow 2 after") as scanner:
        station.take_all(scanner)
    assert [which(sheet) for sheet in station.stored] == [1, 2, 3]
    assert station.told == ["feeder-empty"]


def test_a_feeder_that_does_not_see_its_paper_ends_the_run_and_says_so(tmp_path):
    station = Station()
    with station.open(tmp_path, 3, faults="sensor-stuck 2 before") as scanner:
        station.take_all(scanner)
        assert numbers_at(scanner, Spot.PILE) == [2, 3]
    assert station.told == ["feeder-empty"]


def test_a_double_feed_is_not_told_from_a_jam_where_the_scanner_has_no_sensor_for_it(tmp_path):
    """SANE has one status for both: without the sensor the operator must look for a second sheet."""
    station = Station()
    with station.open(tmp_path, 4, "without=double-feed,error-code", "double-feed 2 during") as scanner:
        station.take_all(scanner)
        assert numbers_at(scanner, Spot.COUNTED) == [1, 2, 3, 4]
    assert any("paper jam or double feed" in str(notice).lower() for notice in station.notices)


def test_a_scanner_without_detection_of_double_feeds_is_named(tmp_path):
    station = Station()
    with station.open(tmp_path, 1, "without=df-action,df-thickness,df-length") as scanner:
        station.take_all(scanner)
    assert [notice.text for notice in station.notices if notice.code == "settings"] == [
        "Of this scanner: it does not say that it can detect double feeds by thickness.",
        "Of this scanner: it does not say that it can detect double feeds by length.",
    ]


def test_a_scanner_that_another_program_uses_is_an_error_at_first(tmp_path):
    with Station().open(tmp_path, 1, faults="busy 0 connecting") as scanner, pytest.raises(LinkBusyError):
        next(scanner.sheets())


@pytest.mark.parametrize(
    "line", ["line-noise 1 during", "slow 1 before", "jam 1 accepting", "calibration-needed 1 during"]
)
def test_a_fault_that_such_a_scanner_does_not_have_is_refused(line, tmp_path):
    with pytest.raises(RecordingError, match="has no fault"):
        Station().open(tmp_path, 1, faults=line)


def test_stopping_in_the_middle_of_a_trouble_ends_the_run(tmp_path):
    """The operator goes home with the jam in the machine: the books have what is stored, and nothing else."""
    station = Station()
    with station.open(tmp_path, 3, faults="cover-open 2 during") as scanner:
        scanner.device.feeder.cover_open = False
        with pytest.raises(Trouble, match="cover of the scanner is open"):
            for sheet in scanner.sheets():
                station.stored.append(sheet)
                scanner.accept(sheet)
                scanner.machine.ready = lambda: scanner.stop() is not None  # nobody comes
        assert [which(sheet) for sheet in station.stored] == [1]
        assert 1 in numbers_at(scanner, Spot.COUNTED)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_every_sheet_is_stored_once(seed, tmp_path):
    chance = random.Random(seed)
    kinds = [(kind, moment) for kind, moment, _, _ in FAULTS if kind != "silent"]
    faults = ""
    for number in sorted(chance.sample(range(1, 12), 5)):
        kind, moment = chance.choice(kinds)
        faults += f"{kind} {number} {moment}\n"
    station = Station()
    with station.open(tmp_path, 7, "imprint=A-", faults) as scanner:
        station.take_all(scanner)
        assert [which(sheet) for sheet in station.stored] == list(range(1, 8))
        assert numbers_at(scanner, Spot.COUNTED) == list(range(1, 8))
        assert [sheet.imprint for sheet in station.stored] == [sheet.imprint for sheet in scanner.paper.sheets]
    assert len({sheet.imprint for sheet in station.stored}) == 7
