"""What a case does not say of a recount: steps that apply and are missing, and what no step can record."""

from __future__ import annotations

from collections.abc import Iterator

from config.law import SEATS
from config.proceedings import events as e
from config.proceedings.state import Proceedings
from config.proceedings.unread import said_under

ALWAYS = (
    e.RequestFiled,
    e.WinnerNotified,
    e.RecountOrdered,
    e.WinnerDesignated,
    e.BoardConvened,
    e.ThirdChosen,
    e.ReportMade,
    e.Adjourned,
    e.ReportFiled,
)
"""Steps of every recount that was not refused."""

_BEYOND = (
    "the candidate's own signature under the written request, §50.48(1)(a)",
    "the certified mail and the telephone calls to the apparent winner, §50.48(1)(b)",
    "who supervised the handling of the ballots, §50.48(4)(a)",
    "disputed ballots returned under §50.5, §50.48(4)(a)",
    "how the resealed ballots are preserved, §50.48(4)(c) and §50.12",
)
"""What the statute asks and a case has no step for: a reader looks for it on paper."""

_BEYOND_UNREAD = (
    "what the law in force asks of a recount: deadlines, a bond, who signs, and steps that have no place here",
)
"""The same under a law that was not read."""


def beyond(state: Proceedings) -> tuple[str, ...]:
    """What no step of this recount records: a reader looks for it on paper."""
    if not state.opening.law.read:
        return _BEYOND_UNREAD
    return _BEYOND


def unrecorded(state: Proceedings) -> tuple[str, ...]:
    """Steps that apply to this recount and are not recorded, each with its clause, in the statute's order."""
    if state.refused is not None:
        return ()
    law = state.opening.law
    return tuple(said_under(law, line) for line in (_missing if law.read else _missing_unread)(state))


def _missing_unread(state: Proceedings) -> Iterator[str]:
    """What was not done, whatever the law is."""
    if not state.members:
        yield _step(e.MemberNamed)
    yield from _of_the_count(state)
    yield from (_step(kind) for kind in (e.ReportMade, e.ReportFiled) if not state.happened(kind))


def _missing(state: Proceedings) -> Iterator[str]:
    for kind in ALWAYS:
        if not state.happened(kind):
            yield _step(kind)
    yield from _of_the_bond(state)
    yield from _of_further(state)
    yield from _of_the_count(state)
    if state.report is not None:
        yield from _of_the_report(state)
    if state.opening.of_the_state:
        yield from (_step(kind) for kind in (e.StateNotified, e.StateInformed) if not state.happened(kind))


def _of_the_bond(state: Proceedings) -> Iterator[str]:
    if state.bond is not None and state.bond.due:
        if state.bond_posted is None:
            yield _step(e.BondPosted)
        if state.bond_fate is None:
            yield _step(e.BondSettled)


def _of_further(state: Proceedings) -> Iterator[str]:
    for it in state.further:
        if it.refused is not None:
            continue
        whose = f" of {it.request.candidate}"
        if not it.copied:
            yield _step(e.FurtherCopySent, whose)
        if not it.ordered:
            yield _step(e.FurtherRequestOrdered, whose)
        if it.owes_bond:
            yield _step(e.FurtherBondPosted, whose)
        if it.bond is not None and it.bond.due and it.bond_fate is None:
            yield _step(e.FurtherBondSettled, whose)


def _of_the_count(state: Proceedings) -> Iterator[str]:
    for name in state.precincts:
        if name not in state.methods:
            yield f"how precinct {name} is recounted, §{e.MethodChosen.cite}"
        if name not in state.recounted:
            yield f"that precinct {name} was recounted, §{e.PrecinctRecounted.cite}"
    if state.program is None and any(choice.method.by_machine for choice in state.methods.values()):
        yield f"{e.SameProgramUsed.words}, or find it flawed, §{e.SameProgramUsed.cite}"
    for name in state.open_containers:
        yield f"that container {name} was resealed, §{e.ContainerResealed.cite}"


def _of_the_report(state: Proceedings) -> Iterator[str]:
    signed = state.signatures
    for member in state.members:
        if member.name not in signed.names:
            yield (
                f"a signature of {member.name} under the report, §{e.ReportSigned.cite}; {signed.needed} of "
                f"{len(SEATS)} are needed"
            )
    if state.report is not None and state.report.abstracts_incorrect and signed.stands:
        for kind in (e.CountyBoardNotified, e.CountyBoardCorrected):
            if not state.happened(kind):
                yield _step(kind)


def _step(kind: type[e.Event], whose: str = "") -> str:
    return f"{kind.words}{whose}, §{kind.cite}" if kind.cite else kind.words
