"""An import under our own names: contests chosen, names replaced, modes that became one added up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from tabulate.compare import OriginalContest
from tabulate.compare.ballots import BallotRecord
from tabulate.compare.words import some
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming


def renamed(count: Imported, naming: Naming, name: str) -> Imported:
    """Applies contests, units, modes and choices of a naming; rows that become one are added up and noted.

    Raises:
        OriginalCountError: the naming speaks of something that is not in the file, or makes one choice of two.
    """
    _known("contest", naming.only, {row.contest for row in count.rows}, name)
    _known("contest", naming.vote_for, {row.contest for row in count.rows}, name)
    _known("contest", naming.contests, {row.contest for row in count.rows}, name)
    _known("unit", naming.units, {row.unit for row in count.rows}, name)
    _known("mode", naming.modes, {row.mode for row in count.rows}, name)
    _known("batch", naming.batches, {ballot.batch for ballot in count.ballots}, name)
    for contest, choices in naming.choices.items():
        of_contest = [row for row in count.rows if row.contest == contest]
        _known("contest", (contest,), {row.contest for row in of_contest}, name)
        _known(f"choice of '{contest}'", choices, {choice for row in of_contest for choice in row.votes}, name)
    changes = naming.only or naming.units or naming.modes or naming.contests or naming.choices or naming.batches
    merged: dict[tuple[str, str, str], OriginalContest] = {}
    notes: dict[str, None] = dict.fromkeys(count.notes)
    for row in count.rows:
        if naming.only and row.contest not in naming.only:
            continue
        new = _row(row, naming, name)
        key = (new.unit, new.mode, new.contest)
        if key in merged:
            notes[f"numbers of {row.unit}, {row.mode} were added to those named {new.unit}, {new.mode}"] = None
            new = added([merged[key], new])
        merged[key] = new
    return dataclasses.replace(
        count,
        rows=tuple(merged.values()),
        ballots=_ballots(count.ballots, naming) if changes else count.ballots,
        notes=tuple(notes),
        homes={naming.units.get(unit, unit): county for unit, county in count.homes.items()},
    )


def added(rows: Iterable[OriginalContest]) -> OriginalContest:
    """The sum of rows of one contest, under the first one's names; what one does not know is unknown."""
    given = list(rows)
    first = given[0]
    votes = {
        choice: sum(row.votes[choice] for row in given)
        for choice in first.votes
        if all(choice in row.votes for row in given)
    }
    return dataclasses.replace(
        first,
        votes=votes,
        ballots=_sum(row.ballots for row in given),
        overvotes=_sum(row.overvotes for row in given),
        undervotes=_sum(row.undervotes for row in given),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _row(row: OriginalContest, naming: Naming, name: str) -> OriginalContest:
    choices = naming.choices.get(row.contest, {})
    votes: dict[str, int] = {}
    for choice, number in row.votes.items():
        new = choices.get(choice, choice)
        if new in votes:
            raise OriginalCountError(
                f"{name}: two choices of '{row.contest}' would be called '{new}'; give each its own name"
            )
        votes[new] = number
    return dataclasses.replace(
        row,
        unit=naming.units.get(row.unit, row.unit),
        mode=naming.modes.get(row.mode, row.mode),
        contest=naming.contests.get(row.contest, row.contest),
        votes=votes,
    )


def _ballots(ballots: Iterable[BallotRecord], naming: Naming) -> tuple[BallotRecord, ...]:
    # Records of equal votes share one mapping, and go on sharing it.
    known: dict[int, dict[str, frozenset[str]]] = {}
    return tuple(_ballot(ballot, naming, known) for ballot in ballots)


def _ballot(ballot: BallotRecord, naming: Naming, known: dict[int, dict[str, frozenset[str]]]) -> BallotRecord:
    def ours(contest: str) -> str:
        return naming.contests.get(contest, contest)

    def wanted(contests: Iterable[str]) -> frozenset[str]:
        return frozenset(ours(contest) for contest in contests if not naming.only or contest in naming.only)

    votes = known.get(id(ballot.votes)) or {
        ours(contest): frozenset(naming.choices.get(contest, {}).get(choice, choice) for choice in chosen)
        for contest, chosen in ballot.votes.items()
        if not naming.only or contest in naming.only
    }
    known[id(ballot.votes)] = votes
    return dataclasses.replace(
        ballot,
        batch=naming.batches.get(ballot.batch, ballot.batch),
        votes=votes,
        overvoted=wanted(ballot.overvoted),
        undecided=wanted(ballot.undecided),
        unit=naming.units.get(ballot.unit, ballot.unit),
        mode=naming.modes.get(ballot.mode, ballot.mode),
    )


def _known(what: str, given: Iterable[str], known: set[str], name: str) -> None:
    for one in given:
        if one not in known:
            raise OriginalCountError(
                f"{name}: has no {what} '{one}', which the file of names speaks of; it has "
                f"{some(sorted(known))}"
            )
