"""The report as one HTML page: nothing to fetch, no script, fit to print and to be read aloud."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from config.law import signing
from tabulate.compare.words import count, place
from tabulate.compare.words import signed as with_sign
from tabulate.report.ballots import ballot_head, ballot_lines, ballot_remarks
from tabulate.report.by_hand import BY_HAND, TAKEN, hand_lines
from tabulate.report.charts import difference_chart, margin_chart, score_chart
from tabulate.report.clean import clean
from tabulate.report.facts import asked, signed
from tabulate.report.model import ReportModel
from tabulate.report.recount_parts import PLACES, recount_parts, signature_lines
from tabulate.report.typeset import HASH
from tabulate.report.wording import (
    CAUSE_TITLES,
    STORIES_HEAD,
    STRENGTH_WORDS,
    margin_words,
    number_words,
    outcome_words,
    standing_words,
    stories_shown,
)

TEMPLATES = Path(__file__).parent / "templates"
MOST_PICTURES = 400
"""Pictures of marks on one page, about 4 MB; the page says how many there are in all."""


def render_html(report: ReportModel, *, most_pictures: int = MOST_PICTURES) -> str:
    """The report as HTML text; the same report gives the same bytes.

    Every name is escaped and cleaned of control characters.  Pictures of marks are in order of contest and
    score, without anything that tells the sheet.

    Raises:
        ValueError: a crop of a mark is not a PNG.
    """
    comparison = report.comparison
    marks = report.ordered_marks
    recount = recount_parts(report.recount)
    lines, signing_words = signing(date.fromisoformat(report.program.date))
    pictures = [
        {
            "uri": Markup(mark.data_uri()),  # noqa: S704 - base64 of checked picture chunks
            "contest": comparison.info(mark.contest).title,
            "choice": comparison.info(mark.contest).name(mark.choice),
            "mark": mark,
        }
        for mark in marks[:most_pictures]
    ]
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            comparison=comparison,
            recount=recount,
            asked=[*asked(report), *recount["asked"]],
            signed=signed(report),
            signing=signing_words,
            lines=signature_lines(report.recount, lines),
            places=PLACES,
            pictures=pictures,
            margins=[
                {
                    "margin": margin,
                    "info": comparison.info(margin.contest),
                    "words": margin_words(comparison, margin),
                    "before": standing_words(comparison, margin.before),
                    "after": standing_words(comparison, margin.after),
                    "outcome": outcome_words(margin),
                    "chart": margin_chart(comparison, margin),
                }
                for margin in comparison.margins
            ],
            by_hand=BY_HAND,
            hand=list(hand_lines(report.readings, comparison)) if report.readings else [],
            taken=TAKEN,
            others=[finding for finding in comparison.findings if finding.kind != "difference"],
            differences=difference_chart(comparison),
            scores=score_chart(report.scores, report.program.policy) if report.scores else None,
            cause_titles=CAUSE_TITLES,
            stories_head=STORIES_HEAD,
            stories_shown=stories_shown,
            strength_words=STRENGTH_WORDS,
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    environment.filters["place"] = place
    environment.filters["signed"] = with_sign
    environment.filters["numbers"] = number_words
    environment.globals["count"] = count
    environment.tests["hash"] = lambda value: HASH.fullmatch(value) is not None
    environment.globals["ballot_head"] = ballot_head
    environment.globals["ballot_lines"] = ballot_lines
    environment.globals["ballot_remarks"] = ballot_remarks
    return environment


def _finalize(value: object) -> object:
    """Clean every piece of text that is put into the page, but for markup that is ours."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
