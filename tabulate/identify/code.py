"""The card code in the bottom row of a timing-grid card (AccuVote layout)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from config.program.card_code import BACK_ENDER
from tabulate.geometry import GRID_STEP, Points, Registration
from tabulate.geometry.marks import MARK_HEIGHT, MARK_WIDTH
from tabulate.identify.kernels import _dark_in_boxes
from tabulate.image.raster import GrayImage

BITS = 32
CORE = 0.7
"""Share of a mark's width and height that is looked at; its rim may be eaten by grain or thickened by ink."""

ACROSS, DOWN = 14, 6
PRINTED, ABSENT = 0.62, 0.30
"""Share of dark samples from which a code mark is printed, and up to which there is none; between, unsure."""


@dataclass(frozen=True, slots=True)
class CardCode:
    """The 32 code positions of a bottom row.

    Attributes:
        bits: columns 1 to 32 from left to right, ``1`` printed, ``0`` not, ``?`` unsure.
    """

    bits: str

    @property
    def certain(self) -> bool:
        return "?" not in self.bits

    def bit(self, k: int) -> int:
        """Bit `k`, which stands in column 32 - k."""
        return 1 if self.bits[BITS - 1 - k] == "1" else 0

    def field(self, first: int, last: int) -> int:
        """The number in bits `first` to `last`, least significant first."""
        return sum(self.bit(k) << (k - first) for k in range(first, last + 1))

    @property
    def is_back(self) -> bool:
        return self.bits.startswith(BACK_ENDER)

    @property
    def has_start(self) -> bool:
        """A front has the start bit and no sequence number: columns 1 to 4 read 1000."""
        return self.bits.startswith("1000")

    @property
    def checksum_holds(self) -> bool:
        """Front only: bits 0 and 1 hold the number of ones in bits 2 to 31, modulo 4."""
        ones = sum(self.bit(k) for k in range(2, BITS))
        return self.field(0, 1) == ones % 4

    @property
    def batch(self) -> int:
        return self.field(2, 14)

    @property
    def card(self) -> int:
        return self.field(15, 27)


@lru_cache(maxsize=16)
def _places(rows: int) -> Points:
    """Middles of the code marks in inches of the design, columns 1 to 32: (32, 2)."""
    column = np.arange(1, BITS + 1, dtype=np.float64)
    return np.column_stack([column, np.full(BITS, rows - 1.0)]) * GRID_STEP


def read_code(gray: GrayImage, threshold: int, registration: Registration) -> CardCode:
    """Read the code of a registered page.

    Args:
        gray: page as stored, (height, width) uint8.
        threshold: a pixel below it is dark.
        registration: of this page, with 34 columns.
    """
    places = _places(registration.rows)
    centres = np.ascontiguousarray(registration.to_pixels(places))
    half = np.array([MARK_WIDTH, MARK_HEIGHT]) * (CORE / 2)
    axes = np.ascontiguousarray(registration.jacobians(places) * half)
    dark = np.empty(BITS, dtype=np.int64)
    _dark_in_boxes(gray, threshold, centres, axes, ACROSS, DOWN, dark)
    shares = [count / (ACROSS * DOWN) for count in dark.tolist()]
    return CardCode("".join("1" if s >= PRINTED else "0" if s <= ABSENT else "?" for s in shares))
