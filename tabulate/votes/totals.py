"""Totals by unit, mode, contest and choice: always derived from readings, never stored."""

from __future__ import annotations

from dataclasses import dataclass, field


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
