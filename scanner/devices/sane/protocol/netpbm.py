"""The images that ``scanimage --format=pnm`` writes: PGM for grey, PBM for lineart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_TOKEN: Final = re.compile(rb"(?:\s|#[^\n]*\n)*([0-9]+)")


class BrokenImageError(ValueError):
    """Not an image that we asked for, or not all of it; the text says which."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A page.

    Attributes:
        gray: uint8, shape (rows, columns), 0 is black.
        black: bool, shape (rows, columns), True is black; None where the page is grey.
    """

    gray: NDArray[np.uint8]
    black: NDArray[np.bool_] | None


def read_netpbm(data: bytes) -> Raster:
    """Read one image.

    Raises:
        BrokenImageError: another format, or more or fewer bytes than its header says.
    """
    magic = data[:2]
    if magic not in (b"P4", b"P5"):
        raise BrokenImageError(f"the image begins with {magic!r}, which is neither grey nor black and white")
    width, at = _number(data, 2)
    lines, at = _number(data, at)
    if magic == b"P5":
        deepest, at = _number(data, at)
        if deepest != 255:
            raise BrokenImageError(f"the image has {deepest + 1} levels of grey, not 256")
    pixels = data[at + 1 :]
    row = width if magic == b"P5" else (width + 7) // 8
    if width == 0 or lines == 0 or len(pixels) != row * lines:
        have = len(pixels) // row if row else 0
        raise BrokenImageError(f"{have} of {lines} lines of the image came")
    array = np.frombuffer(pixels, np.uint8).reshape(lines, row)
    if magic == b"P5":
        return Raster(array, None)
    black = np.unpackbits(array, axis=1, count=width).astype(np.bool_)
    return Raster(np.where(black, np.uint8(0), np.uint8(255)), black)


def _number(data: bytes, start: int) -> tuple[int, int]:
    match = _TOKEN.match(data, start)
    if match is None or len(match[1]) > 6:
        raise BrokenImageError("the head of the image cannot be read")
    return int(match[1]), match.end()
