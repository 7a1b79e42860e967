"""The reconciliation for a terminal: who, where, how much and why, on one screen."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from tabulate.compare import Comparison, UnitComparison, UnitReview
from tabulate.compare.words import count, place
from tabulate.report.by_hand import BY_HAND, TAKEN, hand_lines
from tabulate.report.clean import clean
from tabulate.report.decisions import decisions
from tabulate.report.model import ReportModel
from tabulate.report.recount import RecountRecord
from tabulate.report.recount_parts import recount_alarms
from tabulate.report.wording import (
    STORIES_HEAD,
    cause_words,
    change_words,
    margin_words,
    seats,
    stories_shown,
    total_words,
)

_QUIET = frozenset(
    {
        "difference",
        "sheets_quarantined",
        "original_numbers_unknown",
        "recount_numbers_unknown",
        "outcome_unknown",
        "outcome_changed",
    }
)
"""Findings that the other lines already say."""


def render_text(subject: Comparison | ReportModel, *, width: int = 100) -> str:
    """Margins first, then units that differ with their causes, then the sheets, then what a person must decide.

    Plain text without colour; names are cleaned of control characters.  Ends with a line feed.

    Args:
        subject: a comparison, or a whole report.
        width: longest line in characters.
    """
    if isinstance(subject, ReportModel):
        comparison, sheets, marks = subject.comparison, subject.sheets, subject.marks_total
        readings = subject.readings
    else:
        comparison, marks, readings = subject, 0, None
        sheets = tuple(unit.review for unit in subject.units if unit.review is not None)
    page = Page(width)
    page.head("Margin, before -> after")
    for margin in comparison.margins:
        title = comparison.short_title(margin.contest) + seats(comparison.info(margin.contest).vote_for)
        page.add(f"{title}: {margin_words(comparison, margin)}")
    _units(page, comparison)
    asked = decisions(comparison, sheets, marks, readings)
    notes = [
        finding for finding in comparison.findings if finding.kind not in _QUIET and finding.text not in asked
    ]
    if notes:
        page.head("Also found")
        for finding in notes:
            page.add(finding.text)
    _unknown(page, comparison)
    _sheets(page, sheets)
    if asked:
        page.head("For a person to decide")
        for sentence in asked:
            page.add(sentence)
    if isinstance(subject, ReportModel):
        _by_hand(page, subject)
        if subject.recount is not None:
            _recount(page, subject.recount)
        _identity(page, subject)
    return page.text()


class Page:
    """Lines of a page, wrapped and cleaned."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []

    def head(self, text: str) -> None:
        if self.lines:
            self.lines.append("")
        self.lines.append(clean(text))

    def add(self, text: str, depth: int = 1) -> None:
        indent = "  " * depth
        self.lines += textwrap.wrap(
            clean(text),
            self.width,
            initial_indent=indent,
            subsequent_indent=indent + "    ",
            break_on_hyphens=False,
        )

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def _units(page: Page, comparison: Comparison) -> None:
    differing = comparison.differing
    if not differing:
        page.head(
            f"No differences in {count(len(comparison.units), 'unit')}"
            if comparison.agrees
            else "No differences in the numbers known on both sides"
        )
        return
    page.head(f"Differences in {len(differing)} of {count(len(comparison.units), 'unit')}")
    for unit in differing:
        _unit(page, comparison, unit)


def _unit(page: Page, comparison: Comparison, unit: UnitComparison) -> None:
    page.add(place(unit.unit, unit.mode))
    # A cause that explains the whole unit makes the choices needless here: JSON and HTML have every number.
    for contest in unit.contests:
        if contest.differs:
            words = total_words(contest) if unit.explained else change_words(comparison, contest)
            page.add(f"{comparison.short_title(contest.contest)}: {words}", depth=2)
    for cause in unit.causes:
        page.add(f"why: {cause_words(cause)}", depth=2)
    stories = stories_shown(unit)
    if stories:
        page.add(STORIES_HEAD, depth=2)
        for story in stories:
            page.add(story, depth=3)


def _sheets(page: Page, sheets: Sequence[UnitReview]) -> None:
    if not sheets:
        return
    page.head("Sheets")
    captured, counted = sum(item.captured for item in sheets), sum(item.counted for item in sheets)
    refused, flagged = sum(item.quarantined for item in sheets), sum(item.flagged for item in sheets)
    page.add(
        f"{captured} captured, {counted} counted, {refused} not counted (refused pages), "
        f"{flagged} of the counted for a person to look at"
    )
    returned = sum(item.returned for item in sheets)
    if returned:
        page.add(f"{count(returned, 'sheet')} given back by the scanner, counted nowhere")
    rest = captured - counted - refused - returned
    if rest:
        page.add(f"{count(rest, 'sheet')} neither counted nor refused: run 'retally verify' on the case")


def _unknown(page: Page, comparison: Comparison) -> None:
    for kind, words in (
        (
            "original_numbers_unknown",
            "The original count leaves numbers unknown in {}; there the sums were not checked.",
        ),
        ("recount_numbers_unknown", "The recount leaves numbers unknown in {}; unknown is not zero."),
    ):
        unknown = sum(finding.kind == kind for finding in comparison.findings)
        if unknown:
            page.add(words.format(count(unknown, "place")))


def _by_hand(page: Page, report: ReportModel) -> None:
    if report.readings is None:
        return
    page.head(BY_HAND)
    for sentence in (*hand_lines(report.readings, report.comparison), TAKEN):
        page.add(sentence)


def _recount(page: Page, record: RecountRecord) -> None:
    page.head("Legal proceedings")
    for sentence in (*recount_alarms(record), f"What stands: {record.stands_words}."):
        page.add(sentence)


def _identity(page: Page, report: ReportModel) -> None:
    page.head("Evidence")
    page.add(f"program {report.program.seal}")
    if report.program.flawed:
        page.add(f"NOT the election-day program: {report.program.flawed}")
    if report.original:
        page.add(f"original count {report.original.name}, sha256 {report.original.sha256}")
    if report.checkpoint:
        page.add(
            f"ledger: {count(report.checkpoint.entries, 'entry', 'entries')}, head {report.checkpoint.head}"
        )
    for note in report.notes:
        page.add(note)
