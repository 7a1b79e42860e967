"""Ovals found in the pixels of a blank: closed outlines, and outlines hidden under other print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from tabulate.draft.evidence import Frame, Oval, Seen
from tabulate.draft.upright import MARGIN, PER_INCH, UprightPage, to_pixels
from tabulate.geometry import GRID_STEP

WIDTHS, HEIGHTS, ASPECTS = (0.11, 0.30), (0.06, 0.19), (1.25, 2.9)
"""Sizes in inches, and width over height, of the paper inside an oval's outline.  The ovals of the corpus
have 0.17 to 0.20 by 0.09 to 0.13."""

FULLNESS = (0.74, 0.965)
"""Share of its bounding box that the inside of an oval covers: a stadium of these proportions has 0.87, an ellipse
0.785, a rectangle 1."""

CONTRASTS = (60, 25, 10)
"""Levels darker than the surroundings, from bold outlines to faint coloured ones."""

WINDOW = 41
"""Pixels of the surroundings: 0.2 inches, the length of an oval, so that its outline stands out in a shaded
heading as well as on white paper."""

SAME_PLACE = 0.06
"""Inches within which two findings are one oval."""

SIZE_SPREAD = 0.22
"""How far an oval's width or height may depart from the usual one of its page."""

STROKE = 0.011
"""Inches of an outline's stroke: 0.8 points."""


def find_ovals(page: UprightPage) -> list[Oval]:
    """Find closed oval outlines that stand on paper; those of unusual size for this page are left out."""
    found: list[Oval] = []
    for contrast in CONTRASTS:
        ink = page.dark(WINDOW, contrast).astype(np.uint8)
        # Once as it is, once with the breaks of a thin outline mended.
        for mended in (ink, cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))):
            for oval in _outlines(mended):
                if not _near(found, oval) and _lighter_inside(page, oval, contrast):
                    found.append(oval)
    return usual_size(found)


def usual_size(ovals: Sequence[Oval]) -> list[Oval]:
    """Keep the ovals whose size is the commonest of the page."""
    if not ovals:
        return []
    width, height = common_size(ovals)
    return [
        oval
        for oval in ovals
        if abs(oval.frame.width / width - 1) <= SIZE_SPREAD and abs(oval.frame.height / height - 1) <= SIZE_SPREAD
    ]


def common_size(ovals: Sequence[Oval]) -> tuple[float, float]:
    """Width and height with the most ovals of about this size; the median of those."""
    sizes = np.array([(oval.frame.width, oval.frame.height) for oval in ovals])
    like = (np.abs(sizes[:, None, :] / sizes[None, :, :] - 1) <= SIZE_SPREAD / 2).all(axis=2)
    members = sizes[like[int(np.argmax(like.sum(axis=1)))]]
    return float(np.median(members[:, 0])), float(np.median(members[:, 1]))


def same_size(oval: Oval, width: float, height: float) -> Oval:
    """The oval with its centre and another size."""
    x, y = oval.frame.x, oval.frame.y
    return replace(oval, frame=Frame(x - width / 2, y - height / 2, x + width / 2, y + height / 2))


def merge_ovals(drawn: Iterable[Oval], imaged: Iterable[Oval]) -> list[Oval]:
    """One list of what the drawing (vector paths) and the pixels show; the drawing gives the measures."""
    merged = list(drawn)
    for oval in imaged:
        twin = next((i for i, other in enumerate(merged) if _one_place(other, oval)), None)
        if twin is None:
            merged.append(oval)
        elif merged[twin].seen is Seen.DRAWING:
            merged[twin] = replace(merged[twin], seen=Seen.BOTH)
    return merged


def _outlines(ink: npt.NDArray[np.uint8]) -> list[Oval]:
    """Pieces of paper enclosed by ink that have the size and shape of an oval's inside."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(1 - ink, connectivity=4)
    width, height = stats[:, cv2.CC_STAT_WIDTH] / PER_INCH, stats[:, cv2.CC_STAT_HEIGHT] / PER_INCH
    full = stats[:, cv2.CC_STAT_AREA] / (stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT])
    fits = (
        (width >= WIDTHS[0])
        & (width <= WIDTHS[1])
        & (height >= HEIGHTS[0])
        & (height <= HEIGHTS[1])
        & (width >= height * ASPECTS[0])
        & (width <= height * ASPECTS[1])
        & (full >= FULLNESS[0])
        & (full <= FULLNESS[1])
    )
    # The threshold follows the surroundings and cuts the blurred line about in its middle.
    half = STROKE / 2
    ovals = []
    for index in np.flatnonzero(fits[1:count]) + 1:
        x, y, w, h = (int(v) for v in stats[index, : cv2.CC_STAT_AREA])
        frame = Frame(
            x / PER_INCH - MARGIN - half,
            y / PER_INCH - MARGIN - half,
            (x + w) / PER_INCH - MARGIN + half,
            (y + h) / PER_INCH - MARGIN + half,
        )
        ovals.append(Oval(frame, Seen.IMAGE))
    return ovals


def _lighter_inside(page: UprightPage, oval: Oval, contrast: int) -> bool:
    """Tells whether the inside is lighter than the outline; the hollows of a dark picture are not."""
    left, right = to_pixels(oval.frame.left), to_pixels(oval.frame.right)
    top, bottom = to_pixels(oval.frame.top), to_pixels(oval.frame.bottom)
    middle_x, middle_y = int((left + right) / 2), int((top + bottom) / 2)
    inside = np.median(page.gray[int(top) + 4 : int(bottom) - 3, int(left) + 6 : int(right) - 5])
    sides = (
        page.gray[int(top) - 3 : int(top) + 4, middle_x],
        page.gray[int(bottom) - 3 : int(bottom) + 4, middle_x],
        page.gray[middle_y, int(left) - 3 : int(left) + 4],
        page.gray[middle_y, int(right) - 3 : int(right) + 4],
    )
    return all(side.size > 0 and float(inside) - float(side.min()) >= contrast for side in sides)


def _one_place(a: Oval, b: Oval) -> bool:
    return abs(a.frame.x - b.frame.x) < SAME_PLACE and abs(a.frame.y - b.frame.y) < SAME_PLACE


def _near(ovals: Iterable[Oval], oval: Oval) -> bool:
    return any(_one_place(other, oval) for other in ovals)


# --- outlines under other print -------------------------------------------------------------------------

RING_DARK = 0.90
"""Share of the outline that must be ink where the paper inside is covered too."""

SURPRISE = 2.3
"""By how many standard errors an outline under print must be darker than its inside, where every pixel of a
dithered watermark is taken as independent; the corpus' watermarked ovals show 2.4 and more."""

COLUMN_SLACK = 0.035
"""Inches within which ovals stand in one column."""


def find_hidden(page: UprightPage, ovals: Sequence[Oval]) -> list[Oval]:
    """Find outlines under a watermark or other print, in the columns and rows where this page has ovals.

    Args:
        page: the upright page.
        ovals: those found as closed outlines; at least three.

    Returns:
        further ovals, placed where the outline fits best.
    """
    if len(ovals) < 3:
        return []
    width, height = common_size(ovals)
    ring, inside = _masks(width, height)
    dark = (page.gray < page.threshold).astype(np.float32)
    ring_share = cv2.filter2D(dark, -1, ring / ring.sum(), borderType=cv2.BORDER_CONSTANT)
    inside_share = cv2.filter2D(dark, -1, inside / inside.sum(), borderType=cv2.BORDER_CONSTANT)
    offset = _row_offset(ovals)
    hidden: list[Oval] = []
    for x in _columns(ovals):
        for row in range(1, page.gray.shape[0] * 4 // PER_INCH):
            y = row * GRID_STEP + offset
            oval = _fit(ring_share, inside_share, x, y, width, height, int(ring.sum()))
            if oval is not None and not _near(ovals, oval) and not _near(hidden, oval):
                hidden.append(oval)
    return hidden


def _fit(
    ring: npt.NDArray[np.float32],
    inside: npt.NDArray[np.float32],
    x: float,
    y: float,
    width: float,
    height: float,
    outline: int,
) -> Oval | None:
    """The best place for an outline of so many pixels within 0.015 inches of (x, y), if it is good enough."""
    column, row, reach = round((x + MARGIN) * PER_INCH), round((y + MARGIN) * PER_INCH), PER_INCH // 66
    if not (reach < row < ring.shape[0] - reach - 1 and reach < column < ring.shape[1] - reach - 1):
        return None
    part = np.s_[row - reach : row + reach + 1, column - reach : column + reach + 1]
    down, across = np.unravel_index(int(np.argmax(ring[part] - 0.5 * inside[part])), ring[part].shape)
    best_ring, best_inside = float(ring[part][down, across]), float(inside[part][down, across])
    error = float(np.sqrt(max(best_inside * (1 - best_inside), 0.01) * (1 / outline + 1 / (4 * outline))))
    at_edge = {int(down), int(across)} & {0, 2 * reach}
    if at_edge or best_ring < RING_DARK or best_ring - best_inside < SURPRISE * error:
        return None
    centre_x = (column - reach + int(across) + 0.5) / PER_INCH - MARGIN
    centre_y = (row - reach + int(down) + 0.5) / PER_INCH - MARGIN
    frame = Frame(
        centre_x - width / 2, centre_y - height / 2, centre_x + width / 2, centre_y + height / 2
    )
    return Oval(frame, Seen.UNDER_PRINT)


def _masks(width: float, height: float) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The line of an oval of this size, and its inside, as pictures of odd size."""
    w, h = width * PER_INCH / 2, height * PER_INCH / 2
    x, y = np.meshgrid(np.arange(-int(w) - 3, int(w) + 4), np.arange(-int(h) - 3, int(h) + 4))
    # Distance to the middle segment of a stadium: the outline lies where it equals the half height.
    distance = np.hypot(np.maximum(np.abs(x) - (w - h), 0), y)
    ring = np.abs(distance - h) <= 0.75
    inside = distance <= h - 3
    return ring.astype(np.float32), inside.astype(np.float32)


def _columns(ovals: Sequence[Oval]) -> list[float]:
    """x of the columns in which ovals stand."""
    columns: list[list[float]] = []
    for x in sorted(oval.frame.x for oval in ovals):
        if columns and x - columns[-1][-1] <= COLUMN_SLACK:
            columns[-1].append(x)
        else:
            columns.append([x])
    return [float(np.median(column)) for column in columns ]


def _row_offset(ovals: Sequence[Oval]) -> float:
    """How far below the grid rows the ovals of this page stand, in inches (circular median)."""
    turns = np.array([oval.frame.y for oval in ovals]) / GRID_STEP * 2 * np.pi
    return float(np.angle(np.exp(1j * turns).mean()) / (2 * np.pi) * GRID_STEP)
