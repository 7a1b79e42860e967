"""A decoded page: grey pixels and what the file said of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

GrayImage = npt.NDArray[np.uint8]
"""Pixels, shape (height, width), C-contiguous uint8, 0 black, 255 white, origin top left."""


@dataclass(frozen=True, slots=True)
class Raster:
    """One decoded page.

    Attributes:
        gray: pixels as stored in the file, never rotated or resampled.
        bilevel: True when the stored image has one bit a pixel.
        dpi: (across, down) as the file says, or None; several scanners write wrong values, so it is a hint.
    """

    gray: GrayImage
    bilevel: bool
    dpi: tuple[float, float] | None
