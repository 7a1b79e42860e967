"""Dominion statement of votes cast (SOVC) as a workbook: a sheet a contest, a block of modes a precinct.

Each block ends in a total, which is held against its modes; each row's total of votes against its choices;
votes, undervotes and overvotes against the ballots with the contest ("times cast").  Merged cells put a value
some columns away from its heading; a value belongs to the heading over whose merged area it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tabulate.errors import OriginalCountError
from tabulate.originals.identity import take_over_and_under
from tabulate.originals.imported import Imported, imported
from tabulate.originals.naming import Naming
from tabulate.originals.report_text import without_party
from tabulate.originals.source import Source
from tabulate.originals.tallies import Key, Tallies, hold_sum
from tabulate.originals.values import TOTAL, mode_of, name_of, optional
from tabulate.originals.workbook import Sheet, SheetRow, is_workbook, sheets_of

NAME = "sovc-dominion"
TITLE = "Dominion SOVC workbook"
_VOTE_FOR = re.compile(r"\s*\(\s*vote\s+for\s*=?\s*([0-9]+)\s*\)", re.IGNORECASE)
_ALL = re.compile(
    r"(cumulative|grand totals?|county(wide)?|(county )?totals?|contest totals?)( - total)?", re.IGNORECASE
)
_TURNOUT = frozenset({"registered voters", "% turnout", "turnout", "voters cast"})
_KNOWN = {"times cast": "cast", "undervotes": "under", "overvotes": "over", "total votes": "votes"}

_Numbers = dict[str, int | None]
"""Numbers of a row by heading; `_KNOWN` names stand for the columns that are no choices."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows of one precinct, or of all of them together."""

    unit: str
    modes: Mapping[str, tuple[_Numbers, str]]
    total: tuple[_Numbers, str] | None


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
    election, contests = "", 0
    for sheet in sheets_of(files[0]):
        header = _header(sheet)
        above = [row for row in sheet.rows if header is not None and row.number < header.number]
        titles = [(row, text) for row in above for text in row.cells.values() if _VOTE_FOR.search(text)]
        if header is None or not titles:
            if sheet.rows:
                tallies.note(f"{sheet.name}: no contest with 'Vote for' above a table of precincts; left out")
            continue
        row, text = titles[-1]
        allowed = _VOTE_FOR.search(text)
        contest = name_of(_VOTE_FOR.sub("", text), row.where(0))
        tallies.may_choose(contest, int(allowed[1][:4]) if allowed else 1, row.where(0))
        election = election or next((cell for cell in above[0].cells.values() if above[0] is not row), "")
        _contest(contest, _blocks(sheet, header), tallies)
        contests += 1
    return imported(tallies, NAME, name_of(election, files[0].name, missing=""), contests)


def _header(sheet: Sheet) -> SheetRow | None:
    for row in sheet.rows[:20]:
        names = {text.casefold() for text in row.cells.values()}
        if "precinct" in names and {"times cast", "total votes"} & names:
            return row
    return None


def _columns(sheet: Sheet, header: SheetRow) -> dict[int, str]:
    """Heading by column, spread over the areas that are merged."""
    wide = {start: end for row, start, end in sheet.merged if row == header.number}
    found: dict[int, str] = {}
    for column, text in header.cells.items():
        name = without_party(name_of(text, header.where(column)))
        name = _KNOWN.get(name.casefold(), name)
        if name in found.values():
            raise OriginalCountError(f"{header.where(column)}: a second column '{name}'")
        found.update(dict.fromkeys(range(column, wide.get(column, column) + 1), name))
    return found


def _blocks(sheet: Sheet, header: SheetRow) -> list[_Block]:
    columns = _columns(sheet, header)
    named: list[tuple[str, dict[str, tuple[_Numbers, str]], list[tuple[_Numbers, str]]]] = []
    for row in sheet.rows:
        if row.number <= header.number:
            continue
        cells = _by_heading(row, columns)
        unit, group = cells.pop("Precinct", ""), cells.pop("Counting Group", "")
        if unit:
            named.append((name_of(unit, row.where(0)), {}, []))
        numbers = {
            name: optional(text, f"{row.sheet}, row {row.number}, {name}", grouped=True)
            for name, text in cells.items()
            if name.casefold() not in _TURNOUT
        }
        if not numbers and not group:
            continue
        if not named:
            raise OriginalCountError(f"{row.sheet}, row {row.number}: numbers before the first precinct")
        place = f"{row.sheet}, row {row.number}"
        _, modes, totals = named[-1]
        if group.casefold() in ("total", "totals"):
            totals.append((numbers, place))
            continue
        mode = mode_of(group) if group else TOTAL
        if mode in modes:
            raise OriginalCountError(f"{place}: '{group}' stands at {modes[mode][1]} already")
        modes[mode] = (numbers, place)
    blocks = []
    for unit, modes, totals in named:
        if len(totals) > 1 or not modes:
            raise OriginalCountError(f"{sheet.name}: '{unit}' has {len(totals)} totals and {len(modes)} modes")
        blocks.append(_Block(unit, modes, totals[0] if totals else None))
    return blocks


def _by_heading(row: SheetRow, columns: Mapping[int, str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for column, text in row.cells.items():
        if column not in columns:
            raise OriginalCountError(f"{row.where(column)}: '{text[:40]}' stands under no heading")
        name = columns[column]
        if name in cells:
            raise OriginalCountError(f"{row.where(column)}: a second value under '{name}'")
        cells[name] = text
    return cells


def _contest(contest: str, blocks: Sequence[_Block], tallies: Tallies) -> None:
    units = [block for block in blocks if not _ALL.fullmatch(block.unit)]
    seen: set[str] = set()
    for block in units:
        if block.unit in seen:
            raise OriginalCountError(
                f"'{block.unit}' stands twice in '{contest}': {next(iter(block.modes.values()))[1]}"
            )
        seen.add(block.unit)
        tallies.homes[block.unit] = ""
        for mode, (numbers, place) in block.modes.items():
            _row((block.unit, mode, contest), numbers, place, tallies)
        if block.total is not None:
            _hold(block.modes.values(), block.total, f"the modes of {block.unit}", tallies)
    for whole in blocks:
        if whole not in units:
            for mode, stated in whole.modes.items():
                parts = [block.modes.get(mode, ({}, "")) for block in units]
                _hold(parts, stated, "the precincts", tallies)


def _hold(
    parts: Iterable[tuple[_Numbers, str]], stated: tuple[_Numbers, str], what: str, tallies: Tallies
) -> None:
    given = [numbers for numbers, _ in parts]
    for name, total in stated[0].items():
        tallies.hold([numbers.get(name) for numbers in given], total, f"{what}, {name}", f"{stated[1]}, {name}")


def _row(key: Key, numbers: _Numbers, place: str, tallies: Tallies) -> None:
    choices = {name: number for name, number in numbers.items() if name not in _KNOWN.values()}
    hold_sum(choices.values(), numbers.get("votes"), "the choices", f"{place}, total votes")
    for choice, number in choices.items():
        if number is not None:
            tallies.vote(key, choice, number, f"{place}, {choice}")
    votes = None if None in choices.values() else sum(number or 0 for number in choices.values())
    over, under, cast = numbers.get("over"), numbers.get("under"), numbers.get("cast")
    limit = tallies.vote_for(key[2]) or 1
    if votes is not None and over is not None and under is not None and cast is not None:
        whole = limit * cast
        if whole not in (votes + under + over, votes + under + limit * over):
            raise OriginalCountError(
                f"{place}: votes, undervotes and overvotes come to {votes + under + over}, but {cast} ballots "
                f"with {limit} to choose make {whole}; find out which number is wrong"
            )
    take_over_and_under(tallies, key, (votes, over, under), cast, place)
