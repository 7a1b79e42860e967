"""What a recount did not look at: a reader must never take silence for agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tabulate.compare import Change, Comparison, UnitComparison
from tabulate.compare.words import count, listed, place
from tabulate.report.recount import RecountRecord

if TYPE_CHECKING:
    from tabulate.report.model import ReportModel

SIDES = (("original", "original count"), ("retabulated", "recount"))
"""Fields of `Change`, and what they are called."""


def not_examined(comparison: Comparison) -> tuple[str, ...]:
    """Units and numbers that one side lacks, a sentence for each kind.  Unknown is not zero."""
    units = comparison.units
    both = [unit for unit in units if unit.in_original and unit.in_retabulation]
    said = _missing(
        [unit for unit in units if not unit.in_retabulation], "in the original count, not recounted"
    )
    said += _missing([unit for unit in units if not unit.in_original], "recounted, not in the original count")
    for side, words in SIDES:
        none = [unit for unit in both if not any(_known(unit, side, votes_alone=True))]
        some = [unit for unit in both if unit not in none and not all(_known(unit, side, votes_alone=True))]
        beside = [unit for unit in both if unit not in none and not all(_known(unit, side))]
        said += _missing(none, f"without any number of the {words}")
        said += _missing(some, f"with some votes of the {words} unknown")
        if beside:
            said.append(
                f"Ballots, overvotes or undervotes of the {words} are unknown in {_names(beside, units)}; "
                "there the sums could not be checked."
            )
    return (*said, *_contests(comparison))


def not_examined_in(report: ReportModel) -> tuple[str, ...]:
    """The same for a case, with its sheets: refused, given back, withdrawn, and marks nobody decided."""
    said = [*_precincts(report.recount), *not_examined(report.comparison)]
    refused = sum(item.quarantined for item in report.sheets)
    if refused:
        by_hand = report.readings.refused_read if report.readings else 0
        read = f"; {count(by_hand, 'sheet')} of them read by hand" if by_hand else ""
        why = "refused because a page could not be read; no vote there is counted"
        said.append(f"{count(refused, 'sheet')} {why}{read}.")
    returned = sum(item.returned for item in report.sheets)
    if returned:
        said.append(f"{count(returned, 'sheet')} given back by the scanner; no vote there is counted.")
    rest = sum(item.captured - item.counted - item.quarantined - item.returned for item in report.sheets)
    if rest:
        said.append(f"{count(rest, 'sheet')} neither counted nor refused: run 'retally verify' on the case.")
    said += [
        f"Batch {batch.name} ({count(batch.sheets, 'sheet')}) counts nowhere: {batch.withdrawn}."
        for batch in report.batches
        if batch.withdrawn is not None
    ]
    decided = report.readings.flagged_decided if report.readings else 0
    flagged = sum(item.flagged for item in report.sheets) - decided
    if flagged:
        said.append(
            f"{count(flagged, 'counted sheet')} with marks that no person has decided; "
            "the machine's reading counts."
        )
    return tuple(said)


def _contests(comparison: Comparison) -> list[str]:
    """Contests of the original count that stand on no ballot that was read, everywhere or in some units."""
    both = [unit for unit in comparison.units if unit.in_original and unit.in_retabulation]
    said = []
    for info in comparison.contests:
        changes = [(unit, item) for unit in both for item in unit.contests if item.contest == info.id]
        lacking = [unit for unit, item in changes if item.original is not None and item.retabulated is None]
        if lacking:
            where = "any unit" if len(lacking) == len(changes) else _names(lacking, ())
            title = comparison.short_title(info.id)
            said.append(f"Contest {title} of the original count is on no ballot that was read in {where}.")
    return said


def _precincts(record: RecountRecord | None) -> list[str]:
    """What the board's own record leaves out."""
    if record is None:
        return []
    said = [
        f"Precinct {item.precinct} is part of the recount and not recorded as recounted"
        + (f": {item.unexamined}." if item.unexamined else ".")
        for item in record.precincts
        if item.recounted is None
    ]
    if record.elsewhere:
        number = count(len(record.elsewhere), "precinct")
        said.append(f"The recount does not extend to {number} of the county: {listed(record.elsewhere)}.")
    return said


def unknown_words(unit: UnitComparison) -> str:
    """Why a unit cannot be compared; empty when at least a number of votes in it is known on both sides."""
    if not unit.in_retabulation:
        return "not recounted"
    if not unit.in_original:
        return "not in the original"
    changes = [change.change for contest in unit.contests for _, change in contest.choices]
    return "" if any(change is not None for change in changes) else "not known"


def _known(unit: UnitComparison, side: str, *, votes_alone: bool = False) -> list[bool]:
    """Whether a side knows each number of a unit."""
    numbers: list[Change] = []
    for contest in unit.contests:
        if votes_alone:
            numbers += [change for _, change in contest.choices]
        else:
            numbers += [contest.ballots, contest.overvotes, contest.undervotes]
    return [getattr(number, side) is not None for number in numbers]


def _missing(units: Sequence[UnitComparison], words: str) -> list[str]:
    return [f"{count(len(units), 'unit')} {words}: {_names(units, ())}."] if units else []


def _names(units: Sequence[UnitComparison], every: Sequence[UnitComparison]) -> str:
    if len(units) == len(every):
        return "all units"
    names = [place(unit.unit, unit.mode) for unit in units]
    # A unit with its mode has a comma of its own.
    return "; ".join(names) if any(unit.mode for unit in units) else listed(names)
