"""Everything a report says, in one record that text, JSON, HTML and PDF are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from config.program import ElectionProgram, MarkPolicy
from tabulate.compare import Comparison, UnitReview
from tabulate.compare.matching import BallotMatch
from tabulate.report.by_hand import HandReadings
from tabulate.report.decisions import decisions
from tabulate.report.marks import FlaggedMark, ScoreHistogram, in_report_order
from tabulate.report.recount import RecountRecord
from tabulate.report.unexamined import not_examined_in

FORMAT = "retally-report/1"


@dataclass(frozen=True, slots=True)
class ProgramIdentity:
    """The election program that every ballot was read with.

    Attributes:
        seal: SHA-256 over its canonical JSON, hexadecimal.
        flawed: the statute's exception, when the case is not read with the election-day program: the reason and
            who decided.
    """

    seal: str
    election: str
    jurisdiction: str
    date: str
    policy: MarkPolicy
    reviewer: str | None = None
    flawed: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "seal": self.seal,
            "election": self.election,
            "jurisdiction": self.jurisdiction,
            "date": self.date,
            "mark_policy": self.policy.model_dump(mode="json"),
            "reviewer": self.reviewer,
            "flawed": self.flawed,
        }


def program_identity(program: ElectionProgram, seal: str, *, flawed: str | None = None) -> ProgramIdentity:
    """The identity of a sealed program."""
    confirmed = program.draft.confirmed if program.draft else None
    return ProgramIdentity(
        seal,
        program.election.title,
        program.election.jurisdiction,
        program.election.date.isoformat(),
        program.mark_policy,
        confirmed.reviewer if confirmed else None,
        flawed,
    )


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: its name and its SHA-256 in hexadecimal."""

    name: str
    sha256: str

    def to_json(self) -> dict[str, str]:
        return {"name": self.name, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class BatchRead:
    """A batch of sheets as it was read.

    Attributes:
        source: address of the scanner.
        returned: how many of the sheets the scanner gave back; they count nowhere.
        withdrawn: why the whole batch counts nowhere; None when it counts.
        troubles: what stopped the scanner, by its word, and how often.
    """

    name: str
    unit: str
    mode: str
    sheets: int
    source: str = ""
    returned: int = 0
    withdrawn: str | None = None
    troubles: tuple[tuple[str, int], ...] = ()

    @property
    def remarks(self) -> str:
        """All of it in one line; empty for most batches."""
        parts = [] if self.withdrawn is None else [f"withdrawn, counts nowhere: {self.withdrawn}"]
        parts += [f"{self.returned} given back"] if self.returned else []
        return "; ".join([*parts, *(f"{often} x {word}" for word, often in self.troubles)])

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "unit": self.unit,
            "mode": self.mode,
            "sheets": self.sheets,
            "source": self.source,
            "returned": self.returned,
            "withdrawn": self.withdrawn,
            "troubles": [[word, often] for word, often in self.troubles],
        }


@dataclass(frozen=True, slots=True)
class RefusedSheets:
    """Sheets of one batch that could not be read, and why.

    Attributes:
        flags: the page flags that say why.
        sheets: how many sheets have just these flags.
        labels: their labels, shown only with `ReportModel.show_sheets`.
    """

    unit: str
    mode: str
    batch: str
    flags: tuple[str, ...]
    sheets: int
    labels: tuple[str, ...] = ()

    def to_json(self, *, show_sheets: bool) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "mode": self.mode,
            "batch": self.batch,
            "flags": list(self.flags),
            "sheets": self.sheets,
            "labels": list(self.labels) if show_sheets else [],
        }


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of the ledger this report was made from.

    Attributes:
        entries: number of entries.
        head: hash of the last entry, hexadecimal.
        signed_by: who signed it, None when nobody did.
    """

    entries: int
    head: str
    signed_by: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"entries": self.entries, "head": self.head, "signed_by": self.signed_by}


@dataclass(frozen=True, slots=True)
class ReportModel:
    """One report.

    Attributes:
        case: name of the case.
        made_at: date and time at which the case stood so, as it is to be printed; given by the caller, as
            nothing here looks at a clock.
        original: the file of the original count.
        ballots: the two counts ballot by ballot, where the original count has cast vote records.
        readings: what two persons read on single sheets; None when nothing was read so.
        sheets: what became of the sheets, by unit.
        equipment, versions: labels and values, such as ("scanner", "folder:batch-17"), ("retally", "0.1.0").
        marks: marks that a person must see, in any order.
        marks_in_all: how many there are, when `marks` holds only some of them.
        recount: the legal proceedings; None when the case records none.
        notes: anything else that every reader must see, such as a ledger entry on an exception.
        show_sheets: whether labels of sheets are shown; off, as they give the order of the scan.
    """

    case: str
    made_at: str
    program: ProgramIdentity
    comparison: Comparison
    original: SourceFile | None = None
    ballots: BallotMatch | None = None
    readings: HandReadings | None = None
    sheets: tuple[UnitReview, ...] = ()
    batches: tuple[BatchRead, ...] = ()
    refused: tuple[RefusedSheets, ...] = ()
    equipment: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    checkpoint: Checkpoint | None = None
    scores: ScoreHistogram | None = None
    marks: tuple[FlaggedMark, ...] = ()
    marks_in_all: int | None = None
    recount: RecountRecord | None = None
    notes: tuple[str, ...] = ()
    show_sheets: bool = False

    @property
    def marks_total(self) -> int:
        return len(self.marks) if self.marks_in_all is None else self.marks_in_all

    @property
    def ordered_marks(self) -> tuple[FlaggedMark, ...]:
        """Marks by contest and score, never in the order of the sheets."""
        return in_report_order(self.marks, (info.id for info in self.comparison.contests))

    @property
    def decisions(self) -> tuple[str, ...]:
        """What a person must decide, a sentence each."""
        return decisions(self.comparison, self.sheets, self.marks_total, self.readings)

    @property
    def not_examined(self) -> tuple[str, ...]:
        """What nobody looked at, a sentence each."""
        return not_examined_in(self)

    def to_json(self) -> dict[str, Any]:
        """The report as data; its schema is ``tabulate/report/report.schema.json``."""
        return {
            "format": FORMAT,
            "case": self.case,
            "made_at": self.made_at,
            "program": self.program.to_json(),
            "original": self.original.to_json() if self.original else None,
            "comparison": self.comparison.to_json(),
            "ballots": self.ballots.to_json() if self.ballots else None,
            "readings_by_hand": self.readings.to_json() if self.readings else None,
            "sheets": [
                {
                    "unit": item.unit,
                    "mode": item.mode,
                    "captured": item.captured,
                    "counted": item.counted,
                    "quarantined": item.quarantined,
                    "flagged": item.flagged,
                    "returned": item.returned,
                }
                for item in self.sheets
            ],
            "batches": [batch.to_json() for batch in self.batches],
            "refused": [item.to_json(show_sheets=self.show_sheets) for item in self.refused],
            "equipment": [[label, value] for label, value in self.equipment],
            "versions": [[label, value] for label, value in self.versions],
            "checkpoint": self.checkpoint.to_json() if self.checkpoint else None,
            "scores": self.scores.to_json() if self.scores else None,
            "marks": [mark.to_json(show_sheet=self.show_sheets) for mark in self.ordered_marks],
            "marks_in_all": self.marks_total,
            "decisions": list(self.decisions),
            "not_examined": list(self.not_examined),
            "recount": self.recount.to_json() if self.recount else None,
            "notes": list(self.notes),
        }
