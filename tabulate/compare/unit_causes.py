"""Causes that strike a whole unit: test numbers, zeros, and numbers under another unit's name."""

from __future__ import annotations

from collections.abc import Mapping

from tabulate.compare.case import Case
from tabulate.compare.findings import Cause
from tabulate.compare.tally import Part, Unit, Vector
from tabulate.compare.words import place


def contests_of(change: Mapping[Part, int]) -> tuple[str, ...]:
    """The contests in which a number changed."""
    return tuple(dict.fromkeys(part.contest for part, number in change.items() if number))


def stale_causes(case: Case, unit: Unit) -> list[Cause]:
    """The original is what the system held before the election: the test deck's result, or nothing."""
    original, change = case.originals[unit], case.changes[unit]
    contests = contests_of(change)
    if original and not any(original.values()):
        return [
            Cause(
                "unit_all_zero",
                "exact",
                contests,
                f"the original count has zero everywhere in {place(*unit)}; its ballots were never "
                "entered or reported",
                {"numbers_compared": len(change)},
            )
        ]
    included = {part: -number for part, number in change.items()}
    for deck in sorted(case.decks, key=lambda deck: (deck != unit, deck.unit != unit.unit)):
        numbers = case.decks[deck]
        if _equal(original, numbers):
            votes = sum(count for part, count in original.items() if part.what == "votes")
            return [
                Cause(
                    "test_deck_not_cleared",
                    "exact",
                    contests,
                    f"the original count of {place(*unit)} is the test deck's expected "
                    f"result{_whose(deck, unit)}, "
                    f"number by number ({len(original)} numbers, {votes} votes); the real ballots were "
                    "not in it",
                    {"numbers_compared": len(original), "votes": votes},
                )
            ]
        if _equal(included, numbers):
            votes = sum(count for part, count in included.items() if part.what == "votes")
            return [
                Cause(
                    "test_deck_included",
                    "exact",
                    contests,
                    f"the original count of {place(*unit)} is above the retabulation by exactly the "
                    "test deck's "
                    f"expected result{_whose(deck, unit)} ({votes} votes); the test was not cleared "
                    "before the count",
                    {"numbers_compared": len(included), "votes": votes},
                )
            ]
    return []


def name_causes(case: Case, unit: Unit) -> list[Cause]:
    """The original of this unit is what another unit's ballots give."""
    original = case.originals[unit]
    swapped, taken = [], []
    for other, numbers_of_other in case.retabulateds.items():
        if other == unit or not _equal(original, numbers_of_other):
            continue
        contests = contests_of(case.changes[unit])
        numbers = {"numbers_compared": len(original)}
        back = case.originals.get(other, {})
        if _equal(back, case.retabulateds[unit]):
            swapped.append(
                Cause(
                    "units_swapped",
                    "exact",
                    contests,
                    f"the original counts of {place(*unit)} and {place(*other)} stand under each "
                    "other's name: each is "
                    f"number by number what the other's ballots give ({len(original)} numbers)",
                    numbers,
                    other=other,
                )
            )
        else:
            taken.append(
                Cause(
                    "other_units_numbers",
                    "exact",
                    contests,
                    f"the original count of {place(*unit)} is number by number what the ballots of "
                    f"{place(*other)} "
                    f"give ({len(original)} numbers); its own numbers are nowhere under that name",
                    numbers,
                    other=other,
                )
            )
    return swapped + taken


def _equal(numbers: Vector, others: Vector) -> bool:
    """Every number also stands in the others, is the same there, and they are not all zero."""
    return all(others.get(part) == number for part, number in numbers.items()) and any(numbers.values())


def _whose(deck: Unit, unit: Unit) -> str:
    return "" if deck.unit == unit.unit else f" for {deck.unit}"
