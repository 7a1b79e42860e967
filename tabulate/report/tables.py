"""Two published tables side by side, for a terminal."""

from __future__ import annotations

from tabulate.compare.published import TablesComparison
from tabulate.compare.published.district import rest_words
from tabulate.compare.published.table import Table
from tabulate.compare.words import count
from tabulate.report.text import Page, render_text
from tabulate.report.wording import change_words, margin_words


def render_tables(result: TablesComparison, *, width: int = 100) -> str:
    """What was read, the district, the timeline, and then the comparison unit by unit.

    Args:
        result: the comparison.
        width: longest line in characters.
    """
    page = Page(width)
    page.head("Compared")
    page.add(f"original: {_table(result.original)}")
    page.add(f"recount: {_table(result.recount)}")
    page.add(f"by {result.level}; {result.vote_for_words}")
    if result.district:
        page.head("District, before -> after")
        inner = result.district.comparison
        for margin in inner.margins:
            page.add(margin_words(inner, margin))
            page.add(rest_words(result.district, inner.info(margin.contest)), depth=2)
        for unit in inner.units:
            for contest in unit.contests:
                page.add(change_words(inner, contest), depth=2)
        for sentence in result.district.disagreements:
            page.add(f"does not agree: {sentence}")
    if result.timeline:
        page.head("Lead over time")
        for moment in result.timeline:
            page.add(f"{moment.date}  {moment.leader} +{moment.lead}: {moment.stage}")
    return page.text() + "\n" + render_text(result.comparison, width=width)


def _table(table: Table) -> str:
    modes = f" in {count(len(table.modes), 'mode')}" if table.modes else ""
    return f"{table.name}, {count(table.places, 'place')}{modes}, {count(len(table.lines), 'number')}"
