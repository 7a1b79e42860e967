"""The demo county's ballots through a simulated production scanner, and straight from the folder.

If they differ, simulated runs prove nothing about real ones: a vote could hang on how a page was carried.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from config.program import load_program, program_identity
from scanner.address import open_scanner
from scanner.levels import LevelSheet
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Pixels, Surroundings
from tabulate.image import decode
from tabulate.read import PageSource, Reader, read_sheet

DEMO = Path(__file__).parents[4] / "fixtures" / "demo"
BATCHES = ("cedar-bluff-absentee-1", "fairview-absentee-1", "oakdale-absentee-2")
"""Two-sided ballots, one-sided ones, and another hand's: the whole county takes minutes."""


class Decoder:
    """The desk's decoder, as eyes of a simulated device."""

    def pixels(self, page: PageImage) -> Pixels:
        raster = decode(page.encoded, page.page)
        return Pixels(np.ascontiguousarray(raster.gray), 200.0 if raster.dpi is None else raster.dpi[0])

    def levels(self, sheet: CapturedSheet) -> LevelSheet:
        raise NotImplementedError


def sheets_of(address: str) -> list[CapturedSheet]:
    with open_scanner(address, Surroundings(optics=Decoder())) as scanner:
        sheets = []
        for sheet in scanner.sheets():
            sheets.append(sheet)
            scanner.accept(sheet)
    return sheets


@pytest.mark.parametrize("batch", BATCHES)
def test_every_page_has_the_same_pixels_and_every_sheet_the_same_record(batch):
    program = load_program(DEMO / "program.json")
    reader = Reader(program, program_identity(program))
    folder = DEMO / "batches" / batch
    straight, scanned = sheets_of(f"folder:{folder}"), sheets_of(f"sim+sane:{folder}")
    assert len(straight) == len(scanned) > 0
    for one, other in zip(straight, scanned, strict=True):
        for page, again in zip(one.pages, other.pages, strict=True):
            first, second = decode(page.encoded, page.page), decode(again.encoded, again.page)
            assert np.array_equal(first.gray, second.gray)
        assert record(reader, one) == record(reader, other)


def record(reader: Reader, sheet: CapturedSheet) -> str:
    sources = [PageSource(page.encoded, page.page, f"page {number}") for number, page in enumerate(sheet.pages)]
    return json.dumps(read_sheet(reader, sources).to_json(), sort_keys=True)
