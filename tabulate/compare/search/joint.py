"""Units looked at together: what one lacks and another has too much of is one thing and not two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tabulate.compare.case import Case
from tabulate.compare.findings import Cause
from tabulate.compare.search.explanation import Explanation, ranked
from tabulate.compare.search.unit import explain_unit
from tabulate.compare.tally import Unit
from tabulate.compare.words import place

NEAR = 16
"""A unit's story counts as support for another's only this many bits above its cheapest."""
SHARED = 5
"""Bits saved by a story that another unit's story confirms: half of it is already paid there."""

Stories = Mapping[Unit, tuple[Explanation, ...]]


def explain_units(case: Case) -> dict[Unit, tuple[Explanation, ...]]:
    """The stories of every unit that differs, the cheapest first, at most `SearchLimits.most_found` of each."""
    stories = {unit: explain_unit(case, unit) for unit in case.changes}
    stories = {unit: found for unit, found in stories.items() if found}
    near = {
        unit: [item for item in found if item.bits <= found[0].bits + NEAR] for unit, found in stories.items()
    }
    there: set[tuple[Unit, Unit, str]] = set()
    away: set[tuple[Unit, str]] = set()
    rows: set[tuple[Unit, Unit]] = set()
    for unit, found in near.items():
        for cause in (cause for item in found for cause in item.causes):
            if cause.kind == "batch_in_other_unit" and cause.other:
                there.add((Unit(*cause.other), unit, cause.batches[0]))
            elif cause.kind == "batch_left_out":
                away.add((unit, cause.batches[0]))
            elif cause.kind == "other_units_numbers" and cause.other:
                rows.add((unit, Unit(*cause.other)))
    return {
        unit: ranked([_together(unit, item, there, away, rows) for item in found], case.limits.most_found)
        for unit, found in stories.items()
    }


def _together(
    unit: Unit,
    story: Explanation,
    there: set[tuple[Unit, Unit, str]],
    away: set[tuple[Unit, str]],
    rows: set[tuple[Unit, Unit]],
) -> Explanation:
    causes, bits = [], story.bits
    for cause in story.causes:
        told = _confirmed(unit, cause, there, away, rows)
        causes.append(told or cause)
        bits -= SHARED if told else 0
    return Explanation(tuple(causes), bits)


def _confirmed(
    unit: Unit,
    cause: Cause,
    there: set[tuple[Unit, Unit, str]],
    away: set[tuple[Unit, str]],
    rows: set[tuple[Unit, Unit]],
) -> Cause | None:
    """The cause as both units tell it together; None when no other unit does."""
    if cause.kind == "batch_left_out":
        name = cause.batches[0]
        homes = sorted(home for owner, home, batch in there if (owner, batch) == (unit, name) and home != unit)
        if homes:
            says = f"batch {name} of {place(*unit)} was counted under {place(*homes[0])}"
            return replace(cause, kind="batch_in_other_unit", evidence=says, other=homes[0])
    if cause.other is None:
        return None
    other = Unit(*cause.other)
    if cause.kind == "batch_in_other_unit" and (other, cause.batches[0]) in away:
        says = f"batch {cause.batches[0]} of {place(*other)} was counted under {place(*unit)}"
        return replace(cause, evidence=says)
    if cause.kind == "other_units_numbers" and (other, unit) in rows:
        says = f"the original counts of {place(*unit)} and {place(*other)} stand under each other's name"
        return replace(cause, kind="units_swapped", evidence=says)
    return None
