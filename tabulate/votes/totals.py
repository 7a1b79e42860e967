"""Totals by unit, mode, contest and choice: always derived from readings, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from config.program import Contest, ElectionProgram
from tabulate.votes.records import ContestVotes


@dataclass(frozen=True, slots=True)
class ContestTotals:
    """One contest in one unit and mode.

    For a contest in which ``vote_for`` may be chosen:
    ``sum(votes) + undervotes + vote_for * overvotes == vote_for * ballots``.

    Attributes:
        ballots: counted ballots that carry the contest.
        overvotes: ballots on which the contest is overvoted.
        undervotes: votes that could have been cast and were not, on ballots not overvoted.
        blanks: ballots on which nothing in the contest is marked.
        votes: votes by choice id, write-in lines included, in program order.
    """

    unit: str
    mode: str
    contest: str
    vote_for: int
    ballots: int
    overvotes: int
    undervotes: int
    blanks: int
    votes: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: ContestTotals) -> ContestTotals:
        """The same contest over more ballots; `other` has the same choices and is of the same unit and mode."""
        return replace(
            self,
            ballots=self.ballots + other.ballots,
            overvotes=self.overvotes + other.overvotes,
            undervotes=self.undervotes + other.undervotes,
            blanks=self.blanks + other.blanks,
            votes={choice: votes + other.votes[choice] for choice, votes in self.votes.items()},
        )


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """What one counted sheet adds to the totals."""

    unit: str
    mode: str
    contests: Sequence[ContestVotes]


def count(program: ElectionProgram, sheets: Iterable[CountedSheet]) -> list[ContestTotals]:
    """Add up sheets by unit, mode and contest.

    Args:
        program: the program the sheets were read with.
        sheets: counted sheets; quarantined sheets are not among them and are accounted for apart.

    Returns:
        totals sorted by unit and mode, contests in program order; a contest appears for a unit and mode
        when a ballot there carries it.

    Raises:
        KeyError: a sheet has a contest or choice that the program does not have.
    """
    tallies: dict[tuple[str, str], dict[str, _Tally]] = {}
    contests = {contest.id: contest for contest in program.contests}
    for sheet in sheets:
        of_unit = tallies.setdefault((sheet.unit, sheet.mode), {})
        for votes in sheet.contests:
            contest = contests[votes.contest]
            tally = of_unit.get(contest.id)
            if tally is None:
                tally = of_unit[contest.id] = _Tally({choice.id: 0 for choice in contest.choices})
            tally.add(votes, contest.vote_for)
    return [
        tallies[unit, mode][contest.id].totals(unit, mode, contest)
        for unit, mode in sorted(tallies)
        for contest in program.contests
        if contest.id in tallies[unit, mode]
    ]


@dataclass(slots=True)
class _Tally:
    votes: dict[str, int]
    ballots: int = 0
    overvotes: int = 0
    undervotes: int = 0
    blanks: int = 0

    def add(self, votes: ContestVotes, vote_for: int) -> None:
        self.ballots += 1
        self.overvotes += votes.overvoted
        self.undervotes += votes.undervotes
        self.blanks += votes.undervotes == vote_for
        for choice in votes.votes:
            self.votes[choice] += 1

    def totals(self, unit: str, mode: str, contest: Contest) -> ContestTotals:
        return ContestTotals(
            unit=unit,
            mode=mode,
            contest=contest.id,
            vote_for=contest.vote_for,
            ballots=self.ballots,
            overvotes=self.overvotes,
            undervotes=self.undervotes,
            blanks=self.blanks,
            votes=dict(self.votes),
        )
