"""What must come before what; the one table of the order of steps.

Two rules can be read off it.  No container is opened before its precinct was named, its method chosen and,
where a machine is used, the program settled.  And nothing is corrected on a report that fewer than two members
signed: the original numbers stand.

The statute gives the order of most steps.  It does not say when the bond is due: we ask for it before the board
first convenes.  Nor does it say that containers are resealed before the report is made (only: before
adjournment): we ask for it, because the report tells their new numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from config.law import Role
from config.proceedings import events as e
from config.proceedings.state import Proceedings


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must hold before a step; `words` say what to do first, or why it is too late."""

    words: str
    met: Callable[[Proceedings], bool]


def _once(kind: type[e.Event], words: str) -> Need:
    return Need(f"{words} already", lambda state: not state.happened(kind))


def _after(kind: type[e.Event], words: str) -> Need:
    return Need(f"first {words}", lambda state: state.happened(kind))


def corrected_where_needed(state: Proceedings) -> bool:
    """Whether (5) is done with: nothing to correct, or it was corrected."""
    stands = state.signatures.stands is not False
    incorrect = state.report is not None and state.report.abstracts_incorrect and stands
    return not incorrect or state.happened(e.CountyBoardCorrected)


_REQUESTED = _after(e.RequestFiled, "the request is filed with the commissioner, (1)(a)")
_FIRST = Need(
    "a request is filed already; enter that of another candidate as a further request (further-request-filed), "
    "721—26.103(1)",
    lambda state: not state.happened(e.RequestFiled),
)
_FURTHER = _after(e.FurtherRequestFiled, "a further request is filed, (1)(a)")
_ORDERED = _after(e.RecountOrdered, "the county board orders the recount, (1)(a)")
_CONVENED = _after(e.BoardConvened, "the commissioner convenes the board, (3)(b)")
_MADE = Need("first the board makes its report, (4)(c)", lambda state: state.report is not None)
_FILED = _after(e.ReportFiled, "the report is filed with the commissioner, (4)(c)")
_NOT_FILED = Need("the report is filed, and the recount is over", lambda s: not s.happened(e.ReportFiled))
_COMPLETE = Need("first the third member is chosen, (3)(a)(3)", lambda s: s.member(Role.JOINT) is not None)
_ADJOURNED = Need("the board is in session already", lambda state: not state.in_session)
_SESSION = Need("first the board convenes again", lambda state: state.in_session)
_RESEALED = Need("first every open container is resealed, (4)(c)", lambda state: not state.open_containers)
_BOND = Need(
    "first the bond is posted, (2)(a)",
    lambda state: state.bond is None or not state.bond.due or state.bond_posted is not None,
)
_DESIGNATED = Need(
    "first the apparent winner names a designee, (3)(a)(2)", lambda state: state.member(Role.WINNER) is not None
)
_STANDS = Need(
    "fewer than two members signed the report, and the original numbers stand, (4)(c)",
    lambda state: state.signatures.stands is not False,
)
_INCORRECT = Need(
    "the report does not say that the abstracts were incorrect; there is nothing to correct, (5)",
    lambda state: state.report is not None and state.report.abstracts_incorrect,
)
_CORRECTED = Need("first the county board corrects its proceedings, (5)", corrected_where_needed)
_STATE_DONE = Need(
    "first the state commissioner is informed of the outcome, (6)",
    lambda state: not state.opening.of_the_state or state.happened(e.StateInformed),
)

NEEDS: Final[Mapping[type[e.Event], tuple[Need, ...]]] = {
    e.RequestFiled: (_FIRST,),
    e.FurtherRequestFiled: (_REQUESTED, _NOT_FILED),
    e.FurtherRequestOrdered: (_FURTHER, _NOT_FILED),
    e.FurtherRequestRefused: (_FURTHER,),
    e.FurtherCopySent: (_FURTHER,),
    e.FurtherBondPosted: (_FURTHER,),
    e.FurtherBondSettled: (_FURTHER, _FILED, _CORRECTED, _STATE_DONE),
    e.RequestRefused: (_REQUESTED, _once(e.RecountOrdered, "the recount is ordered")),
    e.WinnerNotified: (_REQUESTED, _once(e.WinnerNotified, "the apparent winner is notified")),
    e.ChairpersonActs: (_REQUESTED, _once(e.ChairpersonActs, "a chairperson acts")),
    e.RecountOrdered: (_REQUESTED, _once(e.RecountOrdered, "the recount is ordered")),
    e.BondPosted: (_REQUESTED, _once(e.BondPosted, "the bond is posted")),
    e.WinnerDesignated: (
        _REQUESTED,
        _after(e.WinnerNotified, "a copy of the request is sent to the apparent winner, (1)(b)"),
        _once(e.WinnerDesignated, "the second member is named"),
    ),
    e.MemberNamed: (
        Need("each of the three members is named by a step of its own, (3)(a)", lambda state: False),
    ),
    e.BoardConvened: (_REQUESTED, _ORDERED, _BOND, _DESIGNATED, _NOT_FILED, _ADJOURNED),
    e.JudgeNotified: (
        _CONVENED,
        _once(e.ThirdChosen, "the third member is chosen"),
        _once(e.JudgeNotified, "the chief judge is notified"),
    ),
    e.ThirdChosen: (_CONVENED, _once(e.ThirdChosen, "the third member is chosen")),
    e.KeyEntered: (_REQUESTED, _NOT_FILED),
    e.PrecinctsExtended: (_CONVENED, _NOT_FILED),
    e.MethodChosen: (_CONVENED, _NOT_FILED, _COMPLETE, _SESSION),
    e.SameProgramUsed: (
        _CONVENED,
        _NOT_FILED,
        _COMPLETE,
        _once(e.FlawFound, "the program was found flawed"),
    ),
    e.FlawFound: (_CONVENED, _NOT_FILED, _COMPLETE),
    e.ContainerOpened: (_CONVENED, _NOT_FILED, _COMPLETE, _SESSION),
    e.PrecinctRecounted: (_CONVENED, _NOT_FILED, _COMPLETE, _SESSION),
    e.ContainerResealed: (_CONVENED, _SESSION),
    e.Adjourned: (_CONVENED, _SESSION, _RESEALED),
    e.ReportMade: (_CONVENED, _NOT_FILED, _COMPLETE, _RESEALED),
    e.ReportSigned: (_CONVENED, _MADE, _NOT_FILED),
    e.ReportFiled: (_CONVENED, _MADE, _once(e.ReportFiled, "the report is filed")),
    e.CountyBoardNotified: (
        _FILED,
        _STANDS,
        _INCORRECT,
        _once(e.CountyBoardNotified, "the county board is notified"),
    ),
    e.CountyBoardCorrected: (
        _after(e.CountyBoardNotified, "the commissioner notifies the county board, (5)"),
        _once(e.CountyBoardCorrected, "its proceedings are corrected"),
    ),
    e.StateNotified: (_REQUESTED, _once(e.StateNotified, "the state commissioner is notified")),
    e.StateInformed: (
        _after(e.StateNotified, "the state commissioner is notified of the recount, (6)"),
        _FILED,
        _CORRECTED,
        _once(e.StateInformed, "the state commissioner is informed"),
    ),
    e.BondSettled: (
        _after(e.BondPosted, "a bond is posted, (2)(a)"),
        _FILED,
        _CORRECTED,
        _STATE_DONE,
        _once(e.BondSettled, "what becomes of the bond is settled"),
    ),
}
"""What each step needs, checked from left to right; the first that is not met is told."""

_GONE = Need(
    "this is a step of the law before, and what is in its place is not known here", lambda state: False
)
_NAMED = Need("first a member of the board is named", lambda state: bool(state.members))

UNREAD: Final[Mapping[type[e.Event], tuple[Need, ...]]] = {
    **NEEDS,
    e.ChairpersonActs: (_GONE,),
    e.RecountOrdered: (_once(e.RecountOrdered, "the recount is ordered"),),
    e.BondPosted: (_once(e.BondPosted, "the bond is posted"),),
    e.BondSettled: (_GONE,),
    e.FurtherBondSettled: (_GONE,),
    e.WinnerDesignated: (_GONE,),
    e.JudgeNotified: (_GONE,),
    e.ThirdChosen: (_GONE,),
    e.MemberNamed: (_NOT_FILED,),
    e.BoardConvened: (_NAMED, _NOT_FILED, _ADJOURNED),
    e.KeyEntered: (_NOT_FILED,),
    e.PrecinctsExtended: (_GONE,),
    e.MethodChosen: (_CONVENED, _NOT_FILED, _SESSION),
    e.SameProgramUsed: (_CONVENED, _NOT_FILED, _once(e.FlawFound, "the program was found flawed")),
    e.FlawFound: (_CONVENED, _NOT_FILED),
    e.ContainerOpened: (_CONVENED, _NOT_FILED, _SESSION),
    e.PrecinctRecounted: (_CONVENED, _NOT_FILED, _SESSION),
    e.ReportMade: (_CONVENED, _NOT_FILED, _RESEALED),
    e.StateNotified: (_once(e.StateNotified, "the state commissioner is notified"),),
}
"""The same under a law that was not read: what lies in the things themselves, see `unread`.  Whether a recount
begins by itself is told both ways, so that none waits for a request."""

EVENTS: Final = tuple(NEEDS)
"""All kinds of events, in the order of the statute."""


def missing(state: Proceedings, kind: type[e.Event]) -> str | None:
    """What must come before such a step, as far as the state alone shows it; None when nothing must."""
    if state.refused is not None:
        return f"the request was refused ({state.refused}), and nothing follows"
    return next((need.words for need in _needs(state)[kind] if not need.met(state)), None)


def _needs(state: Proceedings) -> Mapping[type[e.Event], tuple[Need, ...]]:
    return NEEDS if state.opening.law.read else UNREAD


def is_over(state: Proceedings) -> bool:
    """Whether nothing is left to do: reported, corrected, told and the bond settled; or refused."""
    if state.refused is not None:
        return True
    if not state.opening.law.read:
        return state.happened(e.ReportFiled) and corrected_where_needed(state)
    bond_done = state.bond_posted is None or state.bond_fate is not None
    bond_done &= all(it.bond_fate is not None for it in state.further if it.bond_posted)
    return (
        state.happened(e.ReportFiled) and corrected_where_needed(state) and _STATE_DONE.met(state) and bond_done
    )


def possible(state: Proceedings) -> tuple[type[e.Event], ...]:
    """Kinds of steps that may come next, in the order of the statute."""
    return tuple(kind for kind in NEEDS if missing(state, kind) is None)
