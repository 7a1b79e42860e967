"""How each precinct is recounted: §50.48(4)(a) with 721—26.104(1) and 26.105(2).

What was counted by hand is recounted by hand.  What was counted by machine is recounted by machine, by hand,
or both; where both differ, the board says which it reports.  A county's absentee precinct is one precinct
(§53.20).

In 2020 the Secretary of State's counsel read the rule as one method a precinct.  Scott, Johnson and Clinton
counted by machine and looked at set-aside over- and undervotes by hand, on a county attorney's opinion.  That
hybrid is possible here, but only when somebody's authority for it is stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from config.law.edition import Edition
from config.law.errors import LawError


class Method(Enum):
    """How one precinct is recounted."""

    HAND = "hand"
    MACHINE = "machine"
    BOTH = "both"
    HYBRID = "hybrid"

    @property
    def by_machine(self) -> bool:
        """Whether the ballots go through tabulating equipment, so that the program matters."""
        return self is not Method.HAND


@dataclass(frozen=True, slots=True)
class PrecinctMethod:
    """The board's choice for one precinct.

    Attributes:
        originally: how its ballots were counted for the canvass.
        method: how they are recounted.
        reported: which of the two the board reports; for `Method.BOTH` alone.
        authority: who says that a hybrid may be done, and why; for `Method.HYBRID` alone.
    """

    precinct: str
    originally: Literal["hand", "machine"]
    method: Method
    reported: Literal["hand", "machine"] | None = None
    authority: str | None = None


def check_method(law: Edition, choice: PrecinctMethod) -> None:
    """Whether a precinct may be recounted in this way.

    Raises:
        LawError: it may not, or the choice does not say what it must.
    """
    where, method = f"precinct '{choice.precinct}'", choice.method
    if law.read and choice.originally == "hand" and method.by_machine:
        raise LawError(f"{where} was counted by hand and is recounted by hand (721—26.104(1)); choose hand")
    if (method is Method.BOTH) != (choice.reported is not None):
        raise LawError(f"{where}: where both methods are used, and only there, say which one is reported")
    if (method is Method.HYBRID) != bool(choice.authority and choice.authority.strip()):
        raise LawError(
            f"{where}: a hybrid of machine and hand, and nothing else, needs the authority for it: "
            "who says that it may be done, and why"
        )


def method_doubt(law: Edition, choice: PrecinctMethod) -> str | None:
    """What a person must look at before relying on a precinct's method; None when there is nothing."""
    if choice.authority is not None:
        return f"precinct '{choice.precinct}': machine and hand are mixed, on {choice.authority}"
    if law.methods.rule == "as-original" and choice.method.value != choice.originally:
        return (
            f"precinct '{choice.precinct}' was counted by {choice.originally} and is recounted by "
            f"{choice.method.value}; {law.methods.cite}: as it was counted first, and when another way may be "
            "taken is not known here"
        )
    return None
