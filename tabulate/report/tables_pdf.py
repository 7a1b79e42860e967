"""Two published tables side by side as a tagged PDF, with the lead over time and every unit on one page."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from tabulate.compare import UnitMethod
from tabulate.compare.published import Table, TablesComparison
from tabulate.compare.published.district import DistrictResult, rest_words
from tabulate.compare.words import count, place
from tabulate.report.decisions import decisions
from tabulate.report.overview import timeline_chart, unit_charts
from tabulate.report.parts import (
    HEAD,
    change_row,
    chart_part,
    comparison_parts,
    margin_part,
    table,
)
from tabulate.report.pathless import pathless
from tabulate.report.typeset import typeset
from tabulate.report.unexamined import not_examined
from tabulate.report.wording import seats


def render_tables_pdf(result: TablesComparison) -> bytes:
    """The comparison as PDF/UA-1, without a date of its own: the same comparison gives the same bytes.

    Folders of the files are left out.
    """
    comparison = result.comparison
    titles = [info.title + seats(info.vote_for) for info in comparison.contests]
    timeline = timeline_chart(result.timeline)
    parts = comparison_parts(comparison, unit_charts(comparison))
    facts = [
        *([f"Contest {number}", title] for number, title in enumerate(titles, 1)),
        ["Original count", _table(result.original)],
        ["Recount", _table(result.recount)],
        ["Compared by", f"{result.level}; {result.vote_for_words}"],
    ]
    return typeset(
        "tables.typ",
        {
            **parts,
            "title": f"Original count and recount: {', '.join(titles[:2])}",
            "lead": f"{_name(result.original)} beside {_name(result.recount)}.",
            "foot": "Comparison of two published counts",
            "date": None,
            "asked": facts,
            "district": _district(result.district) if result.district else None,
            "timeline": chart_part(timeline) if timeline else None,
            "decisions": list(decisions(comparison, (), 0)),
            "not_examined": list(not_examined(comparison)),
            "all_units": _all_units(result),
            "texts": 2 if result.methods else 1,
        },
    )


def _table(item: Table) -> str:
    modes = f" in {count(len(item.modes), 'mode')}" if item.modes else ""
    return f"{_name(item)}: {count(item.places, 'place')}{modes}, {count(len(item.lines), 'number')}"


def _name(item: Table) -> str:
    return PurePath(pathless(item.name)).name


def _district(district: DistrictResult) -> dict[str, Any]:
    inner = district.comparison
    rows = []
    for unit in inner.units:
        for contest in unit.contests:
            info = inner.info(contest.contest)
            rows += [change_row(info.name(choice), change) for choice, change in contest.choices]
            beside = (
                ("undervotes", contest.undervotes),
                ("overvoted ballots", contest.overvotes),
                ("ballots", contest.ballots),
            )
            rows += [
                change_row(name, change)
                for name, change in beside
                if (change.original, change.retabulated) != (None, None)
            ]
    return {
        "margins": [margin_part(inner, margin) for margin in inner.margins],
        "table": table("The whole district", ["Line", *HEAD], rows),
        "rest": [_sentence(rest_words(district, inner.info(margin.contest))) for margin in inner.margins],
        "disagreements": [pathless(sentence) for sentence in district.disagreements],
    }


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _all_units(result: TablesComparison) -> list[dict[str, Any]]:
    """A table for each contest: every unit with its change by choice."""
    comparison = result.comparison
    methods = {(item.unit, item.mode): item for item in result.methods}
    tables = []
    for info in comparison.contests:
        rows = []
        for unit in comparison.units:
            for contest in unit.contests:
                if contest.contest != info.id:
                    continue
                changes = dict(contest.choices)
                cells = [
                    _cell(changes[choice].original, changes[choice].retabulated) if choice in changes else ""
                    for choice in info.compared()
                ]
                how = [_method(methods.get((unit.unit, unit.mode)))] if methods else []
                rows.append({"cells": [place(unit.unit, unit.mode), *how, *cells]})
        how = ["Recounted by"] if methods else []
        head = ["Unit", *how, *(info.name(choice) for choice in info.compared())]
        tables.append(table(f"{info.title}: original, recount and change in every unit", head, rows))
    return tables


def _method(item: UnitMethod | None) -> str:
    if item is None or item.method == "unknown":
        return "not known"
    method = "hand and machine" if item.method == "both" else item.method
    return f"{method}; {item.reported} reported" if item.reported and item.method == "both" else method


def _cell(before: int | None, after: int | None) -> str:
    if before is None:
        return "unknown" if after is None else f"unknown, then {after:,}"
    if after is None:
        return f"{before:,}, then unknown"
    return f"{before:,}, same" if after == before else f"{before:,}, then {after:,} ({after - before:+d})"
