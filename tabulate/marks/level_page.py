"""A page as a mark reader measured it: levels of cells instead of pixels.

The text is described in docs/formats.md and is written by the rooms of the hardware.  It is evidence from
outside, so it is read strictly: what does not fit is no page.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn

from tabulate.errors import ImageError

FORMAT = "retally-levels/1"
MEDIA_TYPE = "application/vnd.retally.levels+json"
DARKEST = 15

MAX_BYTES = 1 << 20
"""Largest text: a page of 160 rows and 80 columns takes 40 kB, and the bytes of the device as much."""

MAX_ROWS, MAX_COLUMNS = 160, 80
"""As large as the grid of a card may be in a program."""

KEYS = {"cells", "format", "profile", "raw", "scale", "timing_marks"}
_HEX = re.compile(r"(?:[0-9a-f]{2})*")


@dataclass(frozen=True, slots=True)
class LevelPage:
    """Levels of the cells of one page.

    Attributes:
        cells: rows of equal length from the top, columns from the left; 0 to `DARKEST`, or None where the
            device does not say.
        timing_marks: as the device counted them, or None.
        scale: for each level the least ink it stands for, per mille of the inside of a target.
        profile: name and hash of the device profile.
    """

    cells: tuple[tuple[int | None, ...], ...]
    timing_marks: int | None
    scale: tuple[int, ...]
    profile: str

    @property
    def rows(self) -> int:
        return len(self.cells)

    @property
    def columns(self) -> int:
        return len(self.cells[0])

    def ink(self, column: int, row: int) -> range | None:
        """All amounts of ink (per mille) that the level of a cell may stand for; None where it has no level."""
        if not (0 <= row < self.rows and 0 <= column < self.columns):
            return None
        level = self.cells[row][column]
        if level is None:
            return None
        least = self.scale[level]
        return range(least, next((more for more in self.scale[level:] if more > least), 1001))


def is_level_page(data: bytes) -> bool:
    """Whether the bytes are meant to be a level sheet; no image of any kind we read begins like this."""
    return data[:1] == b"{"


def decode_levels(data: bytes) -> LevelPage:
    """Read a level sheet.

    Raises:
        ImageError: it is none, or not wholly as docs/formats.md says.
    """
    if len(data) > MAX_BYTES:
        raise ImageError(f"a level sheet of more than {MAX_BYTES} bytes; record it again")
    try:
        body = json.loads(data.decode("ascii"), object_pairs_hook=_once, parse_constant=_no_constant)
        return _page(body)
    except (ValueError, RecursionError) as error:
        raise ImageError(f"not a level sheet: {error}; record it again") from error


def _page(body: Any) -> LevelPage:
    if not isinstance(body, dict) or body.keys() != KEYS:
        raise ValueError(f"it has other fields than {', '.join(sorted(KEYS))}")
    if body["format"] != FORMAT:
        raise ValueError(f"format is not {FORMAT}")
    profile, raw, timing = body["profile"], body["raw"], body["timing_marks"]
    if not (isinstance(profile, str) and 0 < len(profile) <= 300):
        raise ValueError("profile is no name")
    if not (isinstance(raw, str) and _HEX.fullmatch(raw)):
        raise ValueError("raw is not hexadecimal")
    if timing is not None and not _whole(timing, 100_000):
        raise ValueError("timing_marks is no number of marks")
    return LevelPage(_cells(body["cells"]), timing, _scale(body["scale"]), profile)


def _cells(rows: Any) -> tuple[tuple[int | None, ...], ...]:
    if not (isinstance(rows, list) and 0 < len(rows) <= MAX_ROWS):
        raise ValueError(f"cells are not 1 to {MAX_ROWS} rows")
    for row in rows:
        if not (isinstance(row, list) and 0 < len(row) <= MAX_COLUMNS and len(row) == len(rows[0])):
            raise ValueError(f"a row of cells is not as long as the first, or not 1 to {MAX_COLUMNS} columns")
        if not all(level is None or _whole(level, DARKEST) for level in row):
            raise ValueError(f"a level is not null or a whole number from 0 to {DARKEST}")
    return tuple(tuple(row) for row in rows)


def _scale(values: Any) -> tuple[int, ...]:
    if not (isinstance(values, list) and len(values) == DARKEST + 1 and all(_whole(v, 1000) for v in values)):
        raise ValueError(f"scale is not {DARKEST + 1} whole numbers from 0 to 1000")
    if values[0] != 0 or any(low > high for low, high in pairwise(values)):
        raise ValueError("scale does not begin with 0, or falls")
    return tuple(values)


def _whole(value: Any, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a field stands twice")
    return dict(pairs)


def _no_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
