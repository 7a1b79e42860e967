"""A case of level sheets: scanned, verified and shown like one of pictures, and with the same totals."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from retally.case import open_to_read, program_of
from retally.count import count_case
from retally.flagged import pictures
from retally.level_optics import see_levels
from scanner.levels import SCALE, SUFFIX
from scanner.sheet import PageImage

FULL = (("supervisor", "ocampo"), ("measure-k", "yes"))


@pytest.fixture
def folders(election, tmp_path):
    """The same two town cards and one country card, as pictures and as level sheets."""
    pictures, levels = tmp_path / "pictures", tmp_path / "levels"
    pictures.mkdir()
    levels.mkdir()
    pages = {
        "1-front": election.page(FULL[:1], seed=1),
        "1-back": election.page((), seed=1, side=2),
        "2-front": election.page(FULL[:1], seed=2, side=1),
        "2-back": election.page(FULL[1:], seed=2, side=2),
        "3-front": election.page(FULL[:1], seed=3, side=1),
        "3-back": election.page((), seed=4, side=2),
    }
    for name, data in pages.items():
        (pictures / f"{name}.tif").write_bytes(data)
        sheet = see_levels(PageImage(data, "image/tiff", 0, name), SCALE)
        (levels / f"{name}{SUFFIX}").write_bytes(sheet.encode())
    return pictures, levels


def test_levels_count_as_their_pictures_do(folders, election, cli, scan, counts, tmp_path):
    found = []
    for number, folder in enumerate(folders):
        case = tmp_path / f"case{number}.retally"
        assert cli("case", "new", case, "--program", election.program_file, "--title", "T").code == 0
        run = scan(case, folder, "b1", "--close")
        assert run.code == 4, run.err  # sheet 1 has the back of another card
        assert "sides-disagree" in run.out
        found.append(counts(case)["totals"])
        verified = cli("verify", case)
        assert verified.code == 0 and "all images read the same" in verified.out
    assert found[0] == found[1]
    assert {row["choice"]: row["votes"] for row in found[1] if row["contest"] == "supervisor"}["ocampo"] == 2


def test_a_person_is_shown_the_level_of_a_doubtful_mark(election, case, scan, tmp_path):
    sheet = see_levels(PageImage(election.page(FULL), "image/tiff", 0, "x"), SCALE)
    cells = [list(row) for row in sheet.cells]
    cells[15][2] = 2  # supervisor, halvorsen
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / f"1{SUFFIX}").write_bytes(replace(sheet, cells=tuple(map(tuple, cells))).encode())
    assert scan(case, folder, "b1", "--close").code == 0
    with open_to_read(case) as ledger:
        (place,) = count_case(ledger, program_of(ledger)).flagged
        (shown,) = pictures(ledger, [place])
    assert (shown.choice, shown.state, shown.score) == ("halvorsen", "marginal", 60)
    gray = np.asarray(Image.open(io.BytesIO(shown.png)))
    assert gray[gray.shape[0] // 2, gray.shape[1] // 2] == 255 - 2 * 17


def test_read_takes_level_sheets_from_a_folder_and_says_what_is_wrong(folders, election, cli):
    _, levels = folders
    (levels / "4-front.levels.json").write_bytes(b'{"cells": 0}')
    run = cli("read", levels, "--program", election.program_file)
    assert run.code == 4
    assert "not a level sheet" in run.err + run.out
