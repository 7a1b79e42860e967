"""From ink to a state: the mark policy applied to what was measured."""

from __future__ import annotations

from dataclasses import dataclass

from config.program import MarkPolicy, Target
from tabulate.marks import flags
from tabulate.marks.reading import State

PRINTED_INTERIOR = 200
"""Blank ink (per mille) inside an oval from which what is read there cannot be told from print; a number or
a letter printed inside an oval stays below."""

PRINTED_STRIP = 120
"""Blank ink (per mille) in a strip beside an oval from which the strip is print and says nothing."""

HEAVY_STRIP = 380
"""Ink (per mille) in two strips beside a marked oval that is more than a careless fill: crossed out, circled."""

FAINT_SHARE = 333
"""A mark of which less than a third (per mille) is at least half as dark as print is faint."""

WEAK_OUTLINE = 150
"""Ink (per mille) on the outline below which no oval is there."""

FAR_MILS, FAR_OUTLINE = 32.0, 350
"""An oval found farther off than this (thousandths of an inch) must be seen this clearly (per mille)."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Ink of one target, per mille; see `tabulate.marks.measure.TargetInk`."""

    interior: int
    solid: int
    strips: tuple[int, int, int, int]
    outline: int
    displaced: float
    line: bool


def decide(ink: Ink, target: Target, policy: MarkPolicy, *, printed_outline: bool) -> tuple[int, State, tuple[str, ...]]:
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
    elif score >= policy.marginal_at:
        state = "marginal"
        found.append(flags.MARGINAL)
    around = [
        here - blank
        for here, blank in zip(ink.strips, target.surround_ink, strict=True)
        if blank < PRINTED_STRIP
    ]
    if state == "marked":
        if sum(strip >= HEAVY_STRIP for strip in around) >= 2:
            found.append(flags.INK_AROUND)
    elif max(around, default=0) >= policy.surround_at:
        found.append(flags.INK_AROUND)
    if ink.line:
        found.append(flags.LINE_THROUGH)
    far = ink.displaced > FAR_MILS and ink.outline < FAR_OUTLINE
    if printed_outline and (ink.outline < WEAK_OUTLINE or far):
        found.append(flags.OUTLINE_NOT_FOUND)
    return score, state, tuple(found)
