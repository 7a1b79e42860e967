"""Recorded sheets come through the driver as they are, or a simulated recount would be no proof."""

from __future__ import annotations

import json

import numpy as np
import pytest

from config.program.file import load_program
from config.program.seal import program_identity
from scanner import AddressError, Surroundings, open_scanner
from scanner.devices.custom_a4.simulator import DESCRIPTORS
from scanner.devices.simulated.paper import Spot
from scanner.doubt import Doubt
from scanner.pages import gray_page
from scanner.surroundings import Pixels
from tabulate.image import decode
from tabulate.read import PageSource, Reader, read_sheet
from tests.conftest import ROOT
from tests.scanner.contract import ScannerContract
from tests.scanner.devices.custom_a4.pictures import Eyes, drawn, fill, pixels
from tests.scanner.devices.custom_a4.station import station

DEMO = ROOT / "fixtures" / "demo"


class TestSimulatedCustomA4(ScannerContract):
    replays = False

    def open_loaded(self, folder, sheets):
        return open_scanner(f"sim+custom-a4:{fill(folder, sheets)}", Surroundings(optics=Eyes()))


def test_it_says_that_it_is_simulated_and_what_it_is():
    happened = station().run()
    info = happened.scanner.describe()
    assert info.simulated and info.expected == 4 and info.name == "simulated Custom A4 SIM, 200 dpi"


def test_people_who_probe_are_told_what_there_is():
    happened = station().run()
    report = happened.scanner._machine.report()
    assert report["firmware"] == "1.00" and report["paper path"] == "free" and report["entry"] == "free"


def test_pages_are_laid_at_column_0_on_white():
    happened = station(sheets=1).run()
    page = pixels(happened.counted[0].front)
    assert page.shape == (120, 1712)
    assert np.array_equal(page[:, :80], drawn(2)) and (page[:, 80:] == 255).all()


def test_sheets_without_backs_are_scanned_from_one_side():
    happened = station(back=False).run()
    assert all(sheet.back is None for sheet in happened.counted)
    happened.check_books()
    both = station(back=False, options="?sides=both", sheets=1).run()
    assert (pixels(both.counted[0].back) == 255).all()


def test_side_b_alone():
    happened = station(options="?sides=b", sheets=1).run()
    assert happened.counted[0].back is None
    assert np.array_equal(pixels(happened.counted[0].front)[:, :80], drawn(3))


def recorded(folder, shape, dpi):
    (folder / "1.png").write_bytes(gray_page(np.full(shape, 200, np.uint8), dpi, "1").encoded)
    notices = []
    with open_scanner(f"sim+custom-a4:{folder}", Surroundings(optics=Eyes(), notify=notices.append)) as scanner:
        captured = next(scanner.sheets())
        scanner.accept(captured)
    return pixels(captured.front), notices


def test_a_page_that_is_too_wide_is_not_cut_and_not_silent(tmp_path):
    page, notices = recorded(tmp_path, (50, 1800), 200)
    assert page.shape == (50, 1800)
    assert [notice.code for notice in notices] == ["too-wide"] and "1712" in str(notices[0])


def test_another_resolution_is_resampled_and_not_silent(tmp_path):
    page, notices = recorded(tmp_path, (90, 60), 300)
    assert page.shape == (60, 1712) and (page[:, :40] == 200).all() and (page[:, 40:] == 255).all()
    assert [notice.code for notice in notices] == ["resampled"]


def test_300_dpi(tmp_path):
    (tmp_path / "1.png").write_bytes(gray_page(drawn(7), 300, "1").encoded)
    with open_scanner(f"sim+custom-a4:{tmp_path}?dpi=300", Surroundings(optics=Eyes())) as scanner:
        captured = next(scanner.sheets())
        scanner.accept(captured)
    assert captured.front.dpi == 300 and pixels(captured.front).shape == (120, 2568)
    assert np.array_equal(pixels(captured.front)[:, :80], drawn(7))


@pytest.mark.parametrize("option", ["dpi=150", "sides=c", "ultrasonic=4", "width=0", "width=x", "colour=yes"])
@pytest.mark.parametrize("scheme", ["custom-a4", "sim+custom-a4"])
def test_options_that_there_are_not_are_refused(tmp_path, scheme, option):
    path = "" if scheme == "custom-a4" else fill(tmp_path, 1)
    with pytest.raises(AddressError, match=option.partition("=")[0]):
        open_scanner(f"{scheme}:{path}?{option}", Surroundings(optics=Eyes()))


def test_without_eyes_there_is_no_simulation(tmp_path):
    with pytest.raises(AddressError, match="own commands"):
        open_scanner(f"sim+custom-a4:{fill(tmp_path, 1)}")


def test_a_sheet_that_is_given_back_is_set_aside():
    happened = station().run(lambda sheet: sheet.key in {"000001", "000003"})
    happened.check_books()
    assert happened.numbers(happened.returned) == [1, 3]


def test_an_interrupted_batch_finds_the_sheet_in_the_path():
    """Stored, and the program ended before it was passed on: it is passed on, and not scanned again."""
    happened = station()
    first = next(happened.scanner.sheets())
    happened.counted.append(first)
    happened.killed()
    happened.scanner.recover(Doubt(1, first.key, undisposed=True))
    assert [one.number for one in happened.scanner.paper.at(Spot.COUNTED)] == [1]
    happened.run()
    happened.check_books()


class DeskEyes(Eyes):
    """As the desk decodes."""

    def pixels(self, page):
        raster = decode(page.encoded, page.page)
        return Pixels(raster.gray, raster.dpi[0] if raster.dpi else 200.0)


def records(address, reader):
    """What the desk reads of each sheet, without the names of its images."""
    with open_scanner(address, Surroundings(optics=DeskEyes())) as scanner:
        for sheet in scanner.sheets():
            pages = tuple(PageSource(page.encoded, page.page, "page") for page in sheet.pages)
            yield json.dumps(read_sheet(reader, pages).to_json(), sort_keys=True)
            scanner.accept(sheet)


@pytest.mark.parametrize("batch", ["cedar-bluff-absentee-1", "riverside-absentee-1"])
def test_the_same_votes_as_from_the_folder(batch):
    """Two sides, and one; every score of every target, not only the totals."""
    program = load_program(DEMO / "program.json")
    reader = Reader(program, program_identity(program))
    folder = DEMO / "batches" / batch
    expected = list(records(f"folder:{folder}", reader))
    assert len(expected) >= 4 and list(records(f"sim+custom-a4:{folder}", reader)) == expected


def test_descriptors_are_complete():
    """An emulated bus that says something else of the device tests another one."""
    device, configuration = DESCRIPTORS.device, DESCRIPTORS.configuration
    assert device[0] == len(device) == 18 and device[8:12] == bytes.fromhex("d40d0341")
    assert int.from_bytes(configuration[2:4], "little") == len(configuration) == 9 + 9 + 7 + 7
    at, endpoints = 0, {}
    while at < len(configuration):
        if configuration[at + 1] == 5:
            endpoints[configuration[at + 2]] = int.from_bytes(configuration[at + 4 : at + 6], "little")
        at += configuration[at]
    assert endpoints == {0x81: 512, 0x02: 512}


def test_pages_of_real_scanners_come_pixel_for_pixel(shared, tmp_path):
    """Real paper, real scanners, 200 dpi: what is on the page is what the driver hands over."""
    manifest = json.loads((shared / "corpus" / "MANIFEST.json").read_text())["images"]
    pages = [one for one in manifest if one["dpi"] == 200 and one["image"].endswith((".png", ".jpg", ".jpeg"))]
    assert len(pages) >= 6
    originals = [shared / "corpus" / one["image"] for one in pages[:: max(1, len(pages) // 6)][:6]]
    for number, original in enumerate(originals):
        (tmp_path / f"{number}{original.suffix}").write_bytes(original.read_bytes())
    address = f"sim+custom-a4:{tmp_path}?pages=single"
    with open_scanner(address, Surroundings(optics=DeskEyes())) as scanner:
        for original, sheet in zip(originals, scanner.sheets(), strict=True):
            gray = decode(original.read_bytes()).gray
            page = pixels(sheet.front)
            assert np.array_equal(page[: gray.shape[0], : gray.shape[1]], gray)
            assert page.shape[0] == gray.shape[0] and (page[:, gray.shape[1] :] == 255).all()
            scanner.accept(sheet)
