"""A table of votes as canvasses and newspapers publish them: by county or precinct, with or without modes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from tabulate.compare.contests import WRITE_IN_WORDS, WRITE_INS
from tabulate.compare.csv_rows import Row, column_names, read_rows
from tabulate.compare.original import OPTIONAL, REQUIRED, number_in
from tabulate.errors import OriginalCountError

PUBLISHED = ("county", "contest", "candidate", "votes")
BESIDE = ("precinct", "mode", "party", "original_votes", "delta", "status", "sources", *OPTIONAL)
TOTAL = "total"
"""Mode of a row that adds up the other modes; it is checked and left out, or every sum would double."""
UNKNOWN = "unknown"
"""Status of a row whose votes were not published; only such a row may leave them empty."""


@dataclass(frozen=True, slots=True)
class Line:
    """One number of votes.

    Attributes:
        line: where it stands in the file, 1 = the header.
        place: county, or county and precinct, or the unit.
        mode: empty when the table has no modes.
        choice: as printed; all write-ins are ``write-in``.
        votes: None is unknown, never zero.
        before: the original votes that a recount's table repeats, or None.
        beside: ballots, overvotes and undervotes of the contest; None is unknown.
    """

    line: int
    place: tuple[str, ...]
    mode: str
    contest: str
    choice: str
    votes: int | None
    before: int | None = None
    beside: tuple[int | None, int | None, int | None] = (None, None, None)


@dataclass(frozen=True, slots=True)
class Table:
    """All lines of a file.

    Attributes:
        depth: parts of a place: 1 for counties or units, 2 for precincts of counties.
        by_mode: whether votes are given by mode.
        vote_for: how many may be chosen, by contest, as far as the file says it.
    """

    name: str
    depth: int
    by_mode: bool
    lines: tuple[Line, ...]
    vote_for: Mapping[str, int] = field(default_factory=dict)

    @property
    def places(self) -> int:
        """How many counties, precincts or units it has."""
        return len({line.place for line in self.lines})

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes in the order of the file."""
        return tuple(dict.fromkeys(line.mode for line in self.lines if line.mode))


def read_table(data: bytes | str, name: str) -> Table:
    """Read a count: our own CSV, or a table with the columns county, contest, candidate and votes.

    Raises:
        OriginalCountError: naming file, line, column and what to do: an empty or negative number, a row that
            stands twice, a total that is not the sum of its parts, a change that is not the difference.
    """
    columns = column_names(data, name)
    published = "county" in columns
    required = PUBLISHED if published else REQUIRED
    lines = [_line(row, name, published) for row in read_rows(data, name, required, BESIDE)]
    if not lines:
        raise OriginalCountError(f"{name}: only a header; there is nothing to compare")
    seen: dict[tuple[tuple[str, ...], str, str, str], int] = {}
    for line in lines:
        key = (line.place, line.mode, line.contest, line.choice)
        if key in seen:
            where = ", ".join((*line.place, line.mode) if line.mode else line.place)
            raise OriginalCountError(
                f"{name}, line {line.line}: '{line.choice}' of {where} stands on line {seen[key]} already; "
                "remove one of the two"
            )
        seen[key] = line.line
    depth = 2 if published and "precinct" in columns else 1
    return Table(name, depth, not published or "mode" in columns, _without_totals(lines, name))


def _line(row: Row, name: str, published: bool) -> Line:
    cells = row.cells
    places = ("county", "precinct") if published and "precinct" in cells else ("county",)
    named = (*places, "contest", "candidate") if published else REQUIRED[:4]
    for column in (*named, *(("mode",) if "mode" in cells else ())):
        if not cells[column]:
            raise OriginalCountError(
                f"{name}, line {row.line}, column {column}: empty; name it, and remove rows that are totals of "
                "other rows"
            )
    place = tuple(cells[column] for column in places) if published else (cells["unit"],)
    choice = cells["candidate"] if published else cells["choice"]
    if choice.casefold() in WRITE_IN_WORDS:
        choice = WRITE_INS
    votes = None
    if cells["votes"] or cells.get("status") != UNKNOWN:
        votes = number_in(row, "votes", name)
    before = number_in(row, "original_votes", name) if cells.get("original_votes") else None
    _check_change(row, name, votes, before)
    ballots, overvotes, undervotes = (
        number_in(row, column, name) if cells.get(column) else None for column in OPTIONAL
    )
    return Line(
        row.line,
        place,
        cells.get("mode", ""),
        cells["contest"],
        choice,
        votes,
        before,
        (ballots, overvotes, undervotes),
    )


def _check_change(row: Row, name: str, votes: int | None, before: int | None) -> None:
    said = row.cells.get("delta", "")
    if not said or votes is None or before is None:
        return
    if said.removeprefix("+") != str(votes - before):
        raise OriginalCountError(
            f"{name}, line {row.line}, column delta: '{said}' where votes less original_votes are "
            f"{votes - before}; correct one of the three"
        )


def _without_totals(lines: list[Line], name: str) -> tuple[Line, ...]:
    """The lines without totals of modes, each of which must be the sum of its modes."""
    parts: dict[tuple[tuple[str, ...], str, str], int | None] = {}
    kept = [line for line in lines if line.mode != TOTAL]
    for line in kept:
        key = (line.place, line.contest, line.choice)
        parts[key] = add_known(parts.get(key, 0), line.votes)
    for line in lines:
        if line.mode == TOTAL:
            _check_total(line, parts, name)
    return tuple(kept)


def _check_total(line: Line, parts: Mapping[tuple[tuple[str, ...], str, str], int | None], name: str) -> None:
    def wrong(why: str) -> NoReturn:
        raise OriginalCountError(f"{name}, line {line.line}, column votes: {why}")

    key = (line.place, line.contest, line.choice)
    if key not in parts:
        wrong("a total without the modes it adds up; give the modes, or leave the column mode out")
    if parts[key] is not None and line.votes is not None and parts[key] != line.votes:
        wrong(f"the total is {line.votes}, and its modes add up to {parts[key]}; correct one of them")


def add_known(left: int | None, right: int | None) -> int | None:
    """A sum that is unknown when a part of it is."""
    return None if left is None or right is None else left + right
