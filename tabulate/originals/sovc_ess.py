"""ES&S statement of votes cast (SOVC) as a workbook: a row for each precinct, a column for each choice.

Contests stand in the first row, repeated or merged, parties in the second, choices in the third beside the
columns of the precinct.  A row of county totals is held against the precincts.  There are no modes: all numbers
are ``total``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tabulate.errors import OriginalCountError
from tabulate.originals.identity import take_over_and_under
from tabulate.originals.imported import Imported, imported
from tabulate.originals.naming import Naming
from tabulate.originals.source import Source
from tabulate.originals.tallies import Tallies
from tabulate.originals.values import TOTAL, name_of, optional
from tabulate.originals.workbook import Sheet, SheetRow, is_workbook, sheets_of

NAME = "sovc-ess"
TITLE = "ES&S SOVC workbook"
_OF_PRECINCT = re.compile(
    r"county number|precinct (code|name|number)|registered voters.*|ballots cast.*|voter turnout.*",
    re.IGNORECASE,
)
_TOTALS = re.compile(r"(county |grand )?totals?", re.IGNORECASE)
_ASIDE = {"over votes": "over", "overvotes": "over", "under votes": "under", "undervotes": "under"}
_VOTE_FOR = re.compile(r"\s*\(?vote\s+for\)?\s*[=:]?\s*([0-9]+)\)?", re.IGNORECASE)


@dataclass(slots=True)
class _Column:
    contest: str
    choice: str
    sums: list[int | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: the columns of the precinct's name and ballots, and those of choices."""

    header: int
    name: int
    cast: int | None
    columns: dict[int, _Column]


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one workbook with a sheet of this layout."""
    if len(files) != 1 or not is_workbook(files[0]):
        return False
    return any(_header(sheet) is not None for sheet in sheets_of(files[0]))


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one workbook.

    Raises:
        OriginalCountError: naming sheet and cell.
    """
    tallies = Tallies(wrong_totals=naming.wrong_totals)
    for contest, number in naming.vote_for.items():
        tallies.may_choose(contest, number, files[0].name)
    read_rows = 0
    for sheet in sheets_of(files[0]):
        header = _header(sheet)
        if header is None:
            if sheet.rows:
                tallies.note(f"{sheet.name}: not a table of precincts; left out")
            continue
        layout = _layout(sheet, header, tallies)
        read_rows += _sheet(sheet, layout, tallies)
    return imported(tallies, NAME, "", read_rows)


def _header(sheet: Sheet) -> SheetRow | None:
    for row in sheet.rows[:20]:
        if any(text.casefold() == "precinct name" for text in row.cells.values()):
            return row
    return None


def _layout(sheet: Sheet, header: SheetRow, tallies: Tallies) -> _Layout:
    above = [row for row in sheet.rows if row.number < header.number]
    if not above:
        raise OriginalCountError(f"{sheet.name}: no row with contests above the choices")
    name = next(column for column, text in header.cells.items() if text.casefold() == "precinct name")
    cast = [column for column, text in header.cells.items() if text.casefold() == "ballots cast - total"]
    columns: dict[int, _Column] = {}
    contest = ""
    for column in range(max(header.cells) + 1):
        choice = header.text(column)
        if _OF_PRECINCT.fullmatch(choice):
            continue
        contest = above[0].text(column) or contest
        if not choice:
            continue
        if not contest:
            raise OriginalCountError(f"{above[0].where(column)}: no contest above '{choice[:60]}'")
        title = name_of(contest, above[0].where(column))
        if allowed := _VOTE_FOR.search(title):
            title = _VOTE_FOR.sub("", title).strip() or title
            tallies.may_choose(title, int(allowed[1][:4]), above[0].where(column))
        found = _Column(title, name_of(choice, header.where(column)))
        if any((other.contest, other.choice) == (found.contest, found.choice) for other in columns.values()):
            raise OriginalCountError(
                f"{header.where(column)}: '{found.choice}' of '{title}' stands there twice"
            )
        columns[column] = found
    return _Layout(header.number, name, cast[0] if cast else None, columns)


def _sheet(sheet: Sheet, layout: _Layout, tallies: Tallies) -> int:
    rows = [row for row in sheet.rows if row.number > layout.header and not _is_end(row)]
    totals = [row for row in rows if _TOTALS.fullmatch(row.text(layout.name))]
    precincts = [row for row in rows if row not in totals]
    if len(totals) > 1:
        raise OriginalCountError(f"{totals[1].where(layout.name)}: a second row of totals")
    for row in precincts:
        _precinct(row, layout, tallies)
    for row in totals:
        for at, column in layout.columns.items():
            what = f"the precincts of '{column.choice}'"
            tallies.hold(column.sums, optional(row.text(at), row.where(at)), what, row.where(at))
    if not totals:
        tallies.note(f"{sheet.name}: no county totals to hold the precincts against")
    _infer_vote_for(precincts, layout, tallies)
    for row in precincts:
        _not_cast(row, layout, tallies)
    return len(precincts)


def _is_end(row: SheetRow) -> bool:
    """The mark that the export leaves behind its last row."""
    return set(row.cells.values()) <= {"_x001A_", "\x1a"}


def _precinct(row: SheetRow, layout: _Layout, tallies: Tallies) -> None:
    unit = name_of(row.text(layout.name), row.where(layout.name))
    if unit in tallies.homes:
        raise OriginalCountError(f"{row.where(layout.name)}: '{unit}' was there before")
    tallies.homes[unit] = ""
    for stray in row.cells.keys() - layout.columns.keys():
        if stray > max(layout.columns):
            raise OriginalCountError(f"{row.where(stray)}: a value under no heading")
    for at, column in layout.columns.items():
        number = optional(row.text(at), row.where(at))
        column.sums.append(number)
        if number is None:
            tallies.note(f"blank cells, such as {row.where(at)}, are unknown and were not taken")
        elif column.choice.casefold() not in _ASIDE:
            tallies.vote((unit, TOTAL, column.contest), column.choice, number, row.where(at))


def _numbers(row: SheetRow, contest: str, layout: _Layout) -> tuple[int | None, int | None, int | None]:
    """All votes, overvotes and undervotes of a contest in a row; None where a cell is blank or missing."""
    votes: int | None = 0
    aside: dict[str, int | None] = {}
    for at, column in layout.columns.items():
        if column.contest != contest:
            continue
        number = optional(row.text(at), row.where(at))
        kind = _ASIDE.get(column.choice.casefold())
        if kind is not None:
            aside[kind] = number
        else:
            votes = None if votes is None or number is None else votes + number
    return votes, aside.get("over"), aside.get("under")


def _infer_vote_for(rows: Sequence[SheetRow], layout: _Layout, tallies: Tallies) -> None:
    """One may be chosen where all numbers together are as many as the ballots, in every precinct."""
    if layout.cast is None:
        return
    for contest in dict.fromkeys(column.contest for column in layout.columns.values()):
        if tallies.vote_for(contest) is not None or not rows:
            continue
        if all(_fits_one(row, contest, layout, layout.cast) for row in rows):
            tallies.may_choose(contest, 1, rows[0].sheet)
            tallies.note(f"'{contest}': taken as vote for 1, which fits all ballots of every precinct")


def _fits_one(row: SheetRow, contest: str, layout: _Layout, at: int) -> bool:
    cast = optional(row.text(at), row.where(at))
    found = _numbers(row, contest, layout)
    return bool(cast) and None not in found and sum(number or 0 for number in found) == cast


def _not_cast(row: SheetRow, layout: _Layout, tallies: Tallies) -> None:
    unit = name_of(row.text(layout.name), row.where(layout.name))
    cast = None if layout.cast is None else optional(row.text(layout.cast), row.where(layout.cast))
    for contest in dict.fromkeys(column.contest for column in layout.columns.values()):
        where = f"{row.sheet}, row {row.number}, '{contest}'"
        take_over_and_under(tallies, (unit, TOTAL, contest), _numbers(row, contest, layout), cast, where)
