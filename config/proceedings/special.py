"""What must come before one particular step: this precinct, this container, this member."""

from __future__ import annotations

from functools import singledispatch

from config.law import Role, same_person
from config.proceedings import events as e
from config.proceedings.state import Proceedings


@singledispatch
def missing_for(event: e.Event, state: Proceedings) -> str | None:
    """What must come before this event in particular; None when nothing must."""
    return None


@missing_for.register
def _(event: e.ChairpersonActs, state: Proceedings) -> str | None:
    end = next((clock.day for clock in state.clocks() if clock.step == "winner"), None)
    if end is not None and event.at.date() <= end:
        return f"first the four days end in which the apparent winner is to be reached, on {end}, (1)(b)"
    return None


@missing_for.register(e.FurtherRequestOrdered)
@missing_for.register(e.FurtherRequestRefused)
@missing_for.register(e.FurtherCopySent)
@missing_for.register(e.FurtherBondPosted)
@missing_for.register(e.FurtherBondSettled)
def _(event: e.OfFurther, state: Proceedings) -> str | None:
    of = state.further_of(event.candidate)
    if of is None:
        return None
    if of.refused is not None and not isinstance(event, e.FurtherBondSettled):
        return f"the further request of '{event.candidate}' was refused ({of.refused})"
    if isinstance(event, e.FurtherBondSettled) and not of.bond_posted:
        return f"first the bond of '{event.candidate}' is posted, (2)(a)"
    done = {
        e.FurtherRequestOrdered: (of.ordered, "its recount is ordered"),
        e.FurtherRequestRefused: (of.ordered, "its recount is ordered"),
        e.FurtherCopySent: (of.copied, "the apparent winner has a copy of it"),
        e.FurtherBondPosted: (of.bond_posted, "its bond is posted"),
        e.FurtherBondSettled: (of.bond_fate is not None, "what becomes of its bond is settled"),
    }[type(event)]
    return f"the further request of '{event.candidate}': {done[1]} already" if done[0] else None


@missing_for.register
def _(event: e.ThirdChosen, state: Proceedings) -> str | None:
    notified = state.happened(e.JudgeNotified)
    if event.by == "chief judge" and not notified:
        return "first the two members notify the chief judge that they cannot agree, (3)(b)"
    if event.by == "members" and notified:
        return "the chief judge is notified and appoints the third member, (3)(b)"
    return None


@missing_for.register
def _(event: e.KeyEntered, state: Proceedings) -> str | None:
    if any(same_person(key.name, event.name) for key in state.roll):
        return f"'{event.name}' has a key already; who has lost it signs on paper"
    named = any(same_person(member.name, event.name) for member in state.members)
    if not named and state.member(Role.JOINT) is None:
        return f"first '{event.name}' is named to the board, (3)(a)"
    return None


@missing_for.register
def _(event: e.MethodChosen, state: Proceedings) -> str | None:
    if event.precinct in state.recounted:
        return f"precinct '{event.precinct}' is recounted already, by the method chosen before"
    return _named(state, event.precinct)


@missing_for.register
def _(event: e.ContainerOpened, state: Proceedings) -> str | None:
    container = state.containers.get(event.container)
    if container is not None and container.open:
        return f"container '{event.container}' is open already"
    unnamed = _named(state, event.precinct)
    if unnamed is not None or event.precinct not in state.opening.precincts:
        return unnamed
    choice = state.methods.get(event.precinct)
    if choice is None:
        return f"first the board chooses how precinct '{event.precinct}' is recounted, (4)(a)"
    if choice.method.by_machine and state.program is None:
        return "first the program is held against its seal, or found flawed, (4)(a)"
    return None


@missing_for.register
def _(event: e.PrecinctRecounted, state: Proceedings) -> str | None:
    if event.precinct not in state.opening.precincts:
        return None
    if not any(held.open and held.precinct == event.precinct for held in state.containers.values()):
        return f"first a container of precinct '{event.precinct}' is opened, (4)(a)"
    return None


@missing_for.register
def _(event: e.ContainerResealed, state: Proceedings) -> str | None:
    container = state.containers.get(event.container)
    if container is None or not container.open:
        return f"first container '{event.container}' is opened"
    return None


@missing_for.register
def _(event: e.ReportMade, state: Proceedings) -> str | None:
    told = {precinct for precinct, _ in event.unexamined}
    for precinct in state.precincts:
        if precinct not in state.recounted and precinct not in told:
            return (
                f"first precinct '{precinct}' is recounted, (4)(a); or the report says why it was not examined"
            )
    return None


@missing_for.register
def _(event: e.ReportSigned, state: Proceedings) -> str | None:
    if any(same_person(signed.member, event.member) for signed in state.signed):
        return f"'{event.member}' has signed this report already"
    member = any(same_person(member.name, event.member) for member in state.members)
    keyed = any(same_person(key.name, event.member) for key in state.roll)
    if member and event.signature is not None and not keyed:
        return f"first the key of '{event.member}' is entered; or the member signs on paper"
    return None


def _named(state: Proceedings, precinct: str) -> str | None:
    """A precinct of the county that the recount does not cover yet; what is not of the county is wrong data."""
    asked = [
        it.request.candidate
        for it in state.further
        if precinct in it.request.precincts and it.refused is None and not it.ordered
    ]
    if asked and precinct not in state.precincts:
        return (
            f"precinct '{precinct}': first the county board orders the further request of '{asked[0]}', (1)(a)"
        )
    if precinct in state.opening.precincts and precinct not in state.precincts:
        return f"precinct '{precinct}' is not named: first a member extends the recount to it, (4)(b)"
    return None
