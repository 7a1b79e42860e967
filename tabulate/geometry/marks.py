"""Candidates for timing marks on a page."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tabulate.geometry.kernels import _find_bars
from tabulate.image.raster import GrayImage

Bars = npt.NDArray[np.float64]
"""Shape (n, 4): centre x, centre y, width, height in pixels."""

CARD_WIDTH = 8.5
"""Inches across a card; every card with a timing grid seen so far is 8.5 inches wide."""

MARK_WIDTH, MARK_HEIGHT = 0.1875, 0.0625
"""Size of a printed timing mark in inches: 3/16 by 1/16 (AccuVote card layout)."""

SMALLEST, LARGEST = 0.6, 1.4
"""Accepted size of a mark over its nominal size: print reduced to 80 %, ink spread, blur, cropped edges."""

CAPACITY = 6000
MIN_SOLID = 780


def find_bars(gray: GrayImage, threshold: int, dpi: float) -> Bars:
    """Find solid dark bars of about the size of a timing mark, lying along x.

    Args:
        gray: page, (height, width) uint8, C-contiguous.
        threshold: a pixel below it is dark.
        dpi: approximate pixels an inch.

    Returns:
        bars, shape (n, 4); empty when there are more than a page of ballots can have.
    """
    wide, tall = MARK_WIDTH * dpi, MARK_HEIGHT * dpi
    bars = np.empty((CAPACITY, 4), dtype=np.float64)
    count = _find_bars(
        gray,
        threshold,
        max(1, int(tall * 0.34)),
        max(4, int(wide * SMALLEST)),
        int(wide * LARGEST) + 1,
        max(2, int(tall * SMALLEST)),
        int(tall * LARGEST) + 2,
        max(1, int(dpi / 150)),
        MIN_SOLID,
        bars,
    )
    return bars[: max(0, count)].copy()
