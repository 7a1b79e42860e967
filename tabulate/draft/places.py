"""Which ovals are targets, and where on the grid they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tabulate.draft.evidence import Evidence, Frame, Oval, Seen
from tabulate.draft.ovals import common_size, same_size
from tabulate.draft.rough import Sure
from tabulate.geometry import GRID_STEP

ON_GRID = 0.03
"""Inches within which a target is taken to stand on the grid: a scan's local misfit and half a stroke.  The
ovals of the corpus' PDFs lie within 0.006."""

COMMON_OFFSET = 0.012
"""Inches from which a common offset of all targets of a side is kept: some printers set ovals beside the
grid."""

INLINE = 0.12
"""Inches: an oval with words this near on both sides stands in a sentence of the instructions; off the grid
words twice as far will do."""

SEEN_AS = {
    Seen.BOTH: Sure(990, "drawn in the PDF and seen in its picture"),
    Seen.DRAWING: Sure(960, "drawn in the PDF; other print lies over it in the picture"),
    Seen.IMAGE: Sure(940, "a closed outline in the picture"),
    Seen.UNDER_PRINT: Sure(450, "an outline seen through other print"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A target with its place in grid steps and how sure it is."""

    oval: Oval
    column: float
    row: float
    sure: Sure


def place_targets(evidence: Evidence, page: Frame) -> list[Placed]:
    """Choose the ovals that are targets and put them on the grid.

    Ovals that are filled, stand in a sentence or lie outside the timing marks are none.
    """
    ovals = [
        oval
        for oval in evidence.ovals
        if not oval.filled and _inside(oval, page) and not _inline(oval, evidence)
    ]
    if not ovals:
        return []
    width, height = common_size(ovals)
    centres = np.array([(oval.frame.x, oval.frame.y) for oval in ovals])
    steps = np.rint(centres / GRID_STEP)
    off = centres - steps * GRID_STEP
    offset = np.median(off, axis=0)
    offset[np.abs(offset) < COMMON_OFFSET] = 0.0
    placed = []
    for oval, centre, step, misfit in zip(ovals, centres, steps, off - offset, strict=True):
        sure = SEEN_AS[oval.seen]
        if float(np.abs(misfit).max()) <= ON_GRID:
            x, y = step * GRID_STEP + offset
        else:
            x, y = centre
            sure = Sure(
                min(sure.certainty, 700),
                f"{sure.reason}; off the grid by {float(np.abs(misfit).max()):.3f} inches",
            )
        moved = Oval(Frame(float(x), float(y), float(x), float(y)), oval.seen, oval.filled)
        placed.append(Placed(same_size(moved, width, height), float(x) / GRID_STEP, float(y) / GRID_STEP, sure))
    return placed


def _inside(oval: Oval, page: Frame) -> bool:
    return page.holds(oval.frame.x, oval.frame.y)


def _inline(oval: Oval, evidence: Evidence) -> bool:
    """Tells whether words go on at both sides of an oval, as in a sentence."""
    frame = oval.frame
    beside = [run for run in evidence.runs if run.frame.top < frame.y < run.frame.bottom]
    off_grid = max(abs(v / GRID_STEP - round(v / GRID_STEP)) * GRID_STEP for v in (frame.x, frame.y)) > ON_GRID
    reach = 2 * INLINE if off_grid else INLINE
    left = [run for run in beside if 0 <= frame.left - run.frame.right <= reach]
    right = [run for run in beside if 0 <= run.frame.left - frame.right <= reach]
    parted = any(
        rule.along == "y"
        and rule.start <= frame.y <= rule.end
        and abs(rule.at - frame.x) <= frame.width / 2 + INLINE
        for rule in evidence.rules
    )
    return bool(left and right) and not parted


def targets_agree(first: Sequence[Placed], second: Sequence[Placed]) -> float:
    """Share of the targets of two sides that stand at the same places, of those of the side with more."""
    if not first or not second:
        return 1.0 if not first and not second else 0.0
    a = np.array([(item.column, item.row) for item in first])
    b = np.array([(item.column, item.row) for item in second])
    near = np.abs(a[:, None, :] - b[None, :, :]).max(axis=2) < 0.2
    return float(min(near.any(axis=1).sum(), near.any(axis=0).sum())) / max(len(a), len(b))
