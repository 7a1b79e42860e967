"""Parts of a comparison as plain data for a typesetter: every sentence and number is made here or above."""

from __future__ import annotations

import dataclasses
from typing import Any

from tabulate.compare import Change, Comparison, ContestChange, MarginChange, UnitComparison
from tabulate.compare.words import count, place, signed
from tabulate.report.charts import Chart
from tabulate.report.wording import (
    CAUSE_TITLES,
    STORIES_HEAD,
    STRENGTH_WORDS,
    margin_words,
    seats,
    standing_words,
    stories_shown,
)

HEAD = ["Original", "Recount", "Change"]
UNKNOWN = "unknown"


def table(caption: str, head: list[str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A table: the first column are names, the others numbers unless a row says ``text``."""
    return {"caption": caption, "head": head, "rows": rows}


def text_row(*cells: object) -> dict[str, Any]:
    return {"cells": [str(cell) for cell in cells]}


def margin_part(comparison: Comparison, margin: MarginChange) -> dict[str, Any]:
    """Who led by how much before and after, in words."""
    info = comparison.info(margin.contest)
    return {
        "title": info.title + seats(info.vote_for),
        "before": standing_words(comparison, margin.before),
        "after": standing_words(comparison, margin.after),
        "words": margin_words(comparison, margin),
        "alarm": bool(margin.outcome_changed) or not margin.complete,
    }


def totals_part(comparison: Comparison, margin: MarginChange) -> dict[str, Any] | None:
    """Totals of a contest on both sides; None when they are not known on both."""
    if margin.side_by_side is None:
        return None
    before, after = margin.side_by_side
    info = comparison.info(margin.contest)
    originals = dict(before.votes)
    rows = [
        change_row(info.name(choice), Change(originals.get(choice), votes)) for choice, votes in after.votes
    ]
    if before.write_ins is not None or after.write_ins is not None:
        rows.append(change_row("Write-ins", Change(before.write_ins, after.write_ins)))
    where = "" if margin.complete else ", units that both sides have"
    return table(f"{info.title}{where}", ["Choice", *HEAD], rows)


def change_row(name: str, change: Change) -> dict[str, Any]:
    """Before, after and change; what is not known says so."""
    numbers = [change.original, change.retabulated]
    cells = [UNKNOWN if number is None else f"{number:,}" for number in numbers]
    cells.append(UNKNOWN if change.change is None else signed(change.change))
    return {"cells": [name, *cells], "changed": bool(change.change)}


def unit_part(comparison: Comparison, unit: UnitComparison) -> dict[str, Any]:
    """A unit that differs: causes, rival stories, numbers, and what ballots cannot account for."""
    return {
        "title": place(unit.unit, unit.mode),
        "causes": [
            {
                "title": CAUSE_TITLES[cause.kind],
                "strength": STRENGTH_WORDS[cause.strength],
                "evidence": cause.evidence,
            }
            for cause in unit.causes
        ],
        "stories_head": STORIES_HEAD,
        "stories": list(stories_shown(unit)),
        "table": table(
            f"Numbers of {place(unit.unit, unit.mode)}",
            ["Number", *HEAD],
            [row for contest in unit.contests if contest.differs for row in _contest(comparison, contest)],
        ),
        "splits": []
        if unit.explained
        else [_split(comparison, contest) for contest in unit.contests if _has_split(contest)],
    }


def _contest(comparison: Comparison, contest: ContestChange) -> list[dict[str, Any]]:
    info = comparison.info(contest.contest)
    named = [(info.name(choice), change) for choice, change in contest.choices]
    named += [
        ("undervotes", contest.undervotes),
        ("overvoted ballots", contest.overvotes),
        ("ballots", contest.ballots),
    ]
    # What neither side says is no row of a printed page: the list of what was not examined names it.
    rows = [
        change_row(name, change)
        for name, change in named
        if (change.original, change.retabulated) != (None,) * 2
    ]
    return [{"group": info.title}, *rows]


def _has_split(contest: ContestChange) -> bool:
    return contest.differs and contest.split is not None and contest.split.ballots != 0


def _split(comparison: Comparison, contest: ContestChange) -> str:
    split = contest.split
    if split is None:
        return ""
    rest = (
        f"at least {signed(split.intent_at_least)} must come from ballots read differently"
        if split.intent_at_least
        else "none needs another explanation"
    )
    title, at_most = comparison.short_title(contest.contest), signed(split.ballots_at_most)
    return (
        f"{title}: votes {signed(split.votes)}, ballots {signed(split.ballots)}. "
        f"Of the votes, the ballots can be at most {at_most}; {rest}."
    )


def comparison_parts(comparison: Comparison, charts: tuple[Chart, ...]) -> dict[str, Any]:
    """What both kinds of report have: margins, totals, charts, units that differ, other findings."""
    totals = [totals_part(comparison, margin) for margin in comparison.margins]
    return {
        "margins": [margin_part(comparison, margin) for margin in comparison.margins],
        "totals": [part for part in totals if part is not None],
        "charts": [chart_part(chart) for chart in charts],
        "units_words": f"{len(comparison.differing)} of {count(len(comparison.units), 'unit')} differ. "
        "Votes gained and votes lost are shown apart, never netted against each other or against ballots.",
        "units": [unit_part(comparison, unit) for unit in comparison.differing],
        "findings": [
            {"kind": finding.kind.replace("_", " "), "text": finding.text}
            for finding in comparison.findings
            if finding.kind not in ("difference", "original_numbers_unknown", "recount_numbers_unknown")
        ],
    }


def chart_part(chart: Chart) -> dict[str, Any]:
    """A chart as data."""
    return dataclasses.asdict(chart)
