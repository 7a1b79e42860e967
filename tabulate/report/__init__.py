"""A comparison and the evidence around it, as text, JSON, one HTML page and PDF.

    print(render_text(comparison), end="")      # `retally compare`: one screen
    report = ReportModel(
        case="ia-2024-north",
        made_at="2026-11-22 10:15 CST",         # given: nothing here looks at a clock
        program=program_identity(program, seal, flawed=None),
        comparison=comparison,
        original=SourceFile(path.name, sha256_hex),
        sheets=tuple(UnitReview(...)),          # tabulate.compare.UnitReview, for every unit that has sheets
        batches=tuple(BatchRead(name, unit, mode, sheets, source)),
        refused=tuple(RefusedSheets(unit, mode, batch, flags, sheets, labels)),
        equipment=(("scanner", "folder:batch-17"),),
        versions=(("retally", "0.1.0"), ("opencv", "4.14.0")),
        checkpoint=Checkpoint(entries, head_hex, signed_by),
        scores=score_histogram((target.score, target.state) for ...),
        marks=tuple(FlaggedMark(png, contest, choice, score, state, flags, sheet)),
        recount=RecountRecord(...),             # the legal proceedings, if the case records them
        readings=HandReadings(...),             # what two persons read on single sheets, if anything
        marks_in_all=None,                      # how many there are when `marks` holds only some
    )
    render_text(report), render_html(report), render_pdf(report), report.to_json()
    render_tables(tables), render_tables_pdf(tables)    # two published tables, without a case
    render_ballots(match, contests)                     # two counts ballot by ballot

JSON schema of `report.to_json()`: ``report.schema.json`` (format "retally-report/1"), which holds that of
`comparison.to_json()`, ``tabulate/compare/comparison.schema.json`` (format "retally-comparison/1").

The same report gives the same bytes.  Sheets are not named and the order of the scan cannot be told from it,
unless `ReportModel.show_sheets` asks for labels.
"""

from tabulate.report.ballots import render_ballots
from tabulate.report.by_hand import HandReadings
from tabulate.report.html import render_html
from tabulate.report.marks import BIN, FlaggedMark, ScoreHistogram, score_histogram
from tabulate.report.model import (
    BatchRead,
    Checkpoint,
    ProgramIdentity,
    RefusedSheets,
    ReportModel,
    SourceFile,
    program_identity,
)
from tabulate.report.pdf import render_pdf
from tabulate.report.recount import (
    BoardMember,
    ContainerUse,
    DeadlineKept,
    MemberSignature,
    Outcome,
    RecountedPrecinct,
    RecountRecord,
    StepTaken,
    WithdrawnStep,
)
from tabulate.report.tables import render_tables
from tabulate.report.tables_pdf import render_tables_pdf
from tabulate.report.text import render_text
from tabulate.report.three import render_three

__all__ = [
    "BIN",
    "BatchRead",
    "BoardMember",
    "Checkpoint",
    "ContainerUse",
    "DeadlineKept",
    "FlaggedMark",
    "HandReadings",
    "MemberSignature",
    "Outcome",
    "ProgramIdentity",
    "RecountRecord",
    "RecountedPrecinct",
    "RefusedSheets",
    "ReportModel",
    "ScoreHistogram",
    "SourceFile",
    "StepTaken",
    "WithdrawnStep",
    "program_identity",
    "render_ballots",
    "render_html",
    "render_pdf",
    "render_tables",
    "render_tables_pdf",
    "render_text",
    "render_three",
    "score_histogram",
]
