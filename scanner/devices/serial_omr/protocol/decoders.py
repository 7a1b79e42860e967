"""From the text of a reply to the levels of a card's cells, as the device has them.

A *column* is what one timing mark of the card clocks, in the order of feeding, and a *line* is a place of the
reading head, as makers call them; a column is a row of the printed grid.  A decoder takes its own alphabet
only: a parity error shows as a character that cannot be, and the card was then not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from scanner.devices.serial_omr.protocol.framing import LineError
from scanner.devices.serial_omr.protocol.profile import TRACKS, Data
from scanner.levels import DARKEST

Column = tuple[int | None, ...]
Columns = tuple[Column, ...]
Decode = Callable[[bytes, Data, int | None], Columns]

HEX: Final = re.compile(rb"[0-9A-Fa-f]*")
"""Makers print upper case; that no device sends lower case is nowhere said (scanner-protocols 10)."""

DENSITY_BASE: Final = 0x30
"""Sekonic ED: a density character is 30h + level, level 1 to 16."""

PLACES: Final = 2
"""Digits of a line and of a track in `coordinates-4`."""


def hex_column(text: bytes, data: Data, count: int | None) -> Columns:
    """Sekonic C: three (12 lines) or four (15 lines) hexadecimal characters a column, line 1 the top bit."""
    lines = len(data.lines)
    width = hex_width(lines)
    spare = 4 * width - lines
    columns = []
    for part in _rows(text, data, width):
        bits = _hexadecimal(part)
        if bits & ((1 << spare) - 1):
            raise LineError("a column has a mark on a line that the device does not have")
        columns.append(tuple(_all_or_none(bits >> (4 * width - 1 - line) & 1) for line in range(lines)))
    return tuple(columns)


def list_column(text: bytes, data: Data, count: int | None) -> Columns:
    """Sekonic E: one character a mark, a carriage return after each column, a blank for a column without."""
    return tuple(_named([(name, DARKEST) for name in part], data) for part in _returns(text))


def list_density(text: bytes, data: Data, count: int | None) -> Columns:
    """Sekonic ED: each mark's character is followed by that of its density."""
    columns = []
    for part in _returns(text):
        if len(part) % 2:
            raise LineError("a mark without its density")
        pairs = zip(part[::2], part[1::2], strict=True)
        columns.append(_named([(name, _density(character, data)) for name, character in pairs], data))
    return tuple(columns)


def hex_line_12(text: bytes, data: Data, count: int | None) -> Columns:
    """Axiome, Datawin: twelve hexadecimal characters a timing line, track 1 the top bit of the first."""
    columns = []
    for part in _rows(text, data, TRACKS // 4):
        bits = _hexadecimal(part)
        columns.append(tuple(_all_or_none(bits >> (TRACKS - 1 - track) & 1) for track in range(TRACKS)))
    return tuple(columns)


def coordinates_4(text: bytes, data: Data, count: int | None) -> Columns:
    """Two digits of the timing line and two of the track for each mark, both from 1, in ascending order."""
    rows = count if count is not None else data.rows
    if rows is None:
        raise LineError("the number of timing lines is not known; set data.rows")
    if len(text) % (2 * PLACES) or not (text.isdigit() or not text):
        raise LineError("a mark is not four digits")
    marks = [
        (int(text[at : at + PLACES]), int(text[at + PLACES : at + 2 * PLACES]))
        for at in range(0, len(text), 2 * PLACES)
    ]
    if any(first >= second for first, second in pairwise(marks)):
        raise LineError("marks are not in order, or one comes twice")
    if any(not (1 <= row <= rows and 1 <= track <= len(data.lines)) for row, track in marks):
        raise LineError("a mark lies where the card has no place")
    there = set(marks)
    return tuple(
        tuple(_all_or_none((row, track) in there) for track in range(1, len(data.lines) + 1))
        for row in range(1, rows + 1)
    )


def level_string(text: bytes, data: Data, count: int | None) -> Columns:
    """One hexadecimal level, 0 to F, for each cell, line after line."""
    return tuple(
        tuple(int(chr(letter), 16) for letter in _checked(part)) for part in _rows(text, data, len(data.lines))
    )


def ascii_record(text: bytes, data: Data, count: int | None) -> Columns:
    """One character for each cell: empty, marked, or one that says nothing."""
    meaning: dict[int, int | None] = dict.fromkeys(data.unsure.encode("latin-1"))
    meaning |= dict.fromkeys(data.empty.encode("latin-1"), 0)
    meaning |= dict.fromkeys(data.marked.encode("latin-1"), DARKEST)
    columns = []
    for part in _rows(text, data, len(data.lines)):
        if any(letter not in meaning for letter in part):
            raise LineError("a character that means nothing")
        columns.append(tuple(meaning[letter] for letter in part))
    return tuple(columns)


DECODERS: Final[dict[str, Decode]] = {
    "hex-column": hex_column,
    "list-column": list_column,
    "list-density": list_density,
    "hex-line-12": hex_line_12,
    "coordinates-4": coordinates_4,
    "level-string": level_string,
    "ascii-record": ascii_record,
}


def hex_width(lines: int) -> int:
    """Characters of a `hex-column`: three for 12 lines, four for 15."""
    return (lines + 3) // 4


def length_of(decoder: str, data: Data, count: int) -> Callable[[bytes], int | None]:
    """How long the data of a card with `count` columns are, where the reply has no end code."""
    widths = {
        "hex-column": hex_width(len(data.lines)),
        "hex-line-12": TRACKS // 4,
        "level-string": len(data.lines),
        "ascii-record": len(data.lines),
    }
    if decoder in widths:
        return lambda came: count * (widths[decoder] + len(data.row_end))
    return lambda came: _after(came, b"\r", count)


def _after(came: bytes, mark: bytes, count: int) -> int | None:
    at = 0
    for _ in range(count):
        at = came.find(mark, at) + 1
        if not at:
            return None
    return at


def _rows(text: bytes, data: Data, width: int) -> list[bytes]:
    """Cut a text into columns of `width` characters, each with its row end where there is one."""
    end = data.row_end.encode("latin-1")
    step = width + len(end)
    parts = [text[at : at + step] for at in range(0, len(text), step)]
    if any(len(part) != step or not part.endswith(end) for part in parts):
        raise LineError("the data are not whole columns")
    return [part[:width] for part in parts]


def _returns(text: bytes) -> list[bytes]:
    if not text:
        return []
    if not text.endswith(b"\r"):
        raise LineError("the last column has no end")
    parts = text[:-1].split(b"\r")
    if not all(parts):
        raise LineError("a column without even a blank")
    return [b"" if part == b" " else part for part in parts]


def _named(marks: Sequence[tuple[int, int]], data: Data) -> Column:
    """Levels by line; the order of marks is not stated, and the maker's own example has 9 before 1."""
    names = data.names.encode("latin-1")[: len(data.lines)]
    levels = [0] * len(data.lines)
    for name, level in marks:
        line = names.find(name)
        if line < 0:
            raise LineError(f"{chr(name)!r} is the name of no line")
        if levels[line]:
            raise LineError("a mark comes twice in one column")
        levels[line] = level
    return tuple(levels)


def _density(character: int, data: Data) -> int:
    step = character - DENSITY_BASE
    if not 1 <= step <= data.steps:
        raise LineError(f"{chr(character)!r} is no density")
    return min(DARKEST, step if data.darkest == "high" else data.steps + 1 - step)


def _checked(text: bytes) -> bytes:
    if not HEX.fullmatch(text):
        raise LineError("a character that is not hexadecimal")
    return text


def _hexadecimal(text: bytes) -> int:
    return int(_checked(text), 16)


def _all_or_none(bit: object) -> int:
    return DARKEST if bit else 0
