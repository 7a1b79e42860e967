"""Ovals whose outline is hidden under a watermark or other print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tabulate.draft.evidence import Frame, Oval, Seen
from tabulate.draft.ovals import common_size, is_near
from tabulate.draft.upright import MARGIN, PER_INCH, UprightPage
from tabulate.geometry import GRID_STEP

RING_DARK = 0.85
"""Share of the outline that must be ink where the paper inside is covered too.  Uncovered ovals of the
corpus' scans show 0.81 to 0.99, half of them below 0.93; covered ones 0.87 to 1.0, halftone that is no oval
0.82 at most."""

SURPRISE = 2.3
"""By how many standard errors an outline under print must be darker than its inside, where every pixel of a
dithered watermark is taken as independent; the corpus' watermarked ovals show 2.4 and more."""

COLUMN_SLACK = 0.035
"""Inches within which ovals stand in one column."""

REACH = PER_INCH // 66
"""Pixels around the expected place within which an outline is looked for: 0.015 inches."""

Shares = npt.NDArray[np.float32]
"""Share of dark pixels around every pixel of the upright page, shape (height, width)."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is dark around every pixel, if an oval of this size had its middle there.

    Attributes:
        ring: share of the pixels of its outline.
        inside: share of the pixels of its inside.
        outline: how many pixels the outline has.
    """

    ring: Shares
    inside: Shares
    outline: int
    width: float
    height: float


def find_hidden(page: UprightPage, ovals: Sequence[Oval]) -> list[Oval]:
    """Find outlines under other print, in the columns and rows where this page has ovals.

    Args:
        page: the upright page.
        ovals: those found as closed outlines; below three there is no usual place to look at.

    Returns:
        further ovals, placed where the outline fits best.
    """
    if len(ovals) < 3:
        return []
    seen = _look(page, *common_size(ovals))
    offset = _row_offset(ovals)
    hidden: list[Oval] = []
    for x in _columns(ovals):
        for row in range(1, page.gray.shape[0] * 4 // PER_INCH):
            oval = _fit(seen, x, row * GRID_STEP + offset)
            if oval is not None and not is_near(ovals, oval) and not is_near(hidden, oval):
                hidden.append(oval)
    return hidden


def _look(page: UprightPage, width: float, height: float) -> _Seen:
    ring, inside = _masks(width, height)
    dark = (page.gray < page.threshold).astype(np.float32)
    around, within = (
        np.asarray(cv2.filter2D(dark, -1, mask / mask.sum(), borderType=cv2.BORDER_CONSTANT), dtype=np.float32)
        for mask in (ring, inside)
    )
    return _Seen(around, within, int(ring.sum()), width, height)


def _fit(seen: _Seen, x: float, y: float) -> Oval | None:
    """The best place for an outline within `REACH` of (x, y), if it is good enough."""
    column, row = round((x + MARGIN) * PER_INCH), round((y + MARGIN) * PER_INCH)
    rows, columns = seen.ring.shape
    if not (REACH < row < rows - REACH - 1 and REACH < column < columns - REACH - 1):
        return None
    part = np.s_[row - REACH : row + REACH + 1, column - REACH : column + REACH + 1]
    best = int(np.argmax(seen.ring[part] - 0.5 * seen.inside[part]))
    down, across = divmod(best, 2 * REACH + 1)
    ring, inside = float(seen.ring[part][down, across]), float(seen.inside[part][down, across])
    # Four times as many pixels lie inside as on the outline.
    error = float(np.sqrt(max(inside * (1 - inside), 0.01) * 1.25 / seen.outline))
    at_edge = {down, across} & {0, 2 * REACH}
    if at_edge or ring < RING_DARK or ring - inside < SURPRISE * error:
        return None
    middle_x = (column - REACH + across + 0.5) / PER_INCH - MARGIN
    middle_y = (row - REACH + down + 0.5) / PER_INCH - MARGIN
    half_width, half_height = seen.width / 2, seen.height / 2
    frame = Frame(middle_x - half_width, middle_y - half_height, middle_x + half_width, middle_y + half_height)
    return Oval(frame, Seen.UNDER_PRINT)


def _masks(width: float, height: float) -> tuple[Shares, Shares]:
    """The line of an oval of this size, and its inside, as pictures of odd size."""
    w, h = width * PER_INCH / 2, height * PER_INCH / 2
    x, y = np.meshgrid(np.arange(-int(w) - 3, int(w) + 4), np.arange(-int(h) - 3, int(h) + 4))
    # Distance to the middle segment of a stadium: the outline lies where it equals the half height.
    distance = np.hypot(np.maximum(np.abs(x) - (w - h), 0), y)
    ring = np.abs(distance - h) <= 0.75
    inside = distance <= h - 3
    return ring.astype(np.float32), inside.astype(np.float32)


def _columns(ovals: Sequence[Oval]) -> list[float]:
    """Where the columns in which ovals stand lie across the page."""
    columns: list[list[float]] = []
    for x in sorted(oval.frame.x for oval in ovals):
        if columns and x - columns[-1][-1] <= COLUMN_SLACK:
            columns[-1].append(x)
        else:
            columns.append([x])
    return [float(np.median(column)) for column in columns]


def _row_offset(ovals: Sequence[Oval]) -> float:
    """How far below the grid rows the ovals of this page stand, in inches (circular mean)."""
    turns = np.array([oval.frame.y for oval in ovals]) / GRID_STEP * 2 * np.pi
    return float(np.angle(np.exp(1j * turns).mean()) / (2 * np.pi) * GRID_STEP)
