"""What must come next in a recount, and what may: for people who do not have the statute in their heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from config.law import Role
from config.proceedings import (
    KINDS,
    BoardConvened,
    BondPosted,
    CountyBoardCorrected,
    CountyBoardNotified,
    Event,
    FurtherBondPosted,
    FurtherBondSettled,
    FurtherCopySent,
    FurtherRequest,
    FurtherRequestOrdered,
    FurtherRequestRefused,
    Proceedings,
    RecountOrdered,
    ReportFiled,
    SameProgramUsed,
    StateInformed,
    StateNotified,
    WinnerNotified,
    is_over,
    possible,
)

Step = tuple[str, str]
"""Kind of a step, and what it is about in words."""


_OPEN_FOR: Final[dict[type[Event], Callable[[FurtherRequest], bool]]] = {
    FurtherRequestOrdered: lambda it: it.refused is None and not it.ordered,
    FurtherRequestRefused: lambda it: it.refused is None and not it.ordered,
    FurtherCopySent: lambda it: it.refused is None and not it.copied,
    FurtherBondPosted: lambda it: it.owes_bond or (it.bond is None and not it.refused and not it.bond_posted),
    FurtherBondSettled: lambda it: it.bond_posted and it.bond_fate is None,
}
"""Whether a step still has something to do for a further request."""


def may_come(state: Proceedings) -> dict[str, str]:
    """Kinds of steps that may come next, with what they say; in the order of the statute."""
    kinds = possible(state)
    return {
        kind: event.words for kind, event in KINDS.items() if event in kinds and not _pointless(event, state)
    }


def must_come(state: Proceedings) -> tuple[Step, ...]:
    """What the recount waits for now; nothing when it is over."""
    if is_over(state):
        return ()
    read = state.opening.law.read
    further = tuple(_further(state)) if read else ()
    first = (_before_the_board, _board) if read else (_board_unread,)
    for stage in (*first, _count, _seals, _report, _after):
        waiting = tuple(stage(state))
        if waiting:
            return (*waiting, *further)
    return further


def _pointless(event: type[Event], state: Proceedings) -> bool:
    """Whether no facts would make this step right."""
    if event is BondPosted:
        return state.bond is not None and not state.bond.due
    if event in (StateNotified, StateInformed):
        return state.opening.law.read and not state.opening.of_the_state
    if event in _OPEN_FOR:
        return not any(_OPEN_FOR[event](it) for it in state.further)
    return event is SameProgramUsed and state.opening.program is None


def _before_the_board(state: Proceedings) -> Iterator[Step]:
    if state.request is None:
        yield "request-filed", "the candidate's written request"
        return
    if not state.happened(WinnerNotified):
        yield "winner-notified", "a copy of the request to the apparent winner"
    if state.opening.of_the_state and not state.happened(StateNotified):
        yield "state-notified", "the state commissioner is told of the recount"
    if not state.happened(RecountOrdered):
        yield "recount-ordered", "the county board orders the recount (or request-refused)"
    if state.bond is not None and state.bond.due and state.bond_posted is None:
        yield "bond-posted", f"{state.bond.dollars} dollars with the {state.bond.filed_with}"
    if state.happened(WinnerNotified) and state.member(Role.WINNER) is None:
        yield "winner-designated", "the second member, named by the apparent winner"


def _further(state: Proceedings) -> Iterator[Step]:
    """What other candidates' requests wait for, whatever else is under way."""
    if state.happened(ReportFiled):
        return
    for it in state.further:
        who = it.request.candidate
        if it.refused is not None:
            continue
        if not it.copied:
            yield "further-copy-sent", f"a copy of the request of {who} to the apparent winner"
        if not it.ordered:
            yield (
                "further-request-ordered",
                f"the recount that {who} asks for (or further-request-refused)",
            )
        if it.owes_bond and it.bond is not None:
            yield "further-bond-posted", f"{it.bond.dollars} dollars of {who} with the {it.bond.filed_with}"


def _board_unread(state: Proceedings) -> Iterator[Step]:
    """Under a law that was not read nobody here knows what comes before the board."""
    if not state.members:
        yield "member-named", "the members of the board, as the law in force has it"
    elif not state.happened(BoardConvened):
        yield "board-convened", "the board begins"


def _board(state: Proceedings) -> Iterator[Step]:
    if not state.happened(BoardConvened):
        yield "board-convened", "the commissioner convenes the board"
    elif state.member(Role.JOINT) is None:
        yield "third-chosen", "the third member (judge-notified where the two cannot agree)"


def _count(state: Proceedings) -> Iterator[Step]:
    if state.happened(ReportFiled) or state.report is not None:
        return
    waiting = [name for name in state.precincts if name not in state.recounted]
    if waiting and not state.in_session:
        yield "board-convened", "the board convenes again"
        return
    unchosen = [name for name in waiting if name not in state.methods]
    for name in unchosen:
        yield "method-chosen", f"how precinct '{name}' is recounted"
    by_machine = any(choice.method.by_machine for choice in state.methods.values())
    if by_machine and state.program is None:
        yield "same-program-used", "the program is held against its seal (or flaw-found)"
        return
    at_hand = {held.precinct for held in state.containers.values() if held.open}
    for name in waiting:
        if name in at_hand:
            yield "precinct-recounted", f"the ballots of precinct '{name}'"
        elif name not in unchosen:
            yield "container-opened", f"a container of precinct '{name}'"


def _seals(state: Proceedings) -> Iterator[Step]:
    if state.open_containers and not state.in_session:
        yield "board-convened", "the board convenes again"
        return
    for name in state.open_containers:
        yield "container-resealed", f"container '{name}'"


def _report(state: Proceedings) -> Iterator[Step]:
    if state.happened(ReportFiled):
        return
    if state.report is None:
        yield "report-made", "the board's report"
        return
    signed = state.signatures
    if signed.needed is None:
        yield "report-signed", "the members; how many must is not known here"
    elif not signed.stands:
        lacking = signed.needed - len(signed.names)
        yield "report-signed", f"{lacking} more of the members, or the original numbers stand"
    yield "report-filed", "the report, with the commissioner"


def _after(state: Proceedings) -> Iterator[Step]:
    incorrect = state.report is not None and state.report.abstracts_incorrect
    if incorrect and state.signatures.stands is not False and not state.happened(CountyBoardCorrected):
        if not state.happened(CountyBoardNotified):
            yield "county-board-notified", "the abstracts were incorrect"
        else:
            yield "county-board-corrected", "the county board corrects its proceedings"
        return
    if not state.opening.law.read:
        return
    if state.opening.of_the_state and not state.happened(StateInformed):
        if not state.happened(StateNotified):
            yield "state-notified", "the state commissioner is told of the recount"
        else:
            yield "state-informed", "whether the outcome changed"
        return
    if state.bond_posted is not None and state.bond_fate is None:
        yield "bond-settled", "the bond is returned or kept"
    for it in state.further:
        if it.bond_posted and it.bond_fate is None:
            yield "further-bond-settled", f"the bond of {it.request.candidate} is returned or kept"
