"""Cards for simulated readers: each a level sheet with marks of its own, so that no two are alike."""

from __future__ import annotations

from pathlib import Path

from scanner.levels import MEDIA_TYPE, SCALE, SUFFIX, LevelSheet
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Pixels

ROWS, COLUMNS = 8, 34


def cells(number: int, rows: int = ROWS) -> tuple[tuple[int, ...], ...]:
    """Timing marks around, and the card's number in level 15 and 3 below: nothing else on it."""
    grid = [[0] * COLUMNS for _ in range(rows)]
    grid[0] = [13] * COLUMNS
    for row in grid:
        row[0] = row[-1] = 13
    for bit in range(5):
        grid[2 + bit % 4][1 + bit] = 15 if number >> bit & 1 else 3
    return tuple(tuple(row) for row in grid)


def level_page(number: int, rows: int = ROWS) -> PageImage:
    sheet = LevelSheet(cells(number, rows), rows, "drawn", "", SCALE)
    return PageImage(sheet.encode(), MEDIA_TYPE, 0, f"card {number}")


def captured(number: int, *, two: bool = False) -> CapturedSheet:
    return CapturedSheet(f"{number}", level_page(number), level_page(number + 16) if two else None, "test")


def folder_of(folder: Path, count: int, *, two: bool = False) -> Path:
    """A folder of recorded cards 1 to `count`."""
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        sheet = captured(number, two=two)
        (folder / f"{number:02}-front{SUFFIX}").write_bytes(sheet.front.encoded)
        if sheet.back is not None:
            (folder / f"{number:02}-back{SUFFIX}").write_bytes(sheet.back.encoded)
    return folder


def number_of(page: PageImage) -> int:
    """Which card a captured page is, by the marks on it."""
    found = LevelSheet.decode(page.encoded, page.name).cells
    return sum(1 << bit for bit in range(5) if (found[2 + bit % 4][1 + bit] or 0) >= 8)


class LevelEyes:
    """Optics that see what is recorded; the device's own scale is put on it."""

    def pixels(self, page: PageImage) -> Pixels:
        raise NotImplementedError

    def levels(self, page: PageImage, scale: tuple[int, ...]) -> LevelSheet:
        sheet = LevelSheet.decode(page.encoded, page.name)
        if len(set(scale)) > 2:
            return sheet
        one_step = tuple(tuple(15 if level >= 8 else 0 for level in row) for row in sheet.cells)
        return LevelSheet(one_step, sheet.timing_marks, sheet.profile, "", scale)
