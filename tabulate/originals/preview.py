"""An import on one screen: what is in it and what it comes to, for a person to say yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tabulate.compare import OriginalContest
from tabulate.originals.imported import Imported


@dataclass(frozen=True, slots=True)
class ContestPreview:
    """One contest over all its units and modes.

    Attributes:
        units: how many units have a number of it.
        modes: the modes it has numbers in.
        votes: by choice, the sum over units and modes; None where a unit that has the contest lacks the number.
        ballots: likewise; so are overvotes and undervotes.
    """

    contest: str
    vote_for: int | None
    units: int
    modes: tuple[str, ...]
    votes: dict[str, int | None]
    ballots: int | None
    overvotes: int | None
    undervotes: int | None

    def to_json(self) -> dict[str, Any]:
        return {
            "contest": self.contest,
            "vote_for": self.vote_for,
            "units": self.units,
            "modes": list(self.modes),
            "votes": self.votes,
            "ballots": self.ballots,
            "overvotes": self.overvotes,
            "undervotes": self.undervotes,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person sees before an import."""

    format: str
    election: str
    status: str
    read: int
    ballots: int
    units: tuple[str, ...]
    modes: tuple[str, ...]
    contests: tuple[ContestPreview, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "election": self.election,
            "status": self.status,
            "read": self.read,
            "ballots": self.ballots,
            "units": list(self.units),
            "modes": list(self.modes),
            "contests": [contest.to_json() for contest in self.contests],
            "notes": list(self.notes),
        }


def preview(count: Imported) -> Preview:
    """Sums up an import."""
    by_contest: dict[str, list[OriginalContest]] = {}
    for row in count.rows:
        by_contest.setdefault(row.contest, []).append(row)
    return Preview(
        format=count.format,
        election=count.election,
        status=count.status,
        read=count.read,
        ballots=len(count.ballots),
        units=tuple(dict.fromkeys(row.unit for row in count.rows)),
        modes=tuple(dict.fromkeys(row.mode for row in count.rows)),
        contests=tuple(_contest(contest, rows) for contest, rows in by_contest.items()),
        notes=count.notes,
    )


def _contest(contest: str, rows: list[OriginalContest]) -> ContestPreview:
    choices = dict.fromkeys(choice for row in rows for choice in row.votes)
    return ContestPreview(
        contest=contest,
        vote_for=rows[0].vote_for,
        units=len({row.unit for row in rows}),
        modes=tuple(dict.fromkeys(row.mode for row in rows)),
        votes={choice: _sum([row.votes.get(choice) for row in rows]) for choice in choices},
        ballots=_sum([row.ballots for row in rows]),
        overvotes=_sum([row.overvotes for row in rows]),
        undervotes=_sum([row.undervotes for row in rows]),
    )


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
