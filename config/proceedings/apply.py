"""What an event changes beside being in the list of those that happened."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import Any

from config.law import Bond, Member, Role, bond_due, bond_fate, method_doubt, same_person
from config.proceedings import events as e
from config.proceedings.facts import key_of, method_of
from config.proceedings.state import Container, FurtherRequest, Opening, Proceedings


def doubted(state: Proceedings, line: str) -> Proceedings:
    """The same with one line more that a person has to look at."""
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
def apply(event: e.Event, state: Proceedings) -> Proceedings:
    """What an event changes beside being in the list; most change nothing else."""
    return state


@apply.register
def _(event: e.RequestFiled, state: Proceedings) -> Proceedings:
    bond = _bond(state.opening, event.candidate)
    first = () if event.designee is None else (Member(event.designee, Role.REQUESTER),)
    members = (*state.members, *first)
    return replace(state, request=event, bond=bond, precincts=event.precincts, members=members)


@apply.register
def _(event: e.FurtherRequestFiled, state: Proceedings) -> Proceedings:
    bond = _bond(state.opening, event.candidate)
    return replace(state, further=(*state.further, FurtherRequest(event, bond)))


@apply.register
def _(event: e.FurtherRequestOrdered, state: Proceedings) -> Proceedings:
    found = state.further_of(event.candidate)
    asked = () if found is None else found.request.precincts
    added = tuple(precinct for precinct in asked if precinct not in state.precincts)
    return replace(_on_further(state, event, ordered=True), precincts=(*state.precincts, *added))


@apply.register
def _(event: e.FurtherRequestRefused, state: Proceedings) -> Proceedings:
    return _on_further(state, event, refused=event.reason)


@apply.register
def _(event: e.FurtherCopySent, state: Proceedings) -> Proceedings:
    return _on_further(state, event, copied=True)


@apply.register
def _(event: e.FurtherBondPosted, state: Proceedings) -> Proceedings:
    return _unjudged(_on_further(state, event, bond_posted=True), event)


@apply.register
def _(event: e.FurtherBondSettled, state: Proceedings) -> Proceedings:
    found = state.further_of(event.candidate)
    if found is None or found.bond is None:
        return state
    fate = bond_fate(found.bond, state.opening.winners, event.winners_after)
    return _on_further(state, event, bond_fate=fate)


@apply.register
def _(event: e.RequestRefused, state: Proceedings) -> Proceedings:
    return replace(state, refused=event.reason)


@apply.register
def _(event: e.BondPosted, state: Proceedings) -> Proceedings:
    return _unjudged(replace(state, bond_posted=event), event)


def _on_further(state: Proceedings, event: e.OfFurther, **changes: Any) -> Proceedings:
    """The further request that a step is about, changed."""
    return replace(
        state,
        further=tuple(
            replace(it, **changes) if same_person(it.request.candidate, event.candidate) else it
            for it in state.further
        ),
    )


def _unjudged(state: Proceedings, event: e.BondPosted | e.FurtherBondPosted) -> Proceedings:
    """A bond under a law that is not known is a doubt."""
    if state.opening.law.bond is not None:
        return state
    return doubted(
        state,
        f"{event.dollars} dollars were posted with the {event.filed_with}: whether a bond is due, how much and "
        "what becomes of it is not known here",
    )


@apply.register
def _(event: e.WinnerDesignated, state: Proceedings) -> Proceedings:
    return replace(state, members=(*state.members, Member(event.designee, Role.WINNER)))


@apply.register
def _(event: e.BoardConvened, state: Proceedings) -> Proceedings:
    return replace(state, in_session=True)


@apply.register
def _(event: e.Adjourned, state: Proceedings) -> Proceedings:
    return replace(state, in_session=False)


@apply.register
def _(event: e.MemberNamed, state: Proceedings) -> Proceedings:
    return replace(state, members=(*state.members, Member(event.name, Role.APPOINTED)))


@apply.register
def _(event: e.ThirdChosen, state: Proceedings) -> Proceedings:
    return replace(state, members=(*state.members, Member(event.name, Role.JOINT)))


@apply.register
def _(event: e.KeyEntered, state: Proceedings) -> Proceedings:
    return replace(state, roll=(*state.roll, key_of(event)))


@apply.register
def _(event: e.PrecinctsExtended, state: Proceedings) -> Proceedings:
    return replace(state, precincts=(*state.precincts, *event.precincts))


@apply.register
def _(event: e.MethodChosen, state: Proceedings) -> Proceedings:
    choice = method_of(event, state)
    doubt = method_doubt(state.opening.law, choice)
    state = replace(state, methods={**state.methods, event.precinct: choice})
    return state if doubt is None else doubted(state, doubt)


@apply.register
def _(event: e.SameProgramUsed, state: Proceedings) -> Proceedings:
    return replace(state, program=event)


@apply.register
def _(event: e.FlawFound, state: Proceedings) -> Proceedings:
    line = f"not election day's program: {event.degree} to be flawed by {event.decided_by}: {event.reason}"
    return doubted(replace(state, program=event), line)


@apply.register
def _(event: e.ContainerOpened, state: Proceedings) -> Proceedings:
    before = state.containers.get(event.container)
    opened = Container(event.precinct, event.seal)
    state = replace(state, containers={**state.containers, event.container: opened})
    if before is None or before.resealed == event.seal:
        return state
    return doubted(
        state,
        f"container '{event.container}' was resealed with {before.resealed} and found with {event.seal}",
    )


@apply.register
def _(event: e.PrecinctRecounted, state: Proceedings) -> Proceedings:
    return replace(state, recounted=state.recounted | {event.precinct})


@apply.register
def _(event: e.ContainerResealed, state: Proceedings) -> Proceedings:
    resealed = replace(state.containers[event.container], resealed=event.seal)
    return replace(state, containers={**state.containers, event.container: resealed})


@apply.register
def _(event: e.ReportMade, state: Proceedings) -> Proceedings:
    return replace(state, report=event, signed=())


@apply.register
def _(event: e.ReportSigned, state: Proceedings) -> Proceedings:
    return replace(state, signed=(*state.signed, event))


@apply.register
def _(event: e.ReportFiled, state: Proceedings) -> Proceedings:
    found = state.signatures
    if found.stands:
        return state
    if found.stands is None:
        return doubted(state, "how many must sign the report, and what stands without it, is not known here")
    return doubted(
        state,
        f"the report is signed by {len(found.names)} of the {found.needed} members that it needs, (4)(c): "
        "the original numbers stand",
    )


@apply.register
def _(event: e.BondSettled, state: Proceedings) -> Proceedings:
    if state.bond is None:
        return state
    return replace(state, bond_fate=bond_fate(state.bond, state.opening.winners, event.winners_after))
