"""Ovals found in the pixels of a blank as closed outlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from tabulate.draft.evidence import Frame, Oval, Seen
from tabulate.draft.upright import MARGIN, PER_INCH, UprightPage, to_pixels

WIDTHS, HEIGHTS, ASPECTS = (0.11, 0.30), (0.06, 0.19), (1.25, 2.9)
"""Sizes in inches, and width over height, of the paper inside an oval's outline.  The ovals of the corpus
have 0.17 to 0.20 by 0.09 to 0.13."""

FULLNESS = (0.74, 0.965)
"""Share of its bounding box that the inside of an oval covers: a stadium of these proportions has 0.87, an
ellipse 0.785, a rectangle 1."""

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
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        for outlines in (ink, np.asarray(closed, dtype=np.uint8)):
            for oval in _outlines(outlines):
                if not is_near(found, oval) and _lighter_inside(page, oval, contrast):
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
        if abs(oval.frame.width / width - 1) <= SIZE_SPREAD
        and abs(oval.frame.height / height - 1) <= SIZE_SPREAD
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


def is_near(ovals: Iterable[Oval], oval: Oval) -> bool:
    """Tells whether one of the ovals stands where `oval` does."""
    return any(_one_place(other, oval) for other in ovals)
