"""One step of a recount: check its order, check its facts, and only then change the state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from config.errors import ConfigError, OrderError
from config.law import Bond, Deadline, Member, Role, Timing, bond_due, bond_fate, method_doubt
from config.proceedings import events as e
from config.proceedings.facts import check_facts, check_opening, check_text, key_of, method_of
from config.proceedings.order import missing
from config.proceedings.special import missing_for
from config.proceedings.state import Container, FurtherRequest, Opening, Proceedings
from config.proceedings.unread import said_under, told_at_opening

CHANGE_THE_RECOUNT = (
    e.FurtherRequestFiled,
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
    after = replace(_apply(event, state), events=(*state.events, event))
    if isinstance(event, CHANGE_THE_RECOUNT):
        after = replace(after, report=None, signed=())
    return _timed(after, event)


def _timed(state: Proceedings, event: e.Event) -> Proceedings:
    """Notes whether a step was in time.  Late is for a person to judge; no step is refused for it."""
    step = DEADLINE_OF.get(type(event))
    if isinstance(event, e.ThirdChosen):
        step = "judge" if event.by == "chief judge" else "third"
    if step is None or step in state.timings:
        return state
    notices = [past.at.date() for past in state.events if isinstance(past, e.CountyBoardNotified)]
    clock = next((c for c in state.clocks(notices[0] if notices else None) if c.step == step), None)
    if clock is None:
        return state
    return _in_doubt(replace(state, timings={**state.timings, step: clock.timing(event.at)}), event, clock)


def _in_doubt(state: Proceedings, event: e.Event, clock: Deadline) -> Proceedings:
    timing = clock.timing(event.at)
    if timing is Timing.IN_TIME:
        return state
    return _doubt(state, f"{event.words}: {timing.value}: done {event.at}, last moment {_last(clock)}")


def _last(clock: Deadline) -> str:
    at = f" {clock.at}" if clock.at else ""
    moved = f", by §47.4 {clock.extended}{at}" if clock.extended else ""
    return f"{clock.day}{at}{moved}, §{clock.cite}"


def _doubt(state: Proceedings, line: str) -> Proceedings:
    return replace(state, doubts=(*state.doubts, line))


def _bond(opening: Opening, candidate: str) -> Bond | None:
    if opening.law.bond is None:
        return None
    return bond_due(
        opening.law,
        opening.office,
        opening.abstracts,
        candidate=candidate,
        seats=len(opening.winners),
        population=opening.population,
        needed=opening.needed,
    )


@singledispatch
def _apply(event: e.Event, state: Proceedings) -> Proceedings:
    """What an event changes beside being in the list; most change nothing else."""
    return state


@_apply.register
def _(event: e.RequestFiled, state: Proceedings) -> Proceedings:
    bond = _bond(state.opening, event.candidate)
    first = () if event.designee is None else (Member(event.designee, Role.REQUESTER),)
    members = (*state.members, *first)
    return replace(state, request=event, bond=bond, precincts=event.precincts, members=members)


@_apply.register
def _(event: e.FurtherRequestFiled, state: Proceedings) -> Proceedings:
    bond = _bond(state.opening, event.candidate)
    added = tuple(precinct for precinct in event.precincts if precinct not in state.precincts)
    state = replace(
        state, further=(*state.further, FurtherRequest(event, bond)), precincts=(*state.precincts, *added)
    )
    for clock in state.clocks():
        if clock.step == DEADLINE_OF[e.RequestFiled]:
            state = _in_doubt(state, event, clock)
    if bond is None or not bond.due:
        return state
    return _doubt(
        state,
        f"the further request of {event.candidate}: {bond.dollars} dollars with the {bond.filed_with} are due, "
        f"§{bond.cite}; no step records that bond, look for it on paper",
    )


@_apply.register
def _(event: e.RequestRefused, state: Proceedings) -> Proceedings:
    return replace(state, refused=event.reason)


@_apply.register
def _(event: e.BondPosted, state: Proceedings) -> Proceedings:
    state = replace(state, bond_posted=event)
    if state.opening.law.bond is not None:
        return state
    return _doubt(
        state,
        f"{event.dollars} dollars were posted with the {event.filed_with}: whether a bond is due, how much and "
        "what becomes of it is not known here",
    )


@_apply.register
def _(event: e.WinnerDesignated, state: Proceedings) -> Proceedings:
    return replace(state, members=(*state.members, Member(event.designee, Role.WINNER)))


@_apply.register
def _(event: e.BoardConvened, state: Proceedings) -> Proceedings:
    return replace(state, in_session=True)


@_apply.register
def _(event: e.Adjourned, state: Proceedings) -> Proceedings:
    return replace(state, in_session=False)


@_apply.register
def _(event: e.MemberNamed, state: Proceedings) -> Proceedings:
    return replace(state, members=(*state.members, Member(event.name, Role.APPOINTED)))


@_apply.register
def _(event: e.ThirdChosen, state: Proceedings) -> Proceedings:
    return replace(state, members=(*state.members, Member(event.name, Role.JOINT)))


@_apply.register
def _(event: e.KeyEntered, state: Proceedings) -> Proceedings:
    return replace(state, roll=(*state.roll, key_of(event)))


@_apply.register
def _(event: e.PrecinctsExtended, state: Proceedings) -> Proceedings:
    return replace(state, precincts=(*state.precincts, *event.precincts))


@_apply.register
def _(event: e.MethodChosen, state: Proceedings) -> Proceedings:
    choice = method_of(event, state)
    doubt = method_doubt(state.opening.law, choice)
    state = replace(state, methods={**state.methods, event.precinct: choice})
    return state if doubt is None else _doubt(state, doubt)


@_apply.register
def _(event: e.SameProgramUsed, state: Proceedings) -> Proceedings:
    return replace(state, program=event)


@_apply.register
def _(event: e.FlawFound, state: Proceedings) -> Proceedings:
    line = f"not election day's program: {event.degree} to be flawed by {event.decided_by}: {event.reason}"
    return _doubt(replace(state, program=event), line)


@_apply.register
def _(event: e.ContainerOpened, state: Proceedings) -> Proceedings:
    before = state.containers.get(event.container)
    opened = Container(event.precinct, event.seal)
    state = replace(state, containers={**state.containers, event.container: opened})
    if before is None or before.resealed == event.seal:
        return state
    return _doubt(
        state,
        f"container '{event.container}' was resealed with {before.resealed} and found with {event.seal}",
    )


@_apply.register
def _(event: e.PrecinctRecounted, state: Proceedings) -> Proceedings:
    return replace(state, recounted=state.recounted | {event.precinct})


@_apply.register
def _(event: e.ContainerResealed, state: Proceedings) -> Proceedings:
    resealed = replace(state.containers[event.container], resealed=event.seal)
    return replace(state, containers={**state.containers, event.container: resealed})


@_apply.register
def _(event: e.ReportMade, state: Proceedings) -> Proceedings:
    return replace(state, report=event, signed=())


@_apply.register
def _(event: e.ReportSigned, state: Proceedings) -> Proceedings:
    return replace(state, signed=(*state.signed, event))


@_apply.register
def _(event: e.ReportFiled, state: Proceedings) -> Proceedings:
    found = state.signatures
    if found.stands:
        return state
    if found.stands is None:
        return _doubt(state, "how many must sign the report, and what stands without it, is not known here")
    return _doubt(
        state,
        f"the report is signed by {len(found.names)} of the {found.needed} members that it needs, (4)(c): "
        "the original numbers stand",
    )


@_apply.register
def _(event: e.BondSettled, state: Proceedings) -> Proceedings:
    if state.bond is None:
        return state
    return replace(state, bond_fate=bond_fate(state.bond, state.opening.winners, event.winners_after))
