"""The numbers of a unit as plain tuples, with the places of each contest's numbers in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabulate.compare.tally import Part, Vector

Numbers = tuple[int, ...]
"""Numbers of a unit in the order of its `Space`."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one contest's numbers are.

    Attributes:
        vote_for: N; None when unknown, and then no sum is checked.
        votes: places of the choices' votes.
        ballots, overvotes, undervotes: places, or None when the number is unknown on a side.
        whole: whether every number of the contest is known on both sides.
    """

    contest: str
    vote_for: int | None
    votes: tuple[int, ...]
    ballots: int | None
    overvotes: int | None
    undervotes: int | None
    whole: bool

    @property
    def places(self) -> tuple[int, ...]:
        beside = (self.ballots, self.overvotes, self.undervotes)
        return (*self.votes, *(place for place in beside if place is not None))

    def weight(self, place: int) -> int:
        """How much one more at a place changes the imbalance."""
        each = self.vote_for or 1
        return {self.ballots: -each, self.overvotes: each}.get(place, 1)

    def imbalance(self, numbers: Numbers) -> int | None:
        """Votes + undervotes + N x overvoted - N x ballots; None when a number is unknown.

        Linear, so that it holds for differences as for counts.
        """
        if not self.whole or self.vote_for is None:
            return None
        return sum(self.weight(place) * numbers[place] for place in self.places)


@dataclass(frozen=True, slots=True)
class Space:
    """The numbers known on both sides of a unit, contest by contest."""

    parts: tuple[Part, ...]
    layouts: tuple[Layout, ...]

    def numbers(self, vector: Mapping[Part, int]) -> Numbers:
        """A vector in this order; what it does not have is 0."""
        return tuple(vector.get(part, 0) for part in self.parts)


def space_of(known: Vector, vote_for: Mapping[str, int | None], whole: Sequence[str]) -> Space:
    """The space of a unit.

    Args:
        known: numbers known on both sides, in any order.
        vote_for: N by contest.
        whole: contests all of whose numbers are known.
    """
    parts = tuple(sorted(known, key=lambda part: (list(vote_for).index(part.contest), part.what != "votes")))
    layouts = []
    for contest in dict.fromkeys(part.contest for part in parts):
        own = [(place, part) for place, part in enumerate(parts) if part.contest == contest]
        beside = {part.what: place for place, part in own if part.what != "votes"}
        layouts.append(
            Layout(
                contest,
                vote_for[contest],
                tuple(place for place, part in own if part.what == "votes"),
                beside.get("ballots"),
                beside.get("overvotes"),
                beside.get("undervotes"),
                contest in whole,
            )
        )
    return Space(parts, tuple(layouts))
