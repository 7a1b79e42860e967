"""Calibration tables of the two arrays (scanner-protocols 1.6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOP, BOTTOM = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class CalibrationTable:
    """What white and black look like to each pixel of an array.

    Attributes:
        side: 0 top (front), 1 bottom (back).
        white, black: uint8, one value a pixel, in the order in which the scanner sends them: the front's from
            left to right of the finished image, the back's from right to left.
        bits: bits a pixel.
    """

    side: int
    white: NDArray[np.uint8]
    black: NDArray[np.uint8]
    bits: int = 8

    @classmethod
    def identity(cls, side: int, pixels: int) -> CalibrationTable:
        """Changes nothing."""
        return cls(side, np.full(pixels, 255, np.uint8), np.zeros(pixels, np.uint8))

    @classmethod
    def decode(cls, body: bytes) -> CalibrationTable:
        """Take the body of a ``W`` reply apart.

        How the two checksums are computed is not known, so they are not checked.

        Raises:
            ValueError: it is none.
        """
        pixels = int.from_bytes(body[1:3], "little")
        if body[:1] != b"W" or not pixels or len(body) != 2 * pixels + 8:
            raise ValueError(f"{body[:8].hex(' ')} is no calibration table")
        white = np.frombuffer(body, np.uint8, pixels, 4)
        black = np.frombuffer(body, np.uint8, pixels, 6 + pixels)
        return cls(body[3] >> 4, white, black, body[3] & 0x0F)

    def encode(self) -> bytes:
        """The body of the reply, with a 16-bit sum of bytes in the place of either checksum (assumed)."""
        pixels = len(self.white).to_bytes(2, "little")
        meta = bytes((self.side << 4 | self.bits,))
        return b"".join((b"W", pixels, meta, *(_summed(part) for part in (self.white, self.black))))

    @property
    def upright(self) -> CalibrationTable:
        """In the order of the finished image, from left to right: the back's values are reversed."""
        if self.side == TOP:
            return self
        return CalibrationTable(self.side, self.white[::-1], self.black[::-1], self.bits)


def _summed(values: NDArray[np.uint8]) -> bytes:
    return values.tobytes() + (int(values.sum(dtype=np.int64)) & 0xFFFF).to_bytes(2, "little")


def fitted(table: CalibrationTable, width: int) -> CalibrationTable:
    """A table for another resolution: each pixel takes the value of the one at its place.

    Which tables belong to the medium resolution is not known; this is what we assume.
    """
    if len(table.white) == width:
        return table
    at = np.arange(width) * len(table.white) // width
    return CalibrationTable(table.side, table.white[at], table.black[at], table.bits)
