"""What changed in one contest of one unit, with ballots and intent kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tabulate.compare.contests import ContestInfo
from tabulate.compare.tally import Part, Tally, Unit, Vector


@dataclass(frozen=True, slots=True)
class Change:
    """A number before and after; None is unknown."""

    original: int | None
    retabulated: int | None

    @property
    def change(self) -> int | None:
        if self.original is None or self.retabulated is None:
            return None
        return self.retabulated - self.original

    def to_json(self) -> dict[str, int | None]:
        return {"original": self.original, "retabulated": self.retabulated, "change": self.change}


@dataclass(frozen=True, slots=True)
class Split:
    """The change of votes of a contest, parted into what ballots can have done and what they cannot.

    A ballot more or less can bring or take any number of votes from none to N.  What lies outside of that must
    come from ballots read differently.  The two are never netted against each other.

    Attributes:
        votes: change of all votes, write-ins included.
        ballots: change of ballots.
        ballots_at_most: N x `ballots`: what the change of ballots can have done at most, with its sign.
        intent_at_least: the part of `votes` that no change of ballots can explain, with its sign.
        unvoted: change of undervotes + N x change of overvoted ballots, as it follows from the two others.
    """

    votes: int
    ballots: int
    ballots_at_most: int
    intent_at_least: int
    unvoted: int

    def to_json(self) -> dict[str, int]:
        return {
            "votes": self.votes,
            "ballots": self.ballots,
            "ballots_at_most": self.ballots_at_most,
            "intent_at_least": self.intent_at_least,
            "unvoted": self.unvoted,
        }


def split_of(votes: int, ballots: int, vote_for: int) -> Split:
    """Part a change of votes from a change of ballots, in a contest where `vote_for` may be chosen."""
    at_most = vote_for * ballots
    low, high = min(0, at_most), max(0, at_most)
    intent = votes - high if votes > high else votes - low if votes < low else 0
    return Split(votes, ballots, at_most, intent, at_most - votes)


@dataclass(frozen=True, slots=True)
class ContestChange:
    """One contest of one unit on both sides.

    Attributes:
        original, retabulated: the two tallies; None when that side has nothing on this contest in this unit.
        choices: change by choice, in program order.
        write_in: the choice that stands for all write-in lines, None without one.
    """

    unit: str
    mode: str
    contest: str
    vote_for: int | None
    original: Tally | None
    retabulated: Tally | None
    choices: tuple[tuple[str, Change], ...]
    write_in: str | None = None

    @property
    def on_both(self) -> bool:
        return self.original is not None and self.retabulated is not None

    @property
    def ballots(self) -> Change:
        return self._number("ballots")

    @property
    def overvotes(self) -> Change:
        return self._number("overvotes")

    @property
    def undervotes(self) -> Change:
        return self._number("undervotes")

    @property
    def votes(self) -> Change:
        """All votes of the contest, write-ins included."""
        return Change(
            self.original.cast() if self.original else None,
            self.retabulated.cast() if self.retabulated else None,
        )

    @property
    def differs(self) -> bool:
        """Whether a number known on both sides is not the same."""
        return any(self.vector().values())

    @property
    def split(self) -> Split | None:
        """Ballots and intent apart; None when votes or ballots are unknown on a side."""
        votes, ballots = self.votes.change, self.ballots.change
        if votes is None or ballots is None or self.vote_for is None:
            return None
        return split_of(votes, ballots, self.vote_for)

    @property
    def imbalance(self) -> int | None:
        """What is left of the identity of changes: 0 when it holds, None when a number is unknown.

        Change of candidates' votes = N x change of ballots - change of undervotes - N x change of overvoted
        ballots - change of write-ins.
        """
        parts = [self.ballots.change, self.undervotes.change, self.overvotes.change]
        parts += [change.change for _, change in self.choices]
        if self.vote_for is None or None in parts:
            return None
        ballots, undervotes, overvotes, *votes = [part for part in parts if part is not None]
        write_ins = sum(change.change or 0 for choice, change in self.choices if choice == self.write_in)
        candidates = sum(votes) - write_ins
        return candidates - (self.vote_for * ballots - undervotes - self.vote_for * overvotes - write_ins)

    def vector(self) -> Vector:
        """Changes of all numbers known on both sides."""
        changes = {Part(self.contest, "votes", choice): change.change for choice, change in self.choices}
        for what in ("ballots", "overvotes", "undervotes"):
            changes[Part(self.contest, what)] = self._number(what).change
        return {part: change for part, change in changes.items() if change is not None}

    def to_json(self) -> dict[str, Any]:
        return {
            "contest": self.contest,
            "vote_for": self.vote_for,
            "in_original": self.original is not None,
            "in_retabulation": self.retabulated is not None,
            "ballots": self.ballots.to_json(),
            "overvotes": self.overvotes.to_json(),
            "undervotes": self.undervotes.to_json(),
            "votes": self.votes.to_json(),
            "choices": [{"choice": choice, **change.to_json()} for choice, change in self.choices],
            "split": self.split.to_json() if self.split else None,
            "imbalance": {
                "original": self.original.imbalance() if self.original else None,
                "retabulated": self.retabulated.imbalance() if self.retabulated else None,
                "change": self.imbalance,
            },
        }

    def _number(self, what: str) -> Change:
        return Change(
            getattr(self.original, what) if self.original else None,
            getattr(self.retabulated, what) if self.retabulated else None,
        )


def contest_change(
    unit: Unit,
    contest: str,
    original: Tally | None,
    retabulated: Tally | None,
    info: ContestInfo | None,
) -> ContestChange:
    """Put the two tallies of a contest side by side."""
    sides = [side for side in (original, retabulated) if side is not None]
    order = dict.fromkeys(
        (*(info.compared() if info else ()), *(choice for side in sides for choice in side.votes))
    )
    choices = tuple(
        (
            choice,
            Change(
                original.votes.get(choice) if original else None,
                retabulated.votes.get(choice) if retabulated else None,
            ),
        )
        for choice in order
    )
    vote_for = next((side.vote_for for side in sides if side.vote_for is not None), None)
    return ContestChange(
        *unit, contest, vote_for, original, retabulated, choices, info.write_in_key if info else None
    )
