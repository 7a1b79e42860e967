"""OpenElections CSV: a row for each unit and candidate, the sum in ``votes`` and one more column for each mode.

Column order varies from file to file.  Rows without a county, or without a precinct in a file of precincts, are
totals; they are held against their parts and not taken.  The sum of the modes is held against ``votes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported, imported
from tabulate.originals.naming import Naming
from tabulate.originals.source import Source
from tabulate.originals.table import Line, cells_by, first_cells, lines_of
from tabulate.originals.tallies import Tallies, hold_sum
from tabulate.originals.values import TOTAL, known_mode, mode_of, name_of, optional

NAME = "openelections"
TITLE = "OpenElections CSV"
_ROLES = ("county", "precinct", "office", "district", "party", "candidate", "votes")
_NEEDED = ("office", "candidate", "votes")
_TOTAL_WORDS = frozenset({"", "total", "totals", "county total", "county totals", "all", "grand total"})
_TURNOUT = re.compile(r"(registered voters|ballots cast|voter turnout|turnout).*", re.IGNORECASE)
_OVER = frozenset({"over votes", "overvotes", "over vote", "overvote"})
_UNDER = frozenset({"under votes", "undervotes", "under vote", "undervote"})


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    county: str
    precinct: str
    contest: str
    candidate: str
    party: str
    numbers: dict[str, int | None]


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one CSV with OpenElections' columns."""
    if len(files) != 1:
        return False
    columns = {cell.casefold() for cell in first_cells(files[0])}
    return {"office", "candidate"} <= columns and bool(columns & {"county", "precinct"})


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one file.

    Raises:
        OriginalCountError: naming line, column and what is wrong.
    """
    tallies = Tallies(wrong_totals=naming.wrong_totals)
    rows = list(_rows(files[0], naming, tallies))
    if not rows:
        raise OriginalCountError(f"{files[0].name}: a header and no results")
    fine = any(row.precinct.casefold() not in _TOTAL_WORDS for row in rows)
    parts = [row for row in rows if not _is_total(row, rows, fine)]
    _hold_totals([row for row in rows if _is_total(row, rows, fine)], parts, fine, tallies)
    counties = list(dict.fromkeys(row.county for row in parts if row.county))
    if naming.county is not None:
        if naming.county not in counties:
            raise OriginalCountError(
                f"{files[0].name}: has no county '{naming.county}'; it has {', '.join(counties[:12])}"
            )
        parts, counties = [row for row in parts if row.county == naming.county], [naming.county]
    elif len(counties) > 1 and fine:
        tallies.note(f"{len(counties)} counties in one file; units are named 'county, precinct'")
    if not naming.gaps:
        _no_gaps(parts)
    _note_end(files[0], parts, tallies)
    several = _of_several_parties(parts)
    for row in parts:
        _take(row, several, tallies, len(counties) > 1, naming)
    return imported(tallies, NAME, "", len(rows))


def _rows(file: Source, naming: Naming, tallies: Tallies) -> Iterable[_Row]:
    lines = lines_of(file)
    first = next(lines, None)
    if first is None:
        raise OriginalCountError(f"{file.name}: empty")
    header = [_role(cell, naming, first) for cell in first.cells]
    for column in _NEEDED:
        if column not in header:
            raise OriginalCountError(f"{first.place}: no column '{column}'; say under [columns] which it is")
    for column in header:
        if column and header.count(column) > 1:
            raise OriginalCountError(f"{first.place}: two columns for '{column}'; one of them must be ignored")
    modes = [column for column in header if column and column not in _ROLES]
    for mode in modes:
        if not known_mode(mode):
            raise OriginalCountError(
                f"{first.place}, column {mode}: unknown; say under [columns] that it is a mode such as "
                '"early_voting", or "ignore"'
            )
    names = [column or f"({at})" for at, column in enumerate(header)]
    for line in lines:
        cells = cells_by(line, names)
        office = name_of(cells["office"], line.where("office"))
        if _TURNOUT.fullmatch(office):
            tallies.note(f"rows of '{office}' are turnout and were not taken")
            continue
        district = name_of(cells.get("district"), line.where("district"), missing="")
        yield _Row(
            line,
            name_of(cells.get("county"), line.where("county"), missing=""),
            name_of(cells.get("precinct"), line.where("precinct"), missing=""),
            f"{office} {district}".strip(),
            name_of(cells["candidate"], line.where("candidate")),
            name_of(cells.get("party"), line.where("party"), missing=""),
            _numbers(line, cells, modes),
        )


def _numbers(line: Line, cells: dict[str, str], modes: list[str]) -> dict[str, int | None]:
    """Numbers by mode; the sum alone, as mode ``total``, where no mode has any."""
    votes = optional(cells["votes"], line.where("votes"))
    numbers = {mode: optional(cells[mode], line.where(mode)) for mode in modes}
    if any(number is not None for number in numbers.values()):
        hold_sum(numbers.values(), votes, "the modes", line.where("votes"))
        return numbers
    return {TOTAL: votes}


def _role(cell: str, naming: Naming, line: Line) -> str:
    """What a column is; empty when it is to be ignored."""
    said = naming.columns.get(cell)
    if said is not None:
        return "" if said == "ignore" else said
    name = cell.casefold()
    return name if name in _ROLES else mode_of(name_of(cell, f"{line.place}: a column"))


def _is_total(row: _Row, rows: list[_Row], fine: bool) -> bool:
    if row.county.casefold() in _TOTAL_WORDS and any(other.county for other in rows):
        return True
    return fine and row.precinct.casefold() in _TOTAL_WORDS


def _hold_totals(totals: list[_Row], parts: list[_Row], fine: bool, tallies: Tallies) -> None:
    """Holds each total against the rows it is the total of.

    Raises:
        OriginalCountError: a total of nothing, given twice, or that is not the sum.
    """
    seen: dict[tuple[str, str, str, str], _Row] = {}
    sums: dict[tuple[str, str, str, str, str], list[int | None]] = {}
    for row in parts:
        for mode, number in row.numbers.items():
            for county in (row.county, "") if row.county else ("",):
                sums.setdefault((county, row.contest, row.candidate, row.party, mode), []).append(number)
    for row in totals:
        county = "" if row.county.casefold() in _TOTAL_WORDS else row.county
        key = (county, row.contest, row.candidate, row.party)
        if key in seen:
            raise OriginalCountError(
                f"{row.line.place}: the total of '{row.candidate}' stands at {seen[key].line.place} already"
            )
        seen[key] = row
        for mode, number in row.numbers.items():
            found = sums.get((*key, mode))
            if found is None:
                raise OriginalCountError(
                    f"{row.line.place}: a total of '{row.candidate}' without the "
                    f"{'precincts' if fine else 'counties'} it is the total of"
                )
            tallies.hold(found, number, f"the rows of '{row.candidate}', {mode}", row.line.where("votes"))


def _no_gaps(rows: list[_Row]) -> None:
    """Holds that all choices of a contest have rows in the same units: two rows that ran into one leave a gap.

    Raises:
        OriginalCountError: naming the choice, the unit, and a row of it elsewhere.
    """
    units: dict[str, dict[tuple[str, str], None]] = {}
    given: dict[tuple[str, str, str], dict[tuple[str, str], Line]] = {}
    for row in rows:
        unit = (row.county, row.precinct)
        units.setdefault(row.contest, {})[unit] = None
        given.setdefault((row.contest, row.candidate, row.party), {})[unit] = row.line
    for (contest, candidate, _), found in given.items():
        for county, precinct in units[contest].keys() - found.keys():
            raise OriginalCountError(
                f"{next(iter(found.values())).place}: '{candidate}' of '{contest}' has no row for "
                f"{precinct or county}; add it, or say 'gaps = true' in the file of names if it is not known"
            )


def _note_end(file: Source, rows: list[_Row], tallies: Tallies) -> None:
    """Notes what looks cut off: no line break at the end, or a last contest that stops among units.

    Raises:
        OriginalCountError: it ends within a row.
    """
    order = list(dict.fromkeys((row.county, row.precinct) for row in rows))
    if not rows or file.data[-1:] not in (b"\n", b"\r"):
        if rows and None in rows[-1].numbers.values():
            raise OriginalCountError(f"{rows[-1].line.place}: ends within its last row; get the whole file")
        tallies.note("the file does not end with a line break; is it whole?")
        return
    last = [(row.county, row.precinct) for row in rows if row.contest == rows[-1].contest]
    of_last = list(dict.fromkeys(last))
    if len(of_last) < len(order) and of_last == order[: len(of_last)]:
        tallies.note(
            f"the last contest, '{rows[-1].contest}', has the first {len(of_last)} of {len(order)} units "
            "alone; is the file whole?"
        )


def _of_several_parties(rows: list[_Row]) -> set[tuple[str, str]]:
    """Contest and name of those who stand for more than one party, each with votes of its own."""
    parties: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        parties.setdefault((row.contest, row.candidate), set()).add(row.party)
    return {key for key, found in parties.items() if len(found) > 1}


def _take(row: _Row, several: set[tuple[str, str]], tallies: Tallies, many: bool, naming: Naming) -> None:
    unit = row.precinct or row.county
    if not unit:
        raise OriginalCountError(f"{row.line.place}: neither county nor precinct; whose number is it?")
    if row.precinct:
        unit = f"{row.county}, {row.precinct}" if many and row.county else row.precinct
        tallies.homes[unit] = row.county if many else ""
    if row.contest in naming.vote_for:
        tallies.may_choose(row.contest, naming.vote_for[row.contest], row.line.place)
    choice = f"{row.candidate} ({row.party})" if (row.contest, row.candidate) in several else row.candidate
    word = row.candidate.casefold()
    for mode, number in row.numbers.items():
        if number is None:
            tallies.note(f"blank numbers, such as {row.line.where(mode)}, are unknown and were not taken")
        elif word in _UNDER:
            tallies.other((unit, mode, row.contest), "undervotes", number, row.line.place)
        elif word not in _OVER:
            tallies.vote((unit, mode, row.contest), choice, number, row.line.where(mode))
        elif tallies.vote_for(row.contest) == 1 or number == 0:
            tallies.other((unit, mode, row.contest), "overvotes", number, row.line.place)
        else:
            tallies.note(f"'{row.contest}': overvotes left out; say under [vote_for] how many may be chosen")
