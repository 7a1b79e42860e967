"""The comparison of two tables, with the district, the stated changes and the timeline beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tabulate.compare.comparison import Comparison, compare
from tabulate.compare.events import Events, UnitMethod
from tabulate.compare.known import KnownChange
from tabulate.compare.original import OriginalContest
from tabulate.compare.published.district import District, DistrictResult, district_result
from tabulate.compare.published.level import common_level, infos_of, level_words, rows_at
from tabulate.compare.published.table import Table
from tabulate.compare.published.timeline import Moment
from tabulate.errors import OriginalCountError

FORMAT = "retally-tables/1"


@dataclass(frozen=True, slots=True)
class TablesComparison:
    """Two published counts side by side.

    Attributes:
        level: the finest level that both tables have, for people.
        vote_for: N of the contests of which no table says it.
        methods: how units were recounted, as far as it was said.
    """

    original: Table
    recount: Table
    level: str
    vote_for: int
    comparison: Comparison
    district: DistrictResult | None = None
    timeline: tuple[Moment, ...] = ()
    methods: tuple[UnitMethod, ...] = ()

    @property
    def vote_for_words(self) -> str:
        """How N was taken, for people."""
        if self.original.vote_for or self.recount.vote_for:
            return f"contests taken as the files say, else as vote for {self.vote_for}"
        return f"every contest taken as vote for {self.vote_for}"

    def to_json(self) -> dict[str, Any]:
        """The comparison as data; its schema is ``tabulate/compare/published/tables.schema.json``."""
        return {
            "format": FORMAT,
            "original": _table(self.original),
            "recount": _table(self.recount),
            "level": self.level,
            "vote_for": self.vote_for,
            "comparison": self.comparison.to_json(),
            "district": self.district.to_json() if self.district else None,
            "timeline": [moment.to_json() for moment in self.timeline],
            "methods": [
                {"unit": item.unit, "mode": item.mode, "method": item.method, "reported": item.reported}
                for item in self.methods
            ],
        }


def _table(table: Table) -> dict[str, Any]:
    return {"name": table.name, "places": table.places, "modes": list(table.modes), "lines": len(table.lines)}


def compare_tables(
    original: Table,
    recount: Table,
    *,
    vote_for: int = 1,
    known: Sequence[KnownChange] = (),
    district: District | None = None,
    timeline: Sequence[Moment] = (),
    methods: Sequence[UnitMethod] = (),
) -> TablesComparison:
    """Compare two tables at the finest level that both have.

    Raises:
        OriginalCountError: a table repeats an original number that the original count does not have; a stated
            change or a district belongs to no unit or contest of the tables.
    """
    level = common_level(original, recount)
    infos = infos_of([original, recount], vote_for)
    before, after = rows_at(original, level, infos), rows_at(recount, level, infos)
    _same_original(recount, before, level[1])
    places = {(row.unit, row.contest) for row in before}
    for item in known:
        if (item.unit, item.contest) not in places:
            raise OriginalCountError(
                f"stated change of {item.what}: no '{item.contest}' in '{item.unit}' in {original.name}; "
                "name them as that file does"
            )
    comparison = compare(before, after, program=infos, known=known, events=Events(methods=methods))
    result = None
    if district is not None:
        if len(infos) != 1:
            raise OriginalCountError(f"{district.name}: totals of one contest, and there are {len(infos)} here")
        result = district_result(district, infos[0], before, after)
    return TablesComparison(
        original, recount, level_words(level), vote_for, comparison, result, tuple(timeline), tuple(methods)
    )


def _same_original(recount: Table, before: Sequence[OriginalContest], by_mode: bool) -> None:
    """The original numbers that a recount's table repeats are those of the original count."""
    if recount.depth != 1 or (recount.by_mode and not by_mode):
        return
    votes = {(row.unit, row.mode, row.contest): row.votes for row in before}
    for line in recount.lines:
        key = (line.place[0], line.mode if by_mode else "", line.contest)
        ours = {choice.casefold(): number for choice, number in votes.get(key, {}).items()}
        number = ours.get(line.choice.casefold())
        if line.before is not None and number is not None and number != line.before:
            raise OriginalCountError(
                f"{recount.name}, line {line.line}, column original_votes: {line.before}, where the "
                f"original count has {number}; is it the right original count?"
            )
