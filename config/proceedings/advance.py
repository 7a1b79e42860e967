"""One step of a recount: check its order, check its facts, and only then change the state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from config.errors import ConfigError, OrderError
from config.law import Deadline, Timing
from config.proceedings import events as e
from config.proceedings.apply import apply, doubted
from config.proceedings.facts import check_facts, check_opening, check_text
from config.proceedings.order import missing
from config.proceedings.special import missing_for
from config.proceedings.state import Opening, Proceedings
from config.proceedings.unread import said_under, told_at_opening

CHANGE_THE_RECOUNT = (
    e.FurtherRequestOrdered,
    e.PrecinctsExtended,
    e.MethodChosen,
    e.SameProgramUsed,
    e.FlawFound,
    e.ContainerOpened,
    e.PrecinctRecounted,
)
"""After one of these a report that was made, but not filed, no longer tells what was done: it is made anew."""

DEADLINE_OF = {
    e.RequestFiled: "request",
    e.FurtherRequestFiled: "request",
    e.BoardConvened: "convene",
    e.JudgeNotified: "third",
    e.ReportFiled: "report",
    e.CountyBoardCorrected: "correct",
}


def derive(opening: Opening, events: Iterable[e.Event] = ()) -> Proceedings:
    """The state that a list of events comes to.

    Raises:
        OrderError: an event before what must come first.
        LawError: facts that the law does not take.
        LawUnknownError: the law of the election day is not known here.
        SealError: a program that is not election day's is called the same.
        SignatureError: a key or a signature that is not the member's.
    """
    check_opening(opening)
    every = opening.law.scope.kind == "whole-jurisdiction"
    state = Proceedings(
        opening, precincts=tuple(opening.precincts) if every else (), doubts=told_at_opening(opening)
    )
    for event in events:
        state = advance(state, event)
    return state


def advance(state: Proceedings, event: e.Event) -> Proceedings:
    """The state after one more event; the given one does not change.

    Raises:
        OrderError: the message names what must come first.
        LawError: facts that the law does not take.
        SealError: a program that is not election day's is called the same.
        SignatureError: a key or a signature that is not the member's.
    """
    try:
        return _advance(state, event)
    except ConfigError as error:
        raise type(error)(said_under(state.opening.law, str(error))) from error


def _advance(state: Proceedings, event: e.Event) -> Proceedings:
    check_text(event)
    if state.events and event.at < state.events[-1].at:
        raise OrderError(
            f"{event.words}: {event.at} is before {state.events[-1].at}, when the step before it was done; "
            "enter steps in the order in which they happened"
        )
    first = missing(state, type(event)) or missing_for(event, state)
    if first is not None:
        raise OrderError(f"{event.words}: {first}")
    check_facts(event, state)
    after = replace(apply(event, state), events=(*state.events, event))
    if isinstance(event, CHANGE_THE_RECOUNT):
        after = replace(after, report=None, signed=())
    return _timed(after, event)


def _timed(state: Proceedings, event: e.Event) -> Proceedings:
    """Notes whether a step was in time.  Late is for a person to judge; no step is refused for it."""
    step = DEADLINE_OF.get(type(event))
    if isinstance(event, e.ThirdChosen):
        step = "judge" if event.by == "chief judge" else "third"
    further = isinstance(event, e.FurtherRequestFiled)
    if step is None or (step in state.timings and not further):
        return state
    notices = [past.at.date() for past in state.events if isinstance(past, e.CountyBoardNotified)]
    clock = next((c for c in state.clocks(notices[0] if notices else None) if c.step == step), None)
    if clock is None:
        return state
    if not further:  # the time of the first request stays as it was
        state = replace(state, timings={**state.timings, step: clock.timing(event.at)})
    return _in_doubt(state, event, clock)


def _in_doubt(state: Proceedings, event: e.Event, clock: Deadline) -> Proceedings:
    timing = clock.timing(event.at)
    if timing is Timing.IN_TIME:
        return state
    return doubted(state, f"{event.words}: {timing.value}: done {event.at}, last moment {_last(clock)}")


def _last(clock: Deadline) -> str:
    at = f" {clock.at}" if clock.at else ""
    moved = f", by §47.4 {clock.extended}{at}" if clock.extended else ""
    return f"{clock.day}{at}{moved}, §{clock.cite}"
