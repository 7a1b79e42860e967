"""The original count: the numbers that were canvassed, read from a CSV without guessing.

Columns: ``unit, mode, contest, choice, votes``, and where known ``ballots, overvotes, undervotes``, repeated in
every row of the contest.  A blank means *unknown*; it is never zero.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from config.program import ElectionProgram
from tabulate.compare.contests import ContestInfo, as_infos
from tabulate.compare.csv_rows import Row, read_rows
from tabulate.compare.named import choice_named, contest_named
from tabulate.errors import OriginalCountError
from tabulate.votes.totals import ContestTotals

REQUIRED = ("unit", "mode", "contest", "choice", "votes")
OPTIONAL = ("ballots", "overvotes", "undervotes")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
"""A count: ASCII digits without sign, separator or leading zero, below one thousand million."""


@dataclass(frozen=True, slots=True)
class OriginalContest:
    """One contest in one unit and mode as originally counted; None is unknown, never zero.

    Attributes:
        vote_for: how many may be chosen, from the program; None without one.
        votes: by choice id, in the order of the file; a choice without a row is unknown.
    """

    unit: str
    mode: str
    contest: str
    vote_for: int | None = None
    ballots: int | None = None
    overvotes: int | None = None
    undervotes: int | None = None
    votes: dict[str, int] = field(default_factory=dict)


def row_of(totals: ContestTotals) -> OriginalContest:
    """A total of ours in the form of an original count."""
    return OriginalContest(
        totals.unit,
        totals.mode,
        totals.contest,
        totals.vote_for,
        totals.ballots,
        totals.overvotes,
        totals.undervotes,
        dict(totals.votes),
    )


def parse_original(
    data: bytes | str, name: str, program: ElectionProgram | Sequence[ContestInfo] | None = None
) -> tuple[OriginalContest, ...]:
    """Read an original count.

    With a program, contests and choices may be given by id or by printed name, all write-ins of a contest
    together as ``write-in`` or ``scattering``, and anything else is refused.  Without one, ids are taken as
    they are.

    Args:
        data: content of the file; bytes must be UTF-8.
        name: name of the file, for messages.
        program: the election program, or its contests.

    Raises:
        OriginalCountError: naming file, line, column and what to do.
    """
    infos = as_infos(program)
    building: dict[tuple[str, str, str], _Building] = {}
    for row in read_rows(data, name, REQUIRED, OPTIONAL):
        for column in ("unit", "mode", "contest", "choice"):
            if not row.cells[column]:
                raise OriginalCountError(
                    f"{name}, line {row.line}, column {column}: empty; every row must name it"
                )
        info = contest_in(row, name, infos) if infos else None
        contest = info.id if info else row.cells["contest"]
        choice = choice_in(row, name, info) if info else row.cells["choice"]
        key = (row.cells["unit"], row.cells["mode"], contest)
        building.setdefault(key, _Building(row, info, name)).add(row, choice, name)
    if not building:
        raise OriginalCountError(
            f"{name}: only a header; a row for each unit, mode, contest and choice is missing"
        )
    return tuple(built.contest(*key) for key, built in building.items())


class _Building:
    """A contest while its rows come in."""

    def __init__(self, first: Row, info: ContestInfo | None, name: str) -> None:
        self.first = first
        self.info = info
        self.lines: dict[str, int] = {}
        self.votes: dict[str, int] = {}
        self.shared = {column: _optional(first, column, name) for column in OPTIONAL}

    def add(self, row: Row, choice: str, name: str) -> None:
        votes = number_in(row, "votes", name)
        if choice in self.lines:
            raise OriginalCountError(
                f"{name}, line {row.line}, column choice: '{choice}' of this unit, mode and contest stands on "
                f"line {self.lines[choice]} already; remove one of the two"
            )
        for column, value in self.shared.items():
            if _optional(row, column, name) != value:
                raise OriginalCountError(
                    f"{name}, line {row.line}, column {column}: '{row.cells[column]}' where line "
                    f"{self.first.line} of "
                    f"the same contest has '{self.first.cells[column]}'; repeat one number in every "
                    "row of the contest"
                )
        self.lines[choice] = row.line
        self.votes[choice] = votes

    def contest(self, unit: str, mode: str, contest: str) -> OriginalContest:
        vote_for = self.info.vote_for if self.info else None
        return OriginalContest(unit, mode, contest, vote_for, votes=self.votes, **self.shared)


def number_in(row: Row, column: str, name: str) -> int:
    """A count in a cell.

    Raises:
        OriginalCountError: empty, negative, or not a whole number.
    """
    cell = row.cells[column]
    where = f"{name}, line {row.line}, column {column}"
    if not cell:
        raise OriginalCountError(f"{where}: empty; write 0 for none, and leave the row out if it is not known")
    if re.fullmatch(r"[-\u2212\u2013]\s*\d+", cell):
        raise OriginalCountError(
            f"{where}: '{cell}' is negative; a count cannot be, correct it from the canvass"
        )
    if not _NUMBER.fullmatch(cell):
        raise OriginalCountError(f"{where}: '{cell}' is not a whole number; write digits alone, such as 1234")
    return int(cell)


def _optional(row: Row, column: str, name: str) -> int | None:
    return number_in(row, column, name) if row.cells.get(column) else None


def contest_in(row: Row, name: str, infos: Sequence[ContestInfo]) -> ContestInfo:
    """The contest that a row names, see `contest_named`."""
    return contest_named(row.cells["contest"], f"{name}, line {row.line}, column contest", infos)


def choice_in(row: Row, name: str, info: ContestInfo) -> str:
    """Id of the choice that a row names, see `choice_named`."""
    return choice_named(row.cells["choice"], f"{name}, line {row.line}, column choice", info)
