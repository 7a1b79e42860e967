"""Who sits on the board, who names them, and whether its report is signed: §50.48(3)(a), (4)(c)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from config.law.edition import Edition, edition_on
from config.law.errors import LawError, LawUnknownError


class Role(Enum):
    """Whom a member was designated by, §50.48(3)(a)(1) to (3)."""

    REQUESTER = "designee of the candidate requesting the recount"
    WINNER = "designee of the apparent winning candidate"
    JOINT = "third member, chosen jointly or appointed by the chief judge"

    @property
    def cite(self) -> str:
        """The clause that seats this member."""
        return f"50.48(3)(a)({list(Role).index(self) + 1})"


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
        needed: how many must.
        strangers: names that are not on the board; they count for nothing.
    """

    names: tuple[str, ...]
    needed: int
    strangers: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the report stands.  Otherwise the original numbers do."""
        return len(self.names) >= self.needed


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


def check_members(law: Edition, members: Sequence[Member]) -> tuple[str, ...]:
    """What is missing before these members may begin, one line each; nothing when they are the board.

    Raises:
        LawUnknownError: this edition has another kind of board.
    """
    _signatures_needed(law)
    lines = [
        f"§50.48(3)(a): {count or 'no'} {role.value}: there must be exactly one"
        for role in Role
        if (count := sum(member.role is role for member in members)) != 1
    ]
    keys = [_key(member.name) for member in members]
    lines += [
        f"§50.48(3)(a): '{member.name}' is named twice: the members are three persons"
        for place, member in enumerate(members)
        if keys[place] in keys[:place]
    ]
    return tuple(lines)


def signatures(law: Edition, members: Collection[Member], signed: Iterable[str]) -> Signatures:
    """Whether the report is signed by at least two members, §50.48(4)(c).

    Raises:
        LawUnknownError: this edition has another kind of board.
    """
    needed = _signatures_needed(law)
    names = {_key(name): name for name in signed}
    known = {_key(member.name) for member in members}
    return Signatures(
        names=tuple(member.name for member in members if _key(member.name) in names),
        needed=needed,
        strangers=tuple(name for key, name in names.items() if key not in known),
    )


def signing(day: date) -> tuple[int, str]:
    """Lines for signatures that the report on an election has, and what a reader is told beside them."""
    try:
        law = edition_on(day)
        needed = _signatures_needed(law)
    except LawUnknownError:
        text = (
            f"Who signs after an election on {day.isoformat()}, and what becomes of the count without it, "
            "is not known here: read the law in force."
        )
    else:
        text = (
            f"Without the signatures of {needed} of the board's {len(Role)} members the original count stands "
            f"({law.board.cite})."
        )
    return len(Role), text


def _signatures_needed(law: Edition) -> int:
    if law.board.kind != "three-members" or law.board.signatures is None:
        law.unknown("board and the signatures of its report")
    return law.board.signatures


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
