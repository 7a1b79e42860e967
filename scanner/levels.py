"""A sheet as a mark reader measures it: how dark each cell is, and no image."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from scanner.errors import RecordingError

MEDIA_TYPE: Final = "application/vnd.retally.levels+json"
"""Of a `PageImage` whose bytes are a level sheet."""

DARKEST: Final = 15
"""Levels run from 0, nothing there, to this: 16 levels are what mark readers of several makers give
(scanner-protocols 4.1, 4.2: Sekonic 1..16, NCS 0..F)."""


@dataclass(frozen=True, slots=True)
class LevelSheet:
    """What a mark reader measured on one side of a sheet.

    Attributes:
        cells: for each row of the page's timing marks, from the top, the level of each column from the left;
            0 to `DARKEST`, or None where the device does not say.
        timing_marks: how many timing marks the device counted, or None when it does not count them.
        profile: name and hash of the device profile that gave the levels.
        raw: every byte of the device for this sheet, in order, hexadecimal: the evidence.
    """

    cells: tuple[tuple[int | None, ...], ...]
    timing_marks: int | None
    profile: str
    raw: str

    def encode(self) -> bytes:
        """The one text of this sheet; the same sheet gives the same bytes."""
        body = {
            "cells": [list(row) for row in self.cells],
            "profile": self.profile,
            "raw": self.raw,
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
            cells = tuple(tuple(_level(level) for level in row) for row in body["cells"])
            timing, profile, raw = body["timing_marks"], body["profile"], body["raw"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise RecordingError(f"{name}: not a sheet of mark levels ({error}); record it again") from error
        if not (isinstance(profile, str) and isinstance(raw, str) and (timing is None or type(timing) is int)):
            raise RecordingError(f"{name}: not a sheet of mark levels; record it again")
        return cls(cells, timing, profile, raw)


def _level(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= DARKEST:
        raise ValueError(f"{value!r} is no level from 0 to {DARKEST}")
    return value
