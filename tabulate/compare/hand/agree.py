"""Two tallies must agree before a batch counts, and all batches before a unit does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.program import ElectionProgram
from tabulate.compare.contests import ContestInfo, as_infos
from tabulate.compare.hand.entry import HandEntry
from tabulate.compare.original import OriginalContest
from tabulate.compare.tally import Unit
from tabulate.compare.words import listed, place

TALLIES = 2
"""Independent tallies that must agree: the practice of hand counts in pairs of talliers."""


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A contest of a batch that does not count yet.

    Attributes:
        why: a sentence: who must do what.
        numbers: where two tallies differ, the numbers of each by name of the number.
    """

    unit: str
    mode: str
    batch: str
    contest: str
    why: str
    numbers: dict[str, tuple[int, ...]]

    def to_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "mode": self.mode,
            "batch": self.batch,
            "contest": self.contest,
            "why": self.why,
            "numbers": {name: list(numbers) for name, numbers in self.numbers.items()},
        }


@dataclass(frozen=True, slots=True)
class HandCount:
    """The hand count as far as it stands.

    Attributes:
        batches: an entry for every batch and contest on which the tallies agree.
        totals: by unit, mode and contest, of those all of whose batches agree; others are unknown.
        open: what does not count yet.
    """

    batches: tuple[HandEntry, ...]
    totals: tuple[OriginalContest, ...]
    open: tuple[OpenBatch, ...]


def agreed(
    entries: Sequence[HandEntry],
    program: ElectionProgram | Sequence[ContestInfo],
    expected: Mapping[tuple[str, str], Sequence[str]] | None = None,
) -> HandCount:
    """Hold the tallies of each batch against each other.

    A contest of a batch counts when its last turn has two tallies of different names, equal in every number,
    and the numbers add up.

    Args:
        entries: all entries of all turns.
        program: vote-for and names.
        expected: names of all batches by unit and mode; without it, those that have an entry.
    """
    infos = {info.id: info for info in as_infos(program)}
    groups: dict[tuple[Unit, str, str], list[HandEntry]] = {}
    for entry in entries:
        groups.setdefault((Unit(entry.unit, entry.mode), entry.batch, entry.contest), []).append(entry)
    good: dict[tuple[Unit, str], list[HandEntry]] = {}
    still: list[OpenBatch] = []
    for (unit, batch, contest), group in groups.items():
        last = [entry for entry in group if entry.turn == max(item.turn for item in group)]
        why, numbers = _disagreement(last, infos[contest])
        if why:
            still.append(OpenBatch(*unit, batch, contest, f"batch {batch} of {place(*unit)}: {why}", numbers))
        else:
            good.setdefault((unit, contest), []).append(last[0])
    still += _never_entered(groups.keys(), expected or {})
    waiting = {(Unit(item.unit, item.mode), item.contest) for item in still}
    totals = [
        _total(unit, contest, found, infos[contest])
        for (unit, contest), found in good.items()
        if (unit, contest) not in waiting
    ]
    return HandCount(tuple(entry for found in good.values() for entry in found), tuple(totals), tuple(still))


def _disagreement(last: Sequence[HandEntry], info: ContestInfo) -> tuple[str, dict[str, tuple[int, ...]]]:
    """Why the last turn of a batch does not count; empty when it does."""
    names = [entry.tally for entry in last]
    if len(last) < TALLIES:
        return f"only tally {names[0]} is entered for {info.title}; a second one must count it alone", {}
    if len(last) > TALLIES:
        return f"{listed(names)} stand in one turn for {info.title}; a turn has two tallies", {}
    one, two = (entry.numbers() for entry in last)
    differ: dict[str, tuple[int, ...]] = {
        name: (one.get(name, 0), two.get(name, 0)) for name in one | two if one.get(name, 0) != two.get(name, 0)
    }
    if differ:
        said = listed(f"{_say(name, info)} {both[0]} and {both[1]}" for name, both in differ.items())
        return f"{listed(names)} differ in {info.title}: {said}; both count it again", differ
    left_over = last[0].imbalance(info.vote_for) if info.vote_for else 0
    if left_over:
        return f"{listed(names)} agree in {info.title}, and the numbers do not add up by {left_over:+d}", {}
    return "", {}


def _say(name: str, info: ContestInfo) -> str:
    return info.name(name.removeprefix("votes:")) if name.startswith("votes:") else name


def _never_entered(
    entered: Collection[tuple[Unit, str, str]], expected: Mapping[tuple[str, str], Sequence[str]]
) -> list[OpenBatch]:
    found = []
    for unit, batches in expected.items():
        contests = dict.fromkeys(contest for other, _, contest in entered if other == unit)
        for batch in batches:
            found += [
                OpenBatch(*unit, batch, contest, f"batch {batch} of {place(*unit)}: no tally is entered", {})
                for contest in contests
                if (unit, batch, contest) not in entered
            ]
    return found


def _total(unit: Unit, contest: str, entries: Sequence[HandEntry], info: ContestInfo) -> OriginalContest:
    votes = {choice: sum(entry.votes[choice] for entry in entries) for choice in entries[0].votes}
    ballots, overvotes, undervotes = (
        sum(getattr(entry, what) for entry in entries) for what in ("ballots", "overvotes", "undervotes")
    )
    return OriginalContest(*unit, contest, info.vote_for, ballots, overvotes, undervotes, votes)
