"""A ballot through the simulated PageScan is read as the recorded image is: same votes, boxes and scores."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from config.program import load_program, load_seal
from scanner import open_scanner
from scanner.surroundings import Pixels, Surroundings
from tabulate.image import decode
from tabulate.read import PageSource, Reader, read_sheet

DEMO = Path(__file__).parents[4] / "fixtures" / "demo"
BATCHES = sorted(path.name for path in (DEMO / "batches").iterdir())
FEW = {"fairview-absentee-1", "cedar-bluff-absentee-1"}
"""One-sided and two-sided sheets; the first holds a sheet that lies sideways and is wider than any PageScan."""


class Desk:
    """The optics that the desk lends."""

    def pixels(self, page):
        raster = decode(page.encoded, page.page)
        return Pixels(raster.gray, raster.dpi[0] if raster.dpi else 200.0)

    def levels(self, sheet):
        raise NotImplementedError


@pytest.fixture(scope="module")
def reader():
    return Reader(load_program(DEMO / "program.json"), load_seal(DEMO / "program.seal"))


def taken(address):
    with open_scanner(address, Surroundings(optics=Desk())) as scanner:
        sheets = []
        for sheet in scanner.sheets():
            sheets.append(sheet)
            scanner.accept(sheet)
        return sheets


def record(reader, sheet):
    pages = [PageSource(page.encoded, page.page, "page") for page in sheet.pages]
    return json.dumps(read_sheet(reader, pages).to_json())


@pytest.mark.parametrize("options", ["", "?mode=bilevel"])
@pytest.mark.parametrize(
    "batch", [name if name in FEW else pytest.param(name, marks=pytest.mark.slow) for name in BATCHES]
)
def test_records_of_recorded_ballots(reader, batch, options):
    recorded = taken(f"folder:{DEMO / 'batches' / batch}")
    scanned = taken(f"sim+pdi:{DEMO / 'batches' / batch}{options}")
    assert [record(reader, sheet) for sheet in scanned] == [record(reader, sheet) for sheet in recorded]
    for there, here in zip(recorded, scanned, strict=True):
        for before, after in zip(there.pages, here.pages, strict=True):
            old, new = (decode(page.encoded, page.page).gray for page in (before, after))
            assert np.array_equal(new[: old.shape[0], : old.shape[1]], old), "pixel for pixel"
            assert (new[:, old.shape[1] :] == 255).all()
