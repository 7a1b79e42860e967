"""How a deadline of a recount was kept: by a step in time, late, in doubt, or by none that is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from config.law import Deadline, Timing
from config.proceedings import events as e
from config.proceedings.order import is_over
from config.proceedings.state import Proceedings

Kept = Literal["met", "missed", "doubtful", "not recorded", "open", "does not apply"]
"""``not recorded``: it is past, and no step of the case says that it was met."""

_BY_STEP: Final[dict[Timing, Kept]] = {
    Timing.IN_TIME: "met",
    Timing.EXTENDED: "met",
    Timing.DOUBTFUL: "doubtful",
    Timing.LATE: "missed",
}


def kept(clock: Deadline, state: Proceedings, moment: datetime) -> Kept:
    """How a deadline stands.

    Args:
        clock: of this recount.
        state: the recount.
        moment: now, in Iowa wall-clock time.
    """
    done = state.timings.get(clock.step)
    if done is not None:
        return _BY_STEP[done]
    if clock.step == "canvass":
        return "met" if state.opening.canvass <= clock.day else "missed"
    if clock.step == "winner" and _designated_by(clock, state):
        return "met"
    if is_moot(clock, state):
        return "does not apply"
    return "not recorded" if clock.timing(moment) is not Timing.IN_TIME else "open"


def is_overdue(clock: Deadline, state: Proceedings, moment: datetime) -> bool:
    """Whether somebody waits for a step whose last moment is over."""
    waits = clock.step not in state.timings and not is_moot(clock, state)
    return waits and clock.timing(moment) is not Timing.IN_TIME


def is_moot(clock: Deadline, state: Proceedings) -> bool:
    """Whether nobody waits for this though no step did it: all is over, or its end is no step of a case."""
    if clock.step in state.timings:
        return False
    if is_over(state) or clock.step == "canvass":
        return True
    if clock.step == "winner":
        return state.happened(e.WinnerDesignated) or state.happened(e.ChairpersonActs)
    return clock.step == "judge" and not state.happened(e.JudgeNotified)


def _designated_by(clock: Deadline, state: Proceedings) -> bool:
    """Who named a designee was reached."""
    return any(isinstance(event, e.WinnerDesignated) and event.at.date() <= clock.day for event in state.events)
