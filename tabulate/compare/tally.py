"""One shape for both sides of the comparison, in which every number may be unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tabulate.compare.contests import WRITE_INS, ContestInfo
from tabulate.compare.original import OriginalContest
from tabulate.votes.totals import ContestTotals


class Unit(NamedTuple):
    """A unit in one mode: the smallest thing an original count gives numbers for."""

    unit: str
    mode: str


class Part(NamedTuple):
    """One number of a unit: `what` is ``votes`` of a choice, ``ballots``, ``overvotes`` or ``undervotes``."""

    contest: str
    what: str
    choice: str = ""

    @property
    def key(self) -> str:
        """Name within the contest: ``votes:CHOICE``, ``ballots``, ``overvotes`` or ``undervotes``."""
        return f"votes:{self.choice}" if self.what == "votes" else self.what


Vector = dict[Part, int]
"""The known numbers of a unit over all its contests."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One contest of one unit on one side.

    Attributes:
        votes: by choice id as compared (write-in lines as one); None is unknown, never zero.
    """

    contest: str
    vote_for: int | None
    ballots: int | None
    overvotes: int | None
    undervotes: int | None
    votes: dict[str, int | None] = field(default_factory=dict)

    def parts(self) -> Vector:
        """The known numbers."""
        numbers = {Part(self.contest, "votes", choice): count for choice, count in self.votes.items()}
        numbers[Part(self.contest, "ballots")] = self.ballots
        numbers[Part(self.contest, "overvotes")] = self.overvotes
        numbers[Part(self.contest, "undervotes")] = self.undervotes
        return {part: count for part, count in numbers.items() if count is not None}

    def cast(self) -> int | None:
        """All votes of the contest, write-ins included; None when one of them is unknown."""
        known = [count for count in self.votes.values() if count is not None]
        return sum(known) if len(known) == len(self.votes) else None

    def imbalance(self) -> int | None:
        """Votes + undervotes + N x overvoted - N x ballots: 0 when the numbers add up, None when unknown."""
        cast = self.cast()
        if cast is None or None in (self.vote_for, self.ballots, self.overvotes, self.undervotes):
            return None
        assert self.vote_for is not None and self.ballots is not None
        assert self.overvotes is not None and self.undervotes is not None
        return cast + self.undervotes + self.vote_for * self.overvotes - self.vote_for * self.ballots

    def excess(self) -> int | None:
        """By how much the numbers cannot be true: the imbalance, or with some unknown, what the known exceed.

        None when nothing is proved.
        """
        whole = self.imbalance()
        if whole is not None or self.vote_for is None or self.ballots is None:
            return whole
        known = sum(count for count in self.votes.values() if count is not None)
        known += (self.undervotes or 0) + self.vote_for * (self.overvotes or 0)
        over = known - self.vote_for * self.ballots
        return over if over > 0 else None


Side = dict[Unit, dict[str, Tally]]
"""A whole count: tallies by unit and contest id."""


def side_of(
    totals: Iterable[OriginalContest] | Iterable[ContestTotals], infos: Mapping[str, ContestInfo]
) -> Side:
    """A count by unit and contest, with write-in lines summed.

    Raises:
        ValueError: one unit, mode and contest given twice.
    """
    side: Side = {}
    for contest in totals:
        tallies = side.setdefault(Unit(contest.unit, contest.mode), {})
        if contest.contest in tallies:
            raise ValueError(f"{contest.unit}, {contest.mode}, {contest.contest}: given twice")
        info = infos.get(contest.contest)
        vote_for = contest.vote_for if contest.vote_for is not None else (info.vote_for if info else None)
        tallies[contest.contest] = Tally(
            contest.contest,
            vote_for,
            contest.ballots,
            contest.overvotes,
            contest.undervotes,
            _merge_write_ins(_complete(contest, info), info),
        )
    return side


def _complete(contest: OriginalContest | ContestTotals, info: ContestInfo | None) -> Mapping[str, int]:
    """Votes by choice.  Our own totals count every choice, so that a choice without an entry got no vote."""
    if info is None or isinstance(contest, OriginalContest):
        return contest.votes
    return {**dict.fromkeys(info.choices, 0), **contest.votes}


def _merge_write_ins(votes: Mapping[str, int], info: ContestInfo | None) -> dict[str, int | None]:
    """Votes by choice as compared.  Choices without a number are unknown.

    Write-in lines become one number: the sum given for all of them, or of all lines when each is given; some
    lines alone do not make a known sum.
    """
    if info is None or not info.choices:
        return dict(votes)
    merged: dict[str, int | None] = {}
    for choice in info.compared():
        if choice == info.write_in_key:
            continue
        merged[choice] = votes.get(choice)
    for choice in votes:
        if choice not in merged and choice not in info.write_ins and choice != info.write_in_key:
            merged[choice] = votes[choice]
    if info.write_in_key is not None:
        given = {*info.write_ins, WRITE_INS} & votes.keys()
        whole = info.write_in_key in given or set(info.write_ins) <= given
        merged[info.write_in_key] = sum(votes[choice] for choice in given) if whole else None
    return merged


def vector_of(tallies: Mapping[str, Tally]) -> Vector:
    """The known numbers of a unit, over its contests."""
    return {part: count for tally in tallies.values() for part, count in tally.parts().items()}


def subtract(left: Mapping[Part, int], right: Mapping[Part, int]) -> Vector:
    """The left less the right, for the numbers known on both."""
    return {part: left[part] - right[part] for part in left if part in right}


def units_in_order(sides: Sequence[Side]) -> tuple[Unit, ...]:
    """All units, those of the first side first, in its order."""
    return tuple(dict.fromkeys(unit for side in sides for unit in side))
