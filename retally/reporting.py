"""Everything a report says, collected from a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from retally.ballots import CVR, imported_cvr, match_sides, sides_of_case
from retally.by_hand import readings_of
from retally.comparison import ORIGINAL, compare_case, imported
from retally.count import Count
from retally.flagged import most_doubtful, pictures
from retally.recounting import iowa_time
from retally.recounting.record import record_of
from retally.status import troubles
from tabulate.compare.matching import BallotMatch
from tabulate.ledger import Ledger
from tabulate.report import (
    BatchRead,
    Checkpoint,
    FlaggedMark,
    RecountRecord,
    RefusedSheets,
    ReportModel,
    SourceFile,
    program_identity,
    score_histogram,
)

MOST_PICTURES = 400
"""Pictures of marks in one report; it says how many there are in all."""


def report_of(ledger: Ledger, count: Count, advance: Callable[[], None] | None = None) -> ReportModel:
    """Collect a report.  Sheets are not named in it, and the order of the scan cannot be told from it.

    Its time is that of the last entry, so that a case that did not change gives the same report again.

    Args:
        ledger: the case.
        count: of the case.
        advance: called for every picture.

    Raises:
        OrderError: no original count was imported.
        EvidenceError: the evidence does not match itself.
    """
    program = count.program
    comparison = compare_case(ledger, count)
    ballots = _ballots(ledger, count)
    original = imported(ledger, ORIGINAL)
    shown = most_doubtful(count.flagged, program.mark_policy.marked_at, MOST_PICTURES)
    head = ledger.head
    told = troubles(ledger)
    return ReportModel(
        case=ledger.title,
        made_at=datetime.fromisoformat(ledger.changed_at).strftime("%Y-%m-%d %H:%M UTC"),
        program=program_identity(program, ledger.seal, flawed=_exception(ledger)),
        comparison=comparison,
        original=None if original is None else SourceFile(original.name, original.sha256),
        ballots=ballots,
        readings=readings_of(ledger, count),
        sheets=tuple(count.reviews()),
        batches=tuple(
            BatchRead(
                batch.name,
                batch.unit,
                batch.mode,
                batch.sheets,
                batch.scanner,
                count.returned[batch.name],
                batch.withdrawn,
                tuple(sorted(told[batch.name].items())),
            )
            for batch in ledger.batches()
        ),
        refused=_refused(count),
        equipment=_equipment(ledger),
        versions=tuple(ledger.code["versions"].items()),
        checkpoint=Checkpoint(head.seq, head.hash),
        scores=score_histogram(count.scores.elements()),
        marks=tuple(_told(pictures(ledger, shown), advance)),
        marks_in_all=len(count.flagged),
        recount=_recount(ledger),
        notes=count.left_out,
    )


def _recount(ledger: Ledger) -> RecountRecord | None:
    """The legal proceedings at the time of the last entry: no other clock is asked."""
    state = ledger.proceedings()
    if state is None:
        return None
    return record_of(state, iowa_time(datetime.fromisoformat(ledger.changed_at)), ledger.withdrawals())


def _ballots(ledger: Ledger, count: Count) -> BallotMatch | None:
    if imported(ledger, CVR) is None:
        return None
    sides = sides_of_case(ledger, count.program, imported_cvr(ledger, count.program), count.contests)
    # Batches can have been withdrawn since: then the report says that nothing was compared.
    return match_sides(sides, common=False)


def _exception(ledger: Ledger) -> str | None:
    """The statute's exception, every time that it was made."""
    return "; ".join(f"{why} (decided by {by})" for why, by in ledger.program_exceptions()) or None


def _equipment(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    scanners = dict.fromkeys(batch.scanner for batch in ledger.batches())
    code = ledger.code
    return (
        *(("scanner", scanner) for scanner in scanners),
        ("computer", str(code["machine"])),
        ("Python", str(code["python"])),
        ("source of retally", str(code["source"])),
    )


def _refused(count: Count) -> tuple[RefusedSheets, ...]:
    """Quarantined sheets by batch and reason."""
    return tuple(
        RefusedSheets(unit, mode, batch, why, len(labels), tuple(labels))
        for (unit, mode, batch, why), labels in sorted(count.refused.items())
    )


def _told(marks: Iterable[FlaggedMark], advance: Callable[[], None] | None) -> Iterator[FlaggedMark]:
    for mark in marks:
        yield mark
        if advance is not None:
            advance()
