"""From the columns of a card to a level sheet of the printed grid."""

from __future__ import annotations

from scanner.devices.serial_omr.protocol.decoders import Columns
from scanner.devices.serial_omr.protocol.framing import LineError
from scanner.devices.serial_omr.protocol.profile import Data
from scanner.levels import DARKEST, LevelSheet


def level_sheet(columns: Columns, data: Data, timing_marks: int | None, profile: str, raw: bytes) -> LevelSheet:
    """Put each line of the device on the column of the grid where the profile says it lies."""
    ordered = columns if data.row_order == "top-first" else columns[::-1]
    cells = []
    for column in ordered:
        row: list[int | None] = [None] * data.columns
        for line, level in zip(data.lines, column, strict=True):
            if line >= 0:
                row[line] = level
        cells.append(tuple(row))
    return LevelSheet(tuple(cells), timing_marks, profile, raw.hex(), data.meaning)


def hold_against(levels: Columns, marks: Columns, sure_from: int) -> None:
    """Hold the levels of a card against what the device itself takes for marks.

    The device has a threshold for marks and none for levels, so faint ones may be missing from the marks
    (scanner-protocols 10, Sekonic 4), and where it lets the darkest win, lighter ones in the same column too.
    But a mark must have a level, and the darkest cell of a column must be a mark when it is dark enough.

    Raises:
        LineError: the two cannot be of one card.
    """
    if len(levels) != len(marks):
        raise LineError("two readings of one card differ in length")
    for level_column, mark_column in zip(levels, marks, strict=True):
        pairs = list(zip(level_column, mark_column, strict=True))
        darkest = max((level or 0 for level in level_column), default=0)
        if any(mark == DARKEST and not level for level, mark in pairs):
            raise LineError("a mark without a level")
        if darkest >= sure_from and not any(mark == DARKEST for level, mark in pairs if level == darkest):
            raise LineError("a dark cell is no mark")
