"""The report of a case as a tagged PDF for the county's file, with lines for the board to sign."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from config.law import signing
from tabulate.compare.words import place
from tabulate.report.ballots import ballot_head, ballot_lines, ballot_remarks
from tabulate.report.by_hand import BY_HAND, TAKEN, hand_lines
from tabulate.report.charts import margin_chart, score_chart
from tabulate.report.facts import asked, signed
from tabulate.report.marks import FlaggedMark, bare_png
from tabulate.report.model import ReportModel
from tabulate.report.overview import unit_charts
from tabulate.report.parts import chart_part, comparison_parts, table, text_row
from tabulate.report.pathless import pathless
from tabulate.report.recount_parts import PLACES, recount_parts, signature_lines
from tabulate.report.typeset import typeset

MOST_PICTURES = 400
"""Pictures of marks in one PDF, about ten pages; it says how many there are in all."""
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?")


def render_pdf(report: ReportModel, *, most_pictures: int = MOST_PICTURES) -> bytes:
    """The report as PDF/UA-1; the same report gives the same bytes.

    Its date is that of the report.  Sheets are never named, not even with `ReportModel.show_sheets`, marks are
    in order of contest and score, and folders of the machine are left out.

    Raises:
        ValueError: a crop of a mark is not a PNG.
    """
    comparison, program = report.comparison, report.program
    charts = [margin_chart(comparison, margin) for margin in comparison.margins]
    parts = comparison_parts(comparison, unit_charts(comparison))
    for part, chart in zip(parts["margins"], charts, strict=True):
        part["chart"] = chart_part(chart) if chart else None
    marks = report.ordered_marks[:most_pictures]
    lines, words = signing(date.fromisoformat(program.date))
    recount = recount_parts(report.recount)
    return typeset(
        "report.typ",
        {
            **parts,
            "title": f"Retabulation and original count: {program.election}",
            "lead": f"{program.jurisdiction}, election of {program.date}. Case {report.case}, as it stood on "
            f"{report.made_at}.",
            "foot": f"{report.case}, {report.made_at}",
            "date": _date(report.made_at),
            "alarms": [
                *([f"Not read with the election-day program. {program.flawed}"] if program.flawed else []),
                *recount["alarms"],
                *report.notes,
            ],
            "recount": recount,
            "asked": [*asked(report), *recount["asked"]],
            "decisions": list(report.decisions),
            "ballots": _ballots(report),
            "hand": {
                "head": BY_HAND,
                "lines": list(hand_lines(report.readings, comparison)) if report.readings else [],
                "taken": TAKEN,
            },
            "sheets": _sheets(report),
            "refused": _refused(report),
            "batches": _batches(report),
            "not_examined": list(report.not_examined),
            "scores": chart_part(score_chart(report.scores, program.policy)) if report.scores else None,
            "marks_words": f"{len(marks)} of {report.marks_total}, by contest and score; not in the order "
            "of the sheets.",
            "marks": [_mark(report, mark) for mark in marks],
            "evidence": _evidence(report),
            "signed": signed(report),
            "signatures": signature_lines(report.recount, lines),
            "places": list(PLACES),
            "signing": words,
        },
    )


def _date(made_at: str) -> list[int] | None:
    """Year, month, day, hour and minute of the report's own date; None when it does not begin with one."""
    found = _DATE.match(made_at)
    return [int(part or 0) for part in found.groups()] if found else None


def _ballots(report: ReportModel) -> dict[str, Any] | None:
    if report.ballots is None:
        return None
    return {
        "head": ballot_head(report.ballots) + ".",
        "lines": ballot_lines(report.ballots, report.comparison.contests),
        "remarks": [pathless(line) for line in ballot_remarks(report.ballots)],
    }


def _sheets(report: ReportModel) -> dict[str, Any]:
    """What became of the sheets of each unit, and what they were read with."""
    scanners: dict[tuple[str, str], dict[str, None]] = {}
    for batch in report.batches:
        how = pathless(batch.source).partition(":")[0] or "not recorded"
        scanners.setdefault((batch.unit, batch.mode), {})[how] = None
    rows = [
        text_row(
            place(item.unit, item.mode),
            f"machine ({', '.join(scanners.get((item.unit, item.mode), ['not recorded']))})",
            item.captured,
            item.counted,
            item.quarantined,
            item.returned,
            item.flagged,
        )
        for item in report.sheets
    ]
    names = ("captured", "counted", "quarantined", "returned", "flagged")
    sums = [sum(getattr(item, name) for item in report.sheets) for name in names]
    head = ["Unit", "Read by", "Captured", "Counted", "Refused", "Given back", "To be looked at"]
    return table("What became of the sheets", head, [*rows, text_row("All", "", *sums)])


def _refused(report: ReportModel) -> dict[str, Any]:
    rows = [
        text_row(place(item.unit, item.mode), item.batch, ", ".join(item.flags), item.sheets)
        for item in report.refused
    ]
    return table("Sheets refused, and why", ["Unit", "Batch", "Page flags", "Sheets"], rows)


def _batches(report: ReportModel) -> dict[str, Any]:
    rows = [
        text_row(batch.name, place(batch.unit, batch.mode), batch.sheets, pathless(batch.source), batch.remarks)
        for batch in report.batches
    ]
    return table("Batches read", ["Batch", "Unit", "Sheets", "Scanned from", "Remarks"], rows)


def _mark(report: ReportModel, mark: FlaggedMark) -> dict[str, Any]:
    info = report.comparison.info(mark.contest)
    choice = info.name(mark.choice)
    return {
        "png": bare_png(mark.png),
        "contest": report.comparison.short_title(mark.contest),
        "choice": choice,
        "words": f"{mark.state}, {mark.score}\N{PER MILLE SIGN}",
        "flags": ", ".join(mark.flags),
        "alt": f"Mark for {choice} in {info.title}: {mark.state}, ink {mark.score} per mille",
    }


def _evidence(report: ReportModel) -> list[list[str]]:
    facts = [["Program, seal (SHA-256)", report.program.seal]]
    if report.program.reviewer:
        facts.append(["Program confirmed by", report.program.reviewer])
    if report.original:
        facts.append([f"{pathless(report.original.name)} (SHA-256)", report.original.sha256])
    if report.checkpoint:
        signed_by = report.checkpoint.signed_by
        facts += [
            ["Ledger checkpoint", report.checkpoint.head],
            ["Ledger entries", str(report.checkpoint.entries)],
            ["Checkpoint signed by", signed_by or "nobody"],
        ]
    # One line for all scanners: their addresses stand with the batches.
    kinds = dict.fromkeys(
        (label, pathless(value).partition(":")[0] if label == "scanner" else pathless(value))
        for label, value in report.equipment
    )
    return [*facts, *map(list, kinds), *map(list, report.versions)]
