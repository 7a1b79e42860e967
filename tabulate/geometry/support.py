"""Whether the marks that were found bear the mapping: borders agree, and places are held on both sides."""

from __future__ import annotations

import numpy as np

from tabulate.geometry.registration import Border

JUMP_STEPS, DRIFT_STEPS = 0.15, 0.03
"""Grid steps by which a row may depart from the one above it, and for each further row between them.  A page
that turns in the feed drifts row by row: pages of the corpus that are bent most, by 0.01 to 0.04.  A side that
goes over to the next mark jumps by 1, and one that follows a bar that is no mark by up to 0.3."""

START_STEPS = 0.4
"""Grid steps by which the first row may depart from the top border."""

MISSING_SHARE = 0.1
"""Share of the marks of a border that may be missing before a person must see the page."""

MISSING_RUN = 2
"""Marks in a row that may be missing: a place between is then at most three eighths of an inch from a mark, and
what the feed does there its neighbours show."""


def contradict(left: Border, right: Border, top: Border, step: float) -> bool:
    """Whether two sides were followed to different marks: the rows between them then tilt or stretch at once.

    Args:
        left: border in pixels, as are the others.
        right: see `left`.
        top: see `left`.
        step: pixels of a grid step.
    """
    both = np.flatnonzero(left.found & right.found)
    if len(both) == 0:
        return False
    base = top.points[-1] - top.points[0]
    length = float(np.hypot(*base))
    rows = right.points[both] - left.points[both]
    normal = np.array([-base[1], base[0]]) / length
    tilt, stretch = rows @ normal / step, (np.hypot(rows[:, 0], rows[:, 1]) - length) / step
    jumps = np.maximum(np.abs(tilt[1:] - tilt[:-1]), np.abs(stretch[1:] - stretch[:-1]))
    gaps = both[1:] - both[:-1]
    first = max(abs(float(tilt[0])), abs(float(stretch[0]))) - DRIFT_STEPS * int(both[0])
    return first > START_STEPS or bool((jumps > JUMP_STEPS + DRIFT_STEPS * (gaps - 1)).any())


def is_weak(border: Border) -> bool:
    """Whether so many marks are missing, in all or in a row, that a border's places are no longer sure."""
    if border.found.all():
        return False
    missing = ~border.found
    if missing.sum() > MISSING_SHARE * len(missing):
        return True
    run = longest = 0
    for gone in missing.tolist():
        run = run + 1 if gone else 0
        longest = max(longest, run)
    return longest > MISSING_RUN
