"""Kernels from colours and palette numbers to grey levels.  Integers only; self-contained."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tabulate.jit import kernel

Bytes2 = npt.NDArray[np.uint8]


@kernel("void(uint8[:,:,::1], int64, int64, int64, int64, uint8[:,::1])")
def weigh(rgb: npt.NDArray[np.uint8], red: int, green: int, blue: int, shift: int, out: Bytes2) -> None:
    """Weigh the first three channels in fixed point, rounded to nearest.

    Args:
        rgb: shape (height, width, 3 or more).
        red: weight of the first channel; the three weights add up to 2 ** `shift`.
        green: weight of the second.
        blue: weight of the third.
        shift: bits behind the point.
        out: shape (height, width).
    """
    half = 1 << (shift - 1)
    for y in range(rgb.shape[0]):
        for x in range(rgb.shape[1]):
            total = (
                np.int64(rgb[y, x, 0]) * red + np.int64(rgb[y, x, 1]) * green + np.int64(rgb[y, x, 2]) * blue
            )
            out[y, x] = (total + half) >> shift


@kernel("void(uint8[:,::1], uint8[::1])")
def look_up(pixels: Bytes2, table: npt.NDArray[np.uint8]) -> None:
    """Replace every pixel by its entry in `table`, shape (256,)."""
    for y in range(pixels.shape[0]):
        for x in range(pixels.shape[1]):
            pixels[y, x] = table[pixels[y, x]]
