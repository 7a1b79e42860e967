"""A unit that one side alone has, with the numbers of a unit that the other side alone has."""

from __future__ import annotations

from tabulate.compare.case import Case
from tabulate.compare.findings import Finding
from tabulate.compare.tally import Unit
from tabulate.compare.words import listed, place


def misnamed_findings(case: Case) -> list[Finding]:
    """Units of the original count that stand there under a name that no retabulated unit has.

    All numbers that the original count gives must be those of the other unit, and not all zero.  More than one
    unit with these numbers are all named.
    """
    lost = [unit for unit in case.retabulated if unit not in case.original]
    findings = []
    for unit in (unit for unit in case.original if unit not in case.retabulated):
        same = [other for other in lost if _same(case, unit, other)]
        if same:
            findings.append(
                Finding(
                    "unit_under_another_name",
                    f"{place(*unit)}: on no retabulated ballot, and number by number what the ballots of "
                    f"{listed(place(*other) for other in same)} give, which the original count lacks: "
                    "entered under another name",
                    unit.unit,
                    unit.mode,
                    numbers={"numbers_compared": len(case.originals[unit]), "units": len(same)},
                )
            )
    return findings


def _same(case: Case, unit: Unit, other: Unit) -> bool:
    numbers, others = case.originals[unit], case.retabulateds[other]
    return any(numbers.values()) and all(others.get(part) == number for part, number in numbers.items())
