"""Candidates for timing marks on a page."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tabulate.geometry.kernels import _find_bars, _weigh_bars
from tabulate.image.paper import Levels
from tabulate.image.raster import GrayImage

Bars = npt.NDArray[np.float64]
"""Shape (n, 4): centre x, centre y, width, height in pixels."""

CARD_WIDTH = 8.5
"""Inches across a card; every card with a timing grid seen so far is 8.5 inches wide."""

MARK_WIDTH, MARK_HEIGHT = 0.1875, 0.0625
"""Size of a printed timing mark in inches: 3/16 by 1/16 (AccuVote card layout)."""

SMALLEST, LARGEST = 0.6, 1.4
"""Accepted size of a mark over its nominal size: print reduced to 80 %, ink spread, blur, cropped edges."""

SEARCH_STEP = 0.42
"""Rows between searches, in heights of a mark: the smallest mark accepted is met at least once."""

CAPACITY = 6000
MIN_SOLID = 780

RIM = 1
"""Pixels around a bar that are weighed with it: its grey rim.  Rules and text may stand two pixels away."""

FLOOR = 40
"""Ink (of 255) that is taken for paper texture or shading around a mark."""

CLIPPED = 0.2
"""Least visible part of a mark that the edge of the print or of the scan has cut, over its nominal width."""


def find_bars(gray: GrayImage, levels: Levels, dpi: float, narrowest: float = SMALLEST) -> Bars:
    """Find solid dark bars of about the size of a timing mark, lying along x.

    Args:
        gray: page, (height, width) uint8, C-contiguous.
        levels: of the page; a pixel below their threshold is dark.
        dpi: approximate pixels an inch.
        narrowest: least width over the nominal width.

    Returns:
        bars, shape (n, 4), with their middles where their ink is, which tells fractions of a pixel; empty when
        there are more than a page of ballots can have.
    """
    wide, tall = MARK_WIDTH * dpi, MARK_HEIGHT * dpi
    bars = np.empty((CAPACITY, 4), dtype=np.float64)
    count = _find_bars(
        gray,
        levels.threshold,
        max(1, int(tall * SEARCH_STEP)),
        max(4, int(wide * narrowest)),
        int(wide * LARGEST) + 1,
        max(2, int(tall * SMALLEST)),
        int(tall * LARGEST) + 2,
        max(1, int(dpi / 150)),
        MIN_SOLID,
        bars,
    )
    return _weighed(gray, levels, bars[: max(0, count)])


def find_clipped_bars(gray: GrayImage, levels: Levels, dpi: float) -> Bars:
    """Find bars as `find_bars` does, and marks whose outer end is cut off, completed to full width.

    A page printed larger than the printer's printable area, or scanned too far to one side, shows only the
    inner end of the marks of one side.  The inner end is where it belongs, so the centre is half a full
    width from it.  Letters pass for cut marks too; they do not stand in line a step apart.
    """
    bars = find_bars(gray, levels, dpi, CLIPPED)
    full = bars[bars[:, 2] >= SMALLEST * MARK_WIDTH * dpi]
    narrow = bars[bars[:, 2] < SMALLEST * MARK_WIDTH * dpi].copy()
    if len(full) == 0:
        return bars[:0]
    width = float(np.median(full[:, 2]))
    on_left = narrow[:, 0] < gray.shape[1] / 2
    inward = np.where(on_left, 1.0, -1.0)
    narrow[:, 0] += inward * (narrow[:, 2] - width) / 2
    narrow[:, 2] = width
    return np.vstack([full, narrow])


def _weighed(gray: GrayImage, levels: Levels, bars: Bars) -> Bars:
    """Bars with their middles moved to the middle of their ink."""
    size = (gray.shape[1], gray.shape[0], gray.shape[1], gray.shape[0])
    half = bars[:, 2:] / 2 + RIM
    boxes = np.empty((len(bars), 4), dtype=np.int64)
    boxes[:, :2], boxes[:, 2:] = np.rint(bars[:, :2] - half), np.rint(bars[:, :2] + half)
    boxes = np.minimum(np.maximum(boxes, 0), size)
    sums = np.empty((len(bars), 3), dtype=np.int64)
    _weigh_bars(gray, levels.paper, levels.ink, FLOOR, boxes, sums)
    middles = sums[:, 1:] / (2 * np.maximum(1, sums[:, :1]))
    return np.hstack([np.where(sums[:, :1] > 0, middles, bars[:, :2]), bars[:, 2:]])
