"""From ink to a state: the mark policy applied to what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from config.program import MarkPolicy, Target
from tabulate.marks import flags
from tabulate.marks.measure import TargetInk
from tabulate.marks.reading import State

PRINTED_INTERIOR = 200
"""Blank ink (per mille) inside an oval from which what is read there cannot be told from print; a number or
a letter printed inside an oval stays below."""

PRINTED_STRIP = 25
"""Blank ink (per mille) in a strip beside an oval from which the strip is print and says nothing."""

HEAVY_STRIP = 380
"""Ink (per mille) above and below a marked oval that is more than a careless fill: crossed out, circled."""

CROSSED_STRIP = 25
"""Ink (per mille) left or right of a marked oval that may be the arms of a crossing-out."""

ARMS = 15
"""Ink (per mille) on all sides of a marked oval that is a crossing-out where a line leaves it above or below.
Thin or short arms leave less than `CROSSED_STRIP` left of it, and print on the right hides the other two:
so it was with one in ten million forged targets.  A careless fill goes over one edge, specks are no line."""

LINE_STRIP = 60
"""Ink (per mille) above or below an oval that a narrow line leaving it leaves there; left and right of it
`CROSSED_STRIP`, for those strips are taller."""

WEAK_SCORE = 200
"""Ink (per mille) up to which a mark is little: printed digits and creases leave 120 to 160, and of
357 deliberate marks of nine county sets only very thin crosses come near it."""

FAINT_SHARE = 500
"""A mark of which less than half (per mille) is solid is faint."""

DOT_COLUMNS, DOT_ROWS, DOT_SCORE = 520, 950, 450
"""A mark in fewer columns and fewer rows of the oval's inside than this, and with less ink (all per mille),
is a dot: a pen put down.  Dots of 1.6 mm cover 450 of the columns; an X, a check or a slash covers 570 even in
the middle of the oval, and a bar goes from top to bottom.  Ink in fewer columns, or rows, that leaves the oval
is a line."""

THIN_CORE, THIN_SCORE, THIN_SIDE = 300, 450, 30
"""A marked oval is thin when less than this share of its solid ink (per mille) has solid ink on all sides:
the dots of an imprinter's digits leave 150 to 240, half a millimetre of a pen 310 and more at 200 dpi,
ballpoints less.  With less ink than the second number (digits leave up to 390), and more beside the oval than
the third over what the blank has there, text included (or `LINE_STRIP` above or below), it may be print laid
over the oval: an imprint goes on."""

WEAK_OUTLINE = 150
"""Ink (per mille) on the outline below which no oval is there."""

FAR_MILS, FAR_OUTLINE = 32.0, 350
"""An oval found farther off than this (thousandths of an inch) must be seen this clearly (per mille)."""


Verdicts = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Blanks:
    """Ink of n targets on the unmarked ballot, per mille.

    Attributes:
        interior: (n,) inside the ovals.
        strips: (n, 4) left, right, above, below.
    """

    interior: npt.NDArray[np.int64]
    strips: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ink:
    """Ink of one target, per mille; see `tabulate.marks.measure.TargetInk`."""

    interior: int
    solid: int
    core: int
    columns: int
    rows: int
    strips: tuple[int, int, int, int]
    outline: int
    displaced: float
    line: bool


def decide(
    ink: Ink, target: Target, policy: MarkPolicy, *, printed_outline: bool
) -> tuple[int, State, tuple[str, ...]]:
    """Score, state and flags of a target.

    The score is the ink inside the oval over what the blank has there.  Below `marginal_at` a target is
    empty, from `marked_at` marked, between them marginal.  A target whose inside is printed on the blank is
    never more than marginal: no threshold can tell a vote from the print.
    """
    score = max(0, ink.interior - target.blank_ink)
    found: list[str] = []
    if target.blank_ink >= PRINTED_INTERIOR:
        return score, "marginal", (flags.PRINTING_IN_TARGET,)
    state: State = "empty"
    if score >= policy.marked_at:
        state = "marked"
        if ink.solid * 1000 < FAINT_SHARE * score:
            found.append(flags.FAINT)
        dot = ink.columns < DOT_COLUMNS and ink.rows < DOT_ROWS and score < DOT_SCORE
        if dot or score < WEAK_SCORE:
            found.append(flags.SMALL_MARK)
    elif score >= policy.marginal_at:
        state = "marginal"
        found.append(flags.MARGINAL)
    left, right, above, below = (
        here - blank if blank < PRINTED_STRIP else 0
        for here, blank in zip(ink.strips, target.surround_ink, strict=True)
    )
    if state == "marked":
        crossed = max(left, right) >= CROSSED_STRIP or _crossed_thinly(ink.strips, target.surround_ink)
        if crossed or min(above, below) >= HEAVY_STRIP:
            found.append(flags.INK_AROUND)
    elif max(left, right, above, below) >= policy.surround_at:
        found.append(flags.INK_AROUND)
    beyond = _beyond(ink, target)
    if state == "marked" and ink.core < THIN_CORE and score < THIN_SCORE and any(beyond):
        found.append(flags.OVERPRINT)
    if ink.line or _runs_through(ink, state, (left, right), beyond):
        found.append(flags.LINE_THROUGH)
    far = ink.displaced > FAR_MILS and ink.outline < FAR_OUTLINE
    if printed_outline and (ink.outline < WEAK_OUTLINE or far):
        found.append(flags.OUTLINE_NOT_FOUND)
    return score, state, tuple(found)


def untouched(ink: TargetInk, targets: Blanks, policy: MarkPolicy, *, printed_outline: bool) -> Verdicts:
    """Which targets `decide` would call empty without a flag, all at once: most of a page.

    Args:
        ink: of n targets.
        targets: what the blank has at the same targets.
        policy: thresholds.
        printed_outline: whether the outline is seen by the scanner.
    """
    score = np.maximum(0, ink.interior - targets.interior)
    clear: Verdicts = (targets.interior < PRINTED_INTERIOR) & (score < policy.marginal_at)
    net = np.where(targets.strips < PRINTED_STRIP, ink.strips - targets.strips, 0)
    clear &= (net < policy.surround_at).all(axis=1) & ~ink.line_across & ~ink.line_along
    return clear & _outlined(ink) if printed_outline else clear


def well_marked(ink: TargetInk, targets: Blanks, policy: MarkPolicy, *, printed_outline: bool) -> Verdicts:
    """Targets that `decide` would call marked without a flag, all at once: not all of them, but most.

    They have more ink than a dot or a thin mark may have, and no more ink around them than on the blank.

    Args:
        ink: of n targets.
        targets: what the blank has at the same targets.
        policy: thresholds.
        printed_outline: whether the outline is seen by the scanner.
    """
    score = np.maximum(0, ink.interior - targets.interior)
    least = max(policy.marked_at, WEAK_SCORE, DOT_SCORE, THIN_SCORE)
    clear: Verdicts = (targets.interior < PRINTED_INTERIOR) & (score >= least)
    clear &= (ink.solid * 1000 >= FAINT_SHARE * score) & ~ink.line_across & ~ink.line_along
    beside, over = min(CROSSED_STRIP, THIN_SIDE), min(HEAVY_STRIP, LINE_STRIP)
    clear &= (ink.strips - targets.strips < (beside, beside, over, over)).all(axis=1)
    return clear & _outlined(ink) if printed_outline else clear


def _crossed_thinly(strips: Sequence[int], blanks: Sequence[int]) -> bool:
    """Whether a line leaves the oval above or below, and ink all other sides, but for one that is printed."""
    net = [here - blank for here, blank in zip(strips, blanks, strict=True)]
    seen = [ink for ink, blank in zip(net, blanks, strict=True) if blank < PRINTED_STRIP]
    return len(seen) >= 3 and min(seen) >= ARMS and max(net[2:]) >= LINE_STRIP


def _outlined(ink: TargetInk) -> Verdicts:
    """Where the printed outline was found."""
    far = (ink.displaced > FAR_MILS) & (ink.outline < FAR_OUTLINE)
    outlined: Verdicts = (ink.outline >= WEAK_OUTLINE) & ~far
    return outlined


def _beyond(ink: Ink, target: Target) -> tuple[bool, bool]:
    """Whether there is more ink than on the blank: beside an oval, and above or below it."""
    left, right, above, below = (
        here - blank for here, blank in zip(ink.strips, target.surround_ink, strict=True)
    )
    return max(left, right) >= THIN_SIDE, max(above, below) >= LINE_STRIP


def _runs_through(ink: Ink, state: State, beside: tuple[int, int], beyond: tuple[bool, bool]) -> bool:
    """Ink that is narrow in the oval and goes on beyond an end of it: a streak may begin at an oval's edge."""
    left, right = beside
    upright = ink.columns < DOT_COLUMNS and beyond[1]
    level = ink.rows < DOT_COLUMNS and (max(left, right) >= CROSSED_STRIP or beyond[0])
    return state != "empty" and (upright or level)
