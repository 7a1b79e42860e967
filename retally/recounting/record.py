"""The recount of a case for its report: every step, deadline and signature in words, each with its clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from config.law import same_person
from config.proceedings import (
    ContainerOpened,
    ContainerResealed,
    Event,
    FlawFound,
    FurtherRequestOrdered,
    PrecinctRecounted,
    PrecinctsExtended,
    Proceedings,
    ReportFiled,
    RequestFiled,
    beyond,
    unrecorded,
)
from retally.recounting.clocks import clocks_of
from retally.recounting.standing import NUMBERS, bond_of, further_words
from retally.recounting.step_words import facts_line, facts_of, minutes, withdrawal_doubts
from tabulate.ledger import Withdrawal
from tabulate.report import (
    BoardMember,
    ContainerUse,
    DeadlineKept,
    MemberSignature,
    RecountedPrecinct,
    RecountRecord,
    StepTaken,
    WithdrawnStep,
)


def record_of(state: Proceedings, moment: datetime, withdrawals: Sequence[Withdrawal] = ()) -> RecountRecord:
    """Everything that a report says of the legal proceedings.

    Args:
        state: the recount; its signatures by key were verified when it was derived.
        moment: to which the report speaks, in Iowa; deadlines after it are open.
        withdrawals: steps that were taken back.
    """
    bond = bond_of(state)
    return RecountRecord(
        law=state.opening.law.id,
        warning=state.opening.law.warning,
        office=state.opening.office.value,
        canvass=state.opening.canvass.isoformat(),
        asked=_asked(state),
        bond=None if bond is None else bond["words"],
        program=_program(state),
        report=None if state.report is None else state.report.digest,
        filed=_moment_of(state, ReportFiled),
        signatures_needed=state.signatures.needed,
        stands=state.stands,
        stands_words=NUMBERS[state.stands],
        steps=tuple(
            StepTaken(minutes(event.at), event.words, facts_line(facts_of(event)), _clause(state, event))
            for event in state.events
        ),
        members=tuple(_members(state)),
        precincts=tuple(_precinct(state, name) for name in state.precincts),
        elsewhere=tuple(name for name in state.opening.precincts if name not in state.precincts),
        containers=tuple(_containers(state.events)),
        deadlines=tuple(_deadline(clock) for clock in clocks_of(state, moment)),
        signatures=tuple(
            MemberSignature(signed.member, minutes(signed.at), "paper" if signed.signature is None else "key")
            for signed in state.signed
        ),
        withdrawn=tuple(_withdrawn(item) for item in withdrawals),
        doubts=(*state.doubts, *withdrawal_doubts(withdrawals)),
        unrecorded=unrecorded(state),
        beyond=beyond(state),
    )


def _asked(state: Proceedings) -> str | None:
    request = state.request
    if request is None:
        return None
    first = (
        f"{request.candidate} asked on {minutes(request.at)} for a recount in {', '.join(request.precincts)}"
        + (f", and named {request.designee} to the board" if request.designee else "")
    )
    more = (
        f"; then {it.request.candidate} on {minutes(it.request.at)} in {', '.join(it.request.precincts)}"
        + (f", naming {it.request.designee}, who does not sit (721—26.103(1))" if it.request.designee else "")
        + f" ({further_words(it)})"
        for it in state.further
    )
    return first + "".join(more)


def _program(state: Proceedings) -> str | None:
    """What the board found of the program; None where it found nothing yet."""
    found = state.program
    if found is None:
        return None
    if isinstance(found, FlawFound):
        return (
            f"NOT election day's program: it is {found.degree} to be flawed: {found.reason}; decided by "
            f"{found.decided_by} on {minutes(found.at)}"
        )
    return f"held against election day's seal on {minutes(found.at)}: it is the same program"


def _members(state: Proceedings) -> Iterator[BoardMember]:
    for member in state.members:
        key = next((key.key.hex() for key in state.roll if same_person(key.name, member.name)), None)
        yield BoardMember(member.name, member.role.value, member.role.cite, key)


def _precinct(state: Proceedings, name: str) -> RecountedPrecinct:
    by, cite = _named_by(state, name)
    done = [past.at for past in state.events if isinstance(past, PrecinctRecounted) and past.precinct == name]
    choice = state.methods.get(name)
    told = dict(state.report.unexamined) if state.report is not None else {}
    return RecountedPrecinct(
        name,
        by,
        cite,
        state.opening.precincts[name],
        None if choice is None else choice.method.value,
        None if choice is None else choice.reported,
        None if choice is None else choice.authority,
        minutes(done[-1]) if done else None,
        told.get(name),
    )


def _clause(state: Proceedings, event: Event | type[Event]) -> str | None:
    """The clause that a step serves; None where the law was not read: the numbers are those of another."""
    return event.cite if state.opening.law.read else None


def _named_by(state: Proceedings, name: str) -> tuple[str, str | None]:
    """By whom a precinct came into the recount first, and the clause."""
    law = state.opening.law
    if law.scope.kind == "whole-jurisdiction":
        return f"the law: {law.scope.cite}", None
    for past in state.events:
        if isinstance(past, PrecinctsExtended) and name in past.precincts:
            return f"{past.by}, {minutes(past.at)}", past.cite
        further = state.further_of(past.candidate) if isinstance(past, FurtherRequestOrdered) else None
        if further is not None and name in further.request.precincts:
            return f"the request of {further.request.candidate}", further.request.cite
        if isinstance(past, RequestFiled) and name in past.precincts:
            break
    return "the request", "50.48(1)(a)"


def _containers(events: Sequence[Event]) -> Iterator[ContainerUse]:
    for place, event in enumerate(events):
        if isinstance(event, ContainerOpened):
            closed = next(
                (
                    later
                    for later in events[place:]
                    if isinstance(later, ContainerResealed) and later.container == event.container
                ),
                None,
            )
            opened = ContainerUse(event.container, event.precinct, minutes(event.at), event.seal)
            yield opened if closed is None else replace(opened, resealed=minutes(closed.at), seal=closed.seal)


def _deadline(clock: dict[str, Any]) -> DeadlineKept:
    return DeadlineKept(
        clock["words"], clock["day"], clock["at"], clock["cite"], clock["kept"], tuple(clock["notes"])
    )


def _withdrawn(item: Withdrawal) -> WithdrawnStep:
    event = item.event
    return WithdrawnStep(
        minutes(event.at),
        event.words,
        facts_line(facts_of(event)),
        item.at[:16].replace("T", " "),
        item.reason,
        item.by,
    )


def _moment_of(state: Proceedings, kind: type[Event]) -> str | None:
    return next((minutes(event.at) for event in state.events if isinstance(event, kind)), None)
