"""Everything a report says, collected from a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from config.program import ElectionProgram
from retally.comparison import ORIGINAL, compare_case, imported
from retally.count import reviews
from retally.flagged import counted_pages, flagged_places, most_doubtful, pictures
from tabulate.ledger import Ledger, Sheet
from tabulate.report import (
    BatchRead,
    Checkpoint,
    FlaggedMark,
    RefusedSheets,
    ReportModel,
    SourceFile,
    program_identity,
    score_histogram,
)

MOST_PICTURES = 400
"""Pictures of marks in one report; it says how many there are in all."""


def report_of(ledger: Ledger, program: ElectionProgram, made_at: datetime) -> ReportModel:
    """Collect a report.  Sheets are not named in it, and the order of the scan cannot be told from it.

    Raises:
        OrderError: no original count was imported.
        EvidenceError: the evidence does not match itself.
    """
    comparison = compare_case(ledger, program)
    original = imported(ledger, ORIGINAL)
    places = flagged_places(ledger.sheets())
    shown = most_doubtful(places, program.mark_policy.marked_at, MOST_PICTURES)
    head = ledger.head
    return ReportModel(
        case=ledger.title,
        made_at=made_at.strftime("%Y-%m-%d %H:%M %Z"),
        program=program_identity(program, ledger.seal, flawed=_exception(ledger)),
        comparison=comparison,
        original=None if original is None else SourceFile(original.name, original.sha256),
        sheets=tuple(reviews(ledger)),
        batches=tuple(
            BatchRead(batch.name, batch.unit, batch.mode, batch.sheets, batch.scanner)
            for batch in ledger.batches()
        ),
        refused=_refused(ledger.sheets()),
        equipment=_equipment(ledger),
        versions=tuple(ledger.code["versions"].items()),
        checkpoint=Checkpoint(head.seq, head.hash),
        scores=score_histogram(
            (target["score"], target["state"])
            for sheet in ledger.sheets()
            for _, page in counted_pages(sheet)
            for target in page["targets"]
        ),
        marks=_ordered(pictures(ledger, shown)),
        marks_in_all=len(places),
    )


def _exception(ledger: Ledger) -> str | None:
    """The statute's exception, every entry of it."""
    entries = [entry.body for entry in ledger.entries("program-exception")]
    return "; ".join(f"{entry['reason']} (decided by {entry['decided_by']})" for entry in entries) or None


def _equipment(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    scanners = dict.fromkeys(batch.scanner for batch in ledger.batches())
    code = ledger.code
    return (
        *(("scanner", scanner) for scanner in scanners),
        ("computer", str(code["machine"])),
        ("Python", str(code["python"])),
        ("source of retally", str(code["source"])),
    )


def _refused(sheets: Iterable[Sheet]) -> tuple[RefusedSheets, ...]:
    """Quarantined sheets by batch and reason."""
    groups: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for sheet in sheets:
        if sheet.reading is not None and sheet.reading["status"] != "counted":
            why = tuple(sheet.reading["reasons"])
            groups[sheet.unit, sheet.mode, sheet.batch, why].append(f"{sheet.batch}/{sheet.sequence}")
    return tuple(
        RefusedSheets(unit, mode, batch, why, len(labels), tuple(labels))
        for (unit, mode, batch, why), labels in sorted(groups.items())
    )


def _ordered(marks: Iterable[FlaggedMark]) -> tuple[FlaggedMark, ...]:
    return tuple(sorted(marks, key=lambda mark: (mark.contest, mark.choice, mark.score, mark.sha256)))
