"""A page as a mark reader measures it: how dark each cell is, and no image.

The text is one of our formats (docs/formats.md); `tabulate.marks.level_page` reads it on the other side of the
house, which does not know this room.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from scanner.errors import RecordingError

MEDIA_TYPE: Final = "application/vnd.retally.levels+json"
"""Of a `PageImage` whose bytes are a level sheet."""

SUFFIX: Final = ".levels.json"
"""How the file of a recorded level sheet is named."""

FORMAT: Final = "retally-levels/1"

DARKEST: Final = 15
"""Levels run from 0, nothing there, to this: 16 levels are what mark readers of several makers give
(scanner-protocols 4.1, 4.2: Sekonic 1..16, NCS 0..F)."""

Scale = tuple[int, ...]
"""For each level, from 0 to `DARKEST`, the least ink (per mille of the inside of a mark's place) that it stands
for; begins with 0 and never falls.  A level reaches up to the next larger entry."""

SCALE: Final[Scale] = (0, 30, 60, 90, 120, 160, 200, 250, 300, 360, 420, 500, 600, 700, 800, 900)
"""Assumed where a device profile says nothing else.  No maker says how much ink a level means: the first level
is taken to begin where a person would begin to see a mark.  Check it with a deck of known marks."""


@dataclass(frozen=True, slots=True)
class LevelSheet:
    """What a mark reader measured on one side of a sheet.

    Attributes:
        cells: for each row of the page's timing marks, from the top, the level of each column of the printed
            grid from the left; 0 to `DARKEST`, or None where the device does not say.
        timing_marks: how many timing marks the device counted, or None when it does not count them.
        profile: name and hash of the device profile that gave the levels.
        raw: every byte of the device for this page, in order, hexadecimal: the evidence.
        scale: what the levels mean.
    """

    cells: tuple[tuple[int | None, ...], ...]
    timing_marks: int | None
    profile: str
    raw: str
    scale: Scale = SCALE

    def encode(self) -> bytes:
        """The one text of this sheet; the same sheet gives the same bytes."""
        body = {
            "cells": [list(row) for row in self.cells],
            "format": FORMAT,
            "profile": self.profile,
            "raw": self.raw,
            "scale": list(self.scale),
            "timing_marks": self.timing_marks,
        }
        return json.dumps(body, sort_keys=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def decode(cls, data: bytes, name: str) -> LevelSheet:
        """Read what `encode` wrote.

        Args:
            data: the bytes; not trusted.
            name: of the page, for the message.

        Raises:
            RecordingError: not a level sheet, or a level that does not exist.
        """
        try:
            body: Any = json.loads(data)
            if body["format"] != FORMAT:
                raise ValueError(f"its format is {body['format']!r}, not {FORMAT!r}")
            cells = tuple(tuple(_level(level) for level in row) for row in body["cells"])
            timing, profile, raw = body["timing_marks"], body["profile"], body["raw"]
            scale = checked_scale(body["scale"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise RecordingError(f"{name}: not a sheet of mark levels ({error}); record it again") from error
        if not (isinstance(profile, str) and isinstance(raw, str) and (timing is None or type(timing) is int)):
            raise RecordingError(f"{name}: not a sheet of mark levels; record it again")
        return cls(cells, timing, profile, raw, scale)


def checked_scale(values: Any) -> Scale:
    """Take a scale from outside.

    Raises:
        ValueError: not `DARKEST` + 1 whole numbers from 0 to 1000 that begin with 0 and never fall.
    """
    scale = tuple(values)
    if len(scale) != DARKEST + 1 or any(type(value) is not int for value in scale):
        raise ValueError(f"a scale has {DARKEST + 1} whole numbers")
    if scale[0] != 0 or scale[-1] > 1000 or any(low > high for low, high in pairwise(scale)):
        raise ValueError("a scale begins with 0, never falls and ends at 1000 or below")
    return scale


def quantise(ink: int, scale: Scale) -> int:
    """The level that a device with this scale gives for so much ink (per mille)."""
    return max(level for level, least in enumerate(scale) if least <= ink)


def _level(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= DARKEST:
        raise ValueError(f"{value!r} is no level from 0 to {DARKEST}")
    return value
