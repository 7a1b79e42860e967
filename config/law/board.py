"""Who sits on the board, who names them, and whether its report is signed: §50.48(3)(a), (4)(c)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from config.law.edition import Edition, edition_on
from config.law.errors import LawError, LawUnknownError


class Role(Enum):
    """Whom a member was designated by: one of `SEATS`, or, as is reported of the law of 2025, the auditor."""

    REQUESTER = "designee of the candidate requesting the recount"
    WINNER = "designee of the apparent winning candidate"
    JOINT = "third member, chosen jointly or appointed by the chief judge"
    APPOINTED = "named by the county auditor"

    @property
    def cite(self) -> str | None:
        """The clause that seats this member; None where it was not read."""
        return f"50.48(3)(a)({SEATS.index(self) + 1})" if self in SEATS else None


SEATS: Final = (Role.REQUESTER, Role.WINNER, Role.JOINT)
"""The board of three, in the order of §50.48(3)(a)(1) to (3)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A named person of the board."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signed, and whether that is enough.

    Attributes:
        names: members who signed, in the board's order.
        needed: how many must; None where the law on it was not read.
        strangers: names that are not on the board; they count for nothing.
    """

    names: tuple[str, ...]
    needed: int | None
    strangers: tuple[str, ...] = ()

    @property
    def stands(self) -> bool | None:
        """Whether the report stands.  Otherwise the original numbers do; None where nobody here knows."""
        return None if self.needed is None else len(self.names) >= self.needed


def same_person(one: str, other: str) -> bool:
    """Whether two names are written for one person: spaces and capitals do not matter."""
    return _key(one) == _key(other)


def names_second_member(
    votes: Mapping[str, int], requester: str, *, seats: int = 1, nominated: bool = True
) -> str:
    """Who designates the second member.

    The apparent winner, §50.48(3)(a)(2); of several the one with the fewest votes, 721—26.103(2).  In a
    primary where nobody reached the votes needed: who has most, and when that is the requester, who is second,
    §43.56(1)(b).

    Args:
        votes: by person, over the whole jurisdiction of the office.
        requester: the candidate requesting the recount.
        seats: how many persons are elected or nominated.
        nominated: False for a primary in which nobody was nominated.

    Raises:
        LawError: too few persons, or a tie; who is the apparent winner is then for the law's lot, not for us.
    """
    order = sorted(votes, key=lambda person: -votes[person])
    if not 1 <= seats < len(order):
        raise LawError(f"{seats} to be elected of {len(order)} persons; correct the votes")
    place = seats - 1
    if not nominated:
        place = 1 if order[0] == requester else 0
    chosen = order[place]
    tied = [person for person in order if votes[person] == votes[chosen] and person != chosen]
    if tied:
        raise LawError(f"'{chosen}' and '{tied[0]}' have {votes[chosen]} votes each; a person says who it is")
    if chosen == requester:
        raise LawError(f"'{requester}' is the apparent winner; somebody else designates the first member")
    return chosen


def signatures(law: Edition, members: Collection[Member], signed: Iterable[str]) -> Signatures:
    """Whether the report is signed by at least two members, §50.48(4)(c)."""
    names = {_key(name): name for name in signed}
    known = {_key(member.name) for member in members}
    return Signatures(
        names=tuple(member.name for member in members if _key(member.name) in names),
        needed=law.board.signatures,
        strangers=tuple(name for key, name in names.items() if key not in known),
    )


def signing(day: date) -> tuple[int, str]:
    """Lines for signatures that the report on an election has, and what a reader is told beside them."""
    try:
        law = edition_on(day)
    except LawUnknownError:
        needed = None
    else:
        needed, cite = law.board.signatures, law.board.cite
    if needed is None:
        text = (
            f"Who signs after an election on {day.isoformat()}, and what becomes of the count without it, "
            "is not known here: read the law in force."
        )
    else:
        text = (
            f"Without the signatures of {needed} of the board's {len(SEATS)} members the original count stands "
            f"({cite})."
        )
    return len(SEATS), text


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
