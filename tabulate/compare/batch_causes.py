"""Causes that strike whole batches: counted twice, left out, filed under another unit, scanned twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tabulate.compare.case import Batch, Case
from tabulate.compare.findings import Cause
from tabulate.compare.moves import moved
from tabulate.compare.subset import exact_subsets
from tabulate.compare.tally import Part, Unit, Vector, subtract
from tabulate.compare.unit_causes import contests_of
from tabulate.compare.words import count, listed, place, signed

Direction = Literal["batch_counted_twice", "batch_left_out"]


@dataclass(frozen=True, slots=True)
class Match:
    """Batches of a unit that explain its change, and what they leave over."""

    direction: Direction
    batches: tuple[Batch, ...]
    total: Vector
    rest: Vector
    complete: bool


@dataclass(frozen=True, slots=True)
class BatchSearch:
    """What the search for batches came to.

    Attributes:
        words: said where nothing was found: how far one may rely on that.
    """

    causes: list[Cause]
    words: str


def search_batches(case: Case, unit: Unit) -> BatchSearch:
    """Batches whose totals are, over all contests of the unit at once, exactly the difference."""
    found: list[Cause] = []
    matches, complete = _matches(case, unit)
    for match in matches:
        found.extend(_duplicates(case, unit, match))
        found.extend(_elsewhere(case, unit, match))
        found.append(_cause(case, unit, case.changes[unit], match))
    found.extend(_from_elsewhere(case, unit))
    if not case.batches.get(unit):
        words = "no batches of this unit are known"
    elif complete:
        words = "no batches of this unit add up to the difference"
    else:
        words = "no batches were found that add up to the difference, and the search was cut short"
    return BatchSearch(found or _nearly(case, unit), words)


def _matches(case: Case, unit: Unit) -> tuple[list[Match], bool]:
    """Exact matches, and whether the search for them came to its end."""
    change, batches = case.changes[unit], case.batches.get(unit, ())
    matches, complete = [], True
    for direction, sign in _DIRECTIONS:
        target = {part: sign * number for part, number in change.items()}
        search = exact_subsets(
            [batch.vector for batch in batches],
            target,
            most_found=case.limits.most_found,
            most_steps=case.limits.most_steps,
        )
        for chosen in search.found:
            picked = tuple(batches[position] for position in chosen)
            matches.append(Match(direction, picked, target, {}, search.complete))
        complete = complete and search.complete
    return matches, complete


_DIRECTIONS: tuple[tuple[Direction, int], ...] = (("batch_counted_twice", -1), ("batch_left_out", 1))


def _cause(case: Case, unit: Unit, change: Vector, match: Match) -> Cause:
    names = tuple(batch.name for batch in match.batches)
    ballots = _ballots(match.total)
    what = f"batch {names[0]}" if len(names) == 1 else f"batches {listed(names)}"
    gives = "gives" if len(names) == 1 else "give"
    if match.direction == "batch_counted_twice":
        says = f"the original count of {place(*unit)} is above the retabulation by exactly what {what} {gives}"
        ending = "counted twice in the original count"
    else:
        says = f"the original count of {place(*unit)} is below the retabulation by exactly what {what} {gives}"
        ending = "left out of the original count"
    rest = ""
    if match.rest:
        left = ", ".join(
            f"{case.title(part.contest)}: {case.say(part)} {signed(number)}"
            for part, number in match.rest.items()
            if number
        )
        says = says.replace("exactly what", "the ballots that")
        rest = f"; left over are {left}, which is for ballots read differently"
    more = "" if match.complete else "; the search was cut short, other batches may fit too"
    numbers = {"batches": len(names), "ballots": ballots, "numbers_compared": len(change)}
    numbers |= {f"rest:{part.contest}/{part.key}": number for part, number in match.rest.items() if number}
    return Cause(
        match.direction,
        "consistent" if match.rest else "exact",
        contests_of(change),
        f"{says} ({count(ballots, 'ballot')}, {len(change)} numbers): {ending}{rest}{more}",
        numbers,
        names,
    )


def _duplicates(case: Case, unit: Unit, match: Match) -> list[Cause]:
    """The surplus is a batch with the images of another one: the retabulation is wrong, not the original."""
    if match.direction != "batch_left_out" or len(match.batches) != 1:
        return []
    name = match.batches[0].name
    return [
        Cause(
            "batch_scanned_twice",
            "proved",
            contests_of(case.changes[unit]),
            f"batch {name} of {place(*unit)} holds the images of batch {copy.of} again "
            f"({count(copy.sheets, 'sheet')}), and "
            "the retabulation is above the original by exactly what it gives: scanned twice, remove "
            "it and compare again",
            {"ballots": _ballots(match.total), "sheets": copy.sheets},
            (name, copy.of),
        )
        for copy in case.duplicates.get(unit, ())
        if copy.batch == name and copy.of != name
    ]


def _elsewhere(case: Case, unit: Unit, match: Match) -> list[Cause]:
    """What this unit lacks, another one has too much of."""
    if match.direction != "batch_left_out":
        return []
    names = tuple(batch.name for batch in match.batches)
    return [
        Cause(
            "batch_in_other_unit",
            "exact",
            contests_of(case.changes[unit]),
            f"what the original count of {place(*unit)} lacks, {place(*other)} has too much, number by number: "
            f"batch {listed(names)} ({count(_ballots(match.total), 'ballot')}) was counted under {other.unit}",
            {"ballots": _ballots(match.total)},
            names,
            other,
        )
        for other, change in case.changes.items()
        if other != unit and _same(change, match.total)
    ]


def _from_elsewhere(case: Case, unit: Unit) -> list[Cause]:
    """What this unit has too much of, another one lacks, and it is a batch of that one."""
    causes = []
    surplus = {part: -number for part, number in case.changes[unit].items()}
    for other, change in case.changes.items():
        if other == unit or not _same(case.changes[unit], change):
            continue
        for match in _matches(case, other)[0]:
            if match.direction != "batch_left_out":
                continue
            names = tuple(batch.name for batch in match.batches)
            causes.append(
                Cause(
                    "batch_in_other_unit",
                    "exact",
                    contests_of(surplus),
                    f"what the original count of {place(*unit)} has too much, {place(*other)} lacks, "
                    "number by number: "
                    f"batch {listed(names)} of {other.unit} ({count(_ballots(surplus), 'ballot')}) was "
                    "counted here",
                    {"ballots": _ballots(surplus)},
                    names,
                    other,
                )
            )
    return causes


def _same(change: Mapping[Part, int], surplus_of_other: Mapping[Part, int]) -> bool:
    """One unit's change is the other's with the opposite sign, in all numbers that are not zero on either."""
    if any(-number != surplus_of_other.get(part, 0) for part, number in change.items()):
        return False
    return any(change.values()) and not any(
        number for part, number in surplus_of_other.items() if part not in change
    )


def _nearly(case: Case, unit: Unit) -> list[Cause]:
    """One or two batches that have exactly the ballots in question in every contest, but for a few marks.

    Only the closest one is named, and what it leaves over is said.
    """
    change, batches = case.changes[unit], case.batches.get(unit, ())
    ballots = {part: number for part, number in change.items() if part.what == "ballots"}
    if not any(ballots.values()):
        return []
    best: tuple[int, Match] | None = None
    for direction, sign in _DIRECTIONS:
        target = {part: sign * number for part, number in ballots.items()}
        search = exact_subsets([batch.vector for batch in batches], target, most_found=50, most_steps=20_000)
        for chosen in (chosen for chosen in search.found if len(chosen) <= 2):
            picked = tuple(batches[position] for position in chosen)
            total = {part: sum(batch.vector.get(part, 0) for batch in picked) for part in change}
            rest = subtract(change, {part: sign * number for part, number in total.items()})
            few = moved(case, unit, rest)
            most = case.limits.intent(min(abs(number) for number in ballots.values() if number))
            if few <= most and (best is None or few < best[0]):
                best = (few, Match(direction, picked, total, rest, search.complete))
    return [_cause(case, unit, change, best[1])] if best else []


def _ballots(total: Mapping[Part, int]) -> int:
    """Ballots of the contest that has the most of them."""
    return max((number for part, number in total.items() if part.what == "ballots"), default=0)
