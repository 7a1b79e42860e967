"""The tables of an ES&S cast vote record export: CSV files and workbooks, told apart by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tabulate.errors import OriginalCountError
from tabulate.originals.source import Source
from tabulate.originals.table import Line, lines_of
from tabulate.originals.workbook import is_workbook, sheets_of

KEY = "Cast Vote Record"
"""The column that every table of the export has."""
OF_BALLOT = frozenset({"Reporting Group", "Ballot Status", "Original Ballot Exception", "Results Report"})
"""Columns that tell a table of ballots from one of votes."""
_TOTAL = re.compile(r"Total\s*:\s*([0-9]+)")


@dataclass(frozen=True, slots=True)
class EssTable:
    """A table: its headings and rows, the row of its own total held and taken away."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Line, ...]

    @property
    def of_ballots(self) -> bool:
        """Whether it says of each ballot how and where it was counted, and not what it says."""
        return bool(OF_BALLOT & set(self.header))

    def cells(self, line: Line) -> dict[str, str]:
        """The cells of a row by heading; a heading that is empty has no cells."""
        return {name: cell for name, cell in zip(self.header, line.cells, strict=True) if name}


def has_key(file: Source) -> bool:
    """Whether the file looks like a table of the export."""
    if is_workbook(file):
        return any(KEY in row.cells.values() for sheet in sheets_of(file) for row in sheet.rows[:8])
    return KEY.encode() in file.head and b"\x00" not in file.head


def table_of(file: Source) -> EssTable:
    """Reads one table.

    Raises:
        OriginalCountError: no headings, rows of another width, or a total that is not the number of rows.
    """
    lines = _workbook_lines(file) if is_workbook(file) else list(lines_of(file))
    at = next((at for at, line in enumerate(lines[:8]) if KEY in line.cells), None)
    if at is None:
        raise OriginalCountError(f"{file.name}: no headings with '{KEY}' in its first rows")
    header = _trimmed(lines[at].cells)
    named = [name for name in header if name]
    if len(set(named)) != len(named):
        twice = next(name for name in named if named.count(name) > 1)
        raise OriginalCountError(
            f"{lines[at].place}: two columns '{twice[:80]}'; that is a layout not known here"
        )
    rows: list[Line] = []
    for line in lines[at + 1 :]:
        total = _TOTAL.fullmatch(line.cells[0])
        if total is not None:
            if int(total[1][:9]) != len(rows):
                raise OriginalCountError(f"{line.place}: {total[1]} ballots are stated, {len(rows)} are there")
            break
        if any(line.cells[len(header) :]) or len(line.cells) < len(header):
            raise OriginalCountError(f"{line.place}: {len(line.cells)} cells, in the headings {len(header)}")
        wide = len(line.cells) > len(header)
        rows.append(Line(line.name, line.number, line.cells[: len(header)]) if wide else line)
    return EssTable(file.name, header, tuple(rows))


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _workbook_lines(file: Source) -> list[Line]:
    """The rows of the first sheet that has any."""
    for sheet in sheets_of(file):
        if sheet.rows:
            width = max(max(row.cells) for row in sheet.rows) + 1
            return [
                Line(row.sheet, row.number, tuple(row.text(at) for at in range(width))) for row in sheet.rows
            ]
    return []


def by_record(tables: Iterable[EssTable]) -> dict[str, tuple[EssTable, Line]]:
    """Rows of tables by the number of the record.

    Raises:
        OriginalCountError: a record without a number, or one that stands twice.
    """
    found: dict[str, tuple[EssTable, Line]] = {}
    for table in tables:
        column = table.header.index(KEY)
        for line in table.rows:
            number = line.cells[column]
            if not number or number in found:
                before = f" stands at {found[number][1].place} already" if number else " has no number"
                raise OriginalCountError(
                    f"{line.where(KEY)}: record '{number}'{before}; it must not count twice"
                )
            found[number] = (table, line)
    return found
