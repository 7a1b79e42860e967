"""From a level to a state: the mark policy applied to what a mark reader measured."""

from __future__ import annotations

from config.program import MarkPolicy, Target
from tabulate.marks import flags
from tabulate.marks.reading import State
from tabulate.marks.state import PRINTED_INTERIOR, WEAK_SCORE


def decide_level(ink: range, target: Target, policy: MarkPolicy) -> tuple[int, State, tuple[str, ...]]:
    """Score, state and flags of a target of which only a level is known.

    A level stands for all amounts of ink in a range.  What the blank has inside the oval is taken off both
    ends.  The target is empty when the whole range is below `marginal_at`, marked when the whole range is at or
    above `marked_at`, and marginal in every other case: also where the device's level straddles a threshold, so
    that a coarse device asks a person where a fine one would not.  A darker level never gives a lower state.

    Args:
        ink: of the level, per mille of the inside of the oval; never empty.
        target: of the program.
        policy: thresholds.

    Returns:
        The score, which is the least ink the level stands for over that of the blank; the state; the flags.
    """
    least, most = max(0, ink[0] - target.blank_ink), max(0, ink[-1] - target.blank_ink)
    if target.blank_ink >= PRINTED_INTERIOR:
        return least, "marginal", (flags.PRINTING_IN_TARGET,)
    if least >= policy.marked_at:
        return least, "marked", (flags.SMALL_MARK,) if least < WEAK_SCORE else ()
    if most < policy.marginal_at:
        return least, "empty", ()
    return least, "marginal", (flags.MARGINAL,)
