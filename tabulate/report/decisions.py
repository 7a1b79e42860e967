"""What a person must decide: drawn from the findings, the sheets and the marks."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare import Comparison, FindingKind, UnitReview
from tabulate.compare.words import count, place
from tabulate.report.by_hand import HandReadings

_ASKING: frozenset[FindingKind] = frozenset(
    {"tie", "write_ins_matter", "duplicate_images", "unit_not_retabulated", "retabulation_does_not_balance"}
)
"""Findings that somebody must act on, whatever the causes are."""


def decisions(
    comparison: Comparison, sheets: Sequence[UnitReview], marks: int, readings: HandReadings | None = None
) -> tuple[str, ...]:
    """Sentences for the board, in the order in which it would take them up."""
    asked = [finding.text for finding in comparison.findings if finding.kind in _ASKING]
    refused = sum(review.quarantined for review in sheets)
    flagged = sum(review.flagged for review in sheets)
    if refused:
        are = "is" if refused == 1 else "are"
        done = f", {readings.refused_read} read by hand" if readings and readings.refused_read else ""
        asked.append(f"{count(refused, 'sheet')} could not be read and {are} not counted{done}")
    if flagged:
        done = f", {readings.flagged_decided} read by hand" if readings and readings.flagged_decided else ""
        shown = f", {count(marks, 'mark')} shown in the report" if marks else ""
        asked.append(f"{count(flagged, 'counted sheet')} to be looked at by a person{done}{shown}")
    if readings and readings.margins:
        asked.append("whether what two persons read by hand is taken in place of the machine's reading")
    for unit in comparison.units:
        open_contests = [cause for cause in unit.causes if cause.kind == "unexplained"]
        if open_contests:
            where = place(unit.unit, unit.mode)
            asked.append(f"{where}: {count(len(open_contests), 'difference')} that nothing known explains")
        if len([cause for cause in unit.causes if cause.strength == "exact"]) > 1:
            where = place(unit.unit, unit.mode)
            asked.append(f"{where}: more than one cause fits the numbers exactly; the paper must tell which")
    return tuple(asked)
