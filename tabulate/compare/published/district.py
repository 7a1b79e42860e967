"""Totals of a whole district before and after: ``item, original_canvass, certified_after_recount``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tabulate.compare.comparison import Comparison, compare
from tabulate.compare.contests import WRITE_IN_WORDS, WRITE_INS, ContestInfo
from tabulate.compare.csv_rows import Row, read_rows
from tabulate.compare.original import OriginalContest, number_in
from tabulate.compare.tally import Side, Tally, side_of
from tabulate.compare.words import signed
from tabulate.errors import OriginalCountError

REQUIRED = ("item", "original_canvass", "certified_after_recount")
OPTIONAL = ("delta", "status", "sources")
ITEMS = {"ballots cast": "ballots", "overvotes": "overvotes", "undervotes": "undervotes"}
SUM = "votes for candidates and write-ins"
SIDES = ("original_canvass", "certified_after_recount")


@dataclass(frozen=True, slots=True)
class District:
    """The lines of the file, before and after, by choice and by what else there is; None is unknown."""

    name: str
    votes: dict[str, tuple[int | None, int | None]]
    beside: dict[str, tuple[int | None, int | None]]

    def row(self, after: bool, contest: str) -> OriginalContest:
        """One side as a count of the unit ``district``."""
        votes = {choice: pair[after] for choice, pair in self.votes.items()}
        beside = {what: self.beside.get(what, (None, None))[after] for what in ITEMS.values()}
        known = {choice: number for choice, number in votes.items() if number is not None}
        return OriginalContest("district", "", contest, None, votes=known, **beside)


@dataclass(frozen=True, slots=True)
class DistrictResult:
    """The district before and after, held against its units.

    Attributes:
        rest: by choice, the change that units without published numbers make together; None when unknown.
        rest_units: how many units those are.
        disagreements: sentences: where the units of the original count do not add up to the district.
    """

    comparison: Comparison
    rest: dict[str, int | None]
    rest_units: int
    disagreements: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "comparison": self.comparison.to_json(),
            "rest": dict(self.rest),
            "rest_units": self.rest_units,
            "disagreements": list(self.disagreements),
        }


def read_district(data: bytes | str, name: str) -> District:
    """Read a district's totals.

    Raises:
        OriginalCountError: a number that is none, a line that stands twice, a sum or a change that is wrong.
    """
    votes: dict[str, tuple[int | None, int | None]] = {}
    beside: dict[str, tuple[int | None, int | None]] = {}
    sums: tuple[int, tuple[int | None, int | None]] | None = None
    for row in read_rows(data, name, REQUIRED, OPTIONAL):
        item = row.cells["item"]
        pair = _pair(row, name)
        word = item.casefold()
        if word == SUM:
            sums = (row.line, pair)
            continue
        into, key = (beside, ITEMS[word]) if word in ITEMS else (votes, item)
        key = WRITE_INS if word in WRITE_IN_WORDS else key
        if not key or key in into:
            raise OriginalCountError(f"{name}, line {row.line}, column item: '{item}' is empty or stands twice")
        into[key] = pair
    for side, column in enumerate(SIDES):
        known = [pair[side] for pair in votes.values()]
        total = sum(number or 0 for number in known)
        if sums and None not in known and sums[1][side] not in (None, total):
            raise OriginalCountError(
                f"{name}, line {sums[0]}, column {column}: {sums[1][side]} where the lines add up to {total}"
            )
    return District(name, votes, beside)


def _pair(row: Row, name: str) -> tuple[int | None, int | None]:
    before, after = (number_in(row, column, name) if row.cells[column] else None for column in SIDES)
    said = row.cells.get("delta", "").removeprefix("+")
    if said and before is not None and after is not None and said != str(after - before):
        raise OriginalCountError(
            f"{name}, line {row.line}, column delta: '{said}' where the two numbers differ by {after - before}"
        )
    return before, after


def district_result(
    district: District,
    info: ContestInfo,
    original: Sequence[OriginalContest],
    recount: Sequence[OriginalContest],
) -> DistrictResult:
    """Compare a district with itself, and with the sums of its units, in the one contest of the file."""
    comparison = compare([district.row(False, info.id)], [district.row(True, info.id)], program=[info])
    infos = {info.id: info}
    before, after = (
        side_of([row for row in rows if row.contest == info.id], infos) for rows in (original, recount)
    )
    disagreements, rest = [], {}
    for choice in info.compared():
        pair = district.votes.get(choice, (None, None))
        total = _sum(before, info.id, choice)
        if None not in (pair[0], total) and pair[0] != total:
            disagreements.append(
                f"{info.name(choice)}: the units of the original count add up to {total}, "
                f"{district.name} says {pair[0]}"
            )
        rest[choice] = _rest(pair, before, after, info.id, choice)
    unknown = [unit for unit in before if not _known(after.get(unit, {}).get(info.id))]
    return DistrictResult(comparison, rest, len(unknown), tuple(disagreements))


def rest_words(result: DistrictResult, info: ContestInfo) -> str:
    """What the units without published numbers changed together."""
    moves = [
        f"{info.name(choice)} {'not known' if change is None else signed(change)}"
        for choice, change in result.rest.items()
    ]
    return f"the {result.rest_units} units without published recount numbers together: {', '.join(moves)}"


def _known(after: Tally | None) -> bool:
    return after is not None and any(number is not None for number in after.votes.values())


def _sum(side: Side, contest: str, choice: str) -> int | None:
    numbers = [tallies[contest].votes.get(choice) for tallies in side.values() if contest in tallies]
    return None if None in numbers else sum(number or 0 for number in numbers)


def _rest(
    pair: tuple[int | None, int | None], before: Side, after: Side, contest: str, choice: str
) -> int | None:
    """The district's change less that of the known units; None when one of those lacks this number."""
    if pair[0] is None or pair[1] is None:
        return None
    rest = pair[1] - pair[0]
    for unit, tallies in before.items():
        mine, other = tallies.get(contest), after.get(unit, {}).get(contest)
        if mine is None or other is None or not _known(other):
            continue
        was, now = mine.votes.get(choice), other.votes.get(choice)
        if was is None or now is None:
            return None
        rest -= now - was
    return rest
