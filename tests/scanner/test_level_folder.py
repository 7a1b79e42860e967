"""Level sheets replayed from a folder: left out, ballots are lost; beside their pictures, they count twice."""

from __future__ import annotations

import pytest

from scanner import open_scanner
from scanner.errors import RecordingError
from scanner.folder.complete import has_end
from scanner.levels import MEDIA_TYPE, LevelSheet
from tests.scanner.recordings import fill, image

PAGE = LevelSheet(((0, 15, None),), 1, "p 0", "06").encode()


def taken(address):
    with open_scanner(address) as scanner:
        sheets = []
        for sheet in scanner.sheets():
            sheets.append(sheet)
            scanner.accept(sheet)
    return sheets


def test_level_sheets_are_sheets(tmp_path):
    fill(tmp_path, {"scan-2.levels.json": PAGE, "scan-10.levels.json": PAGE, "notes.json": b"{}"})
    sheets = taken(f"folder:{tmp_path}")
    assert [sheet.front.name for sheet in sheets] == ["scan-2.levels.json", "scan-10.levels.json"]
    assert {sheet.front.media_type for sheet in sheets} == {MEDIA_TYPE}
    assert sheets[0].front.encoded == PAGE


@pytest.mark.parametrize(
    ("front", "back"), [("7-front", "7-back"), ("card_side1", "card_side2"), ("007A", "007B")]
)
def test_names_tell_the_sides(tmp_path, front, back):
    fill(tmp_path, {f"{front}.levels.json": PAGE, f"{back}.levels.json": PAGE})
    (sheet,) = taken(f"folder:{tmp_path}?pages=pair")
    assert (sheet.front.name, sheet.back.name) == (f"{front}.levels.json", f"{back}.levels.json")


def test_a_picture_and_its_levels_are_one_sheet_saved_twice(tmp_path):
    fill(tmp_path, {"scan-1.levels.json": PAGE, "scan-1.png": image(), "scan-2.png": image()})
    with pytest.raises(RecordingError, match="saved twice"):
        open_scanner(f"folder:{tmp_path}")


def test_a_level_sheet_half_written_has_no_end():
    assert has_end(PAGE, MEDIA_TYPE) and has_end(PAGE + b"\n", MEDIA_TYPE)
    assert not has_end(PAGE[:-1], MEDIA_TYPE)
