"""How the rows of an image lie in the stream (scanner-protocols 1.6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

HALF_WIDTH: Final = 1728
"""Pixels of one array at half resolution, 200 dpi."""
WIDTHS: Final = {200: HALF_WIDTH, 300: HALF_WIDTH * 3 // 2, 400: HALF_WIDTH * 2}
"""Pixels of one array by resolution; those of 300 and 400 dpi are assumed."""


class Sides(Enum):
    """Which arrays scan."""

    BOTH = "both"
    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Geometry:
    """The form of one image.

    Attributes:
        dpi: 200, 300 or 400, in both directions.
        width: pixels of one array, a multiple of 8.
        sides: which arrays scan.
        bilevel: one bit a pixel instead of eight.
    """

    dpi: int
    width: int
    sides: Sides
    bilevel: bool

    @property
    def row_bytes(self) -> int:
        """Bytes of one row, of both sides where both scan."""
        return (self.width // 8 if self.bilevel else self.width) * (2 if self.sides is Sides.BOTH else 1)
