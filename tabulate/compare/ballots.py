"""One ballot of a count, as far as matching ballot to ballot needs it, and what a pile of them adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tabulate.compare.original import OriginalContest


@dataclass(frozen=True, slots=True)
class BallotRecord:
    """One ballot, or one sheet of it, as a count recorded it.

    Attributes:
        id: what the record and the paper share: imprint or record id; None when nothing ties them together.
        batch: where the ballot was counted; with `id` it is unique.
        votes: by contest on the ballot, the choices that get a vote: an empty set when the contest is blank,
            overvoted or undecided.  A contest that is not on the ballot has no entry.
        overvoted: contests with more marks than allowed.
        undecided: contests with a mark that a person has not decided on yet.
    """

    id: str | None
    batch: str
    votes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    overvoted: frozenset[str] = frozenset()
    undecided: frozenset[str] = frozenset()
    unit: str = ""
    mode: str = ""
    style: str = ""


@dataclass(slots=True)
class _Sum:
    votes: dict[str, int]
    ballots: int = 0
    overvotes: int = 0
    undecided: int = 0


def add_ballots(
    ballots: Iterable[BallotRecord],
    vote_for: Mapping[str, int] | None = None,
    choices: Mapping[str, Iterable[str]] | None = None,
) -> tuple[OriginalContest, ...]:
    """Totals of ballots by unit, mode and contest, in the order in which they first appear.

    Args:
        ballots: the records; overvoted contests add a ballot and an overvote and no vote.
        vote_for: how many may be chosen, by contest; without it undervotes are unknown.
        choices: all choices of a contest, which then have a number in every unit, zero included; choices
            that only the ballots name are zero where no ballot names them.

    Returns:
        totals; a contest of a unit with an undecided ballot has its ballots and no other number, because
        the others are not known yet.
    """
    piled = list(ballots)
    known: dict[str, dict[str, int]] = {
        contest: dict.fromkeys(names, 0) for contest, names in (choices or {}).items()
    }
    for ballot in piled:
        for contest, chosen in ballot.votes.items():
            names = known.get(contest)
            if names is None:
                names = known[contest] = {}
            if not names.keys() >= chosen:
                names.update(dict.fromkeys(sorted(chosen - names.keys()), 0))
    sums: dict[tuple[str, str, str], _Sum] = {}
    for ballot in piled:
        for contest, chosen in ballot.votes.items():
            key = (ballot.unit, ballot.mode, contest)
            added = sums.get(key)
            if added is None:
                added = sums[key] = _Sum(dict(known[contest]))
            added.ballots += 1
            added.overvotes += contest in ballot.overvoted
            added.undecided += contest in ballot.undecided
            for choice in chosen:
                added.votes[choice] += 1
    return tuple(_totals(*key, found, (vote_for or {}).get(key[2])) for key, found in sums.items())


def _totals(unit: str, mode: str, contest: str, found: _Sum, vote_for: int | None) -> OriginalContest:
    if found.undecided:
        return OriginalContest(unit, mode, contest, vote_for, found.ballots)
    undervotes = None
    if vote_for is not None:
        undervotes = vote_for * (found.ballots - found.overvotes) - sum(found.votes.values())
    return OriginalContest(
        unit, mode, contest, vote_for, found.ballots, found.overvotes, undervotes, dict(found.votes)
    )
