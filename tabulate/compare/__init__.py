"""Original count and retabulation side by side: findings, causes, margins.

Pure: no files, no clock, no printing.  A discrepancy is a finding, never an exception.

    original = parse_original(path.read_bytes(), path.name, program)  # OriginalCountError: file, line, column
    comparison = compare(
        original,
        totals,                        # Sequence[ContestTotals] of the whole case
        program=program,
        batches=[BatchTotals(name, unit, mode, totals_of_batch), ...],
        duplicates=[DuplicateImages(unit, mode, batch, of, sheets), ...],
        test_deck=parse_original(deck.read_bytes(), deck.name, program),  # or None
        review=[UnitReview(unit, mode, captured, counted, quarantined, flagged), ...],
    )
    comparison.margins      # MarginChange by contest: before, after, both_before, both_after, carried
    comparison.differing    # UnitComparison with .contests (ContestChange) and .causes (Cause), strongest first
                            # and .explanations: causes that together account for every number, simplest first
    comparison.findings     # Finding: everything a person must know, the gravest first
    comparison.to_json()    # schema: comparison.schema.json, format "retally-comparison/1"

`tabulate.report` turns a comparison into text, JSON and one HTML page.

Reading order: `original`, `tally`, `change`, `margin`, `comparison`; then the causes: `unit_causes`,
`batch_causes` (with `subset`), `contest_causes`; then `search`, which puts causes together, and `published`,
which compares tables without a case.
"""

from tabulate.compare.case import SearchLimits
from tabulate.compare.change import Change, ContestChange, Split
from tabulate.compare.comparison import Comparison, UnitComparison, compare
from tabulate.compare.contests import ContestInfo, contest_infos
from tabulate.compare.events import Container, Events, Pass, SetAside, UnitMethod
from tabulate.compare.evidence import BatchTotals, DuplicateImages, NotCaptured, UnitReview
from tabulate.compare.findings import Cause, CauseKind, Finding, FindingKind, Strength
from tabulate.compare.known import KnownChange
from tabulate.compare.margin import MarginChange, Standing
from tabulate.compare.original import OriginalContest, parse_original, row_of
from tabulate.compare.search import Explanation

__all__ = [
    "BatchTotals",
    "Cause",
    "CauseKind",
    "Change",
    "Comparison",
    "Container",
    "ContestChange",
    "ContestInfo",
    "DuplicateImages",
    "Events",
    "Explanation",
    "Finding",
    "FindingKind",
    "KnownChange",
    "MarginChange",
    "NotCaptured",
    "OriginalContest",
    "Pass",
    "SearchLimits",
    "SetAside",
    "Split",
    "Standing",
    "Strength",
    "UnitComparison",
    "UnitMethod",
    "UnitReview",
    "compare",
    "contest_infos",
    "parse_original",
    "row_of",
]
