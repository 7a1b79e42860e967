"""Workbooks (xlsx) as rows of text: the part of the format that reports use, read within limits.

A workbook is an archive of XML files, each with a checksum.  Formulas are not computed; their stored value is
taken.  Numbers come as their digits, so that a code such as 0001 that is stored as text keeps its zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tabulate.errors import OriginalCountError
from tabulate.originals.source import Source, read_zip
from tabulate.originals.xml_tree import Element, child, children, local, root_of

MAX_CELLS = 5_000_000
"""Most cells of a workbook: a thousand precincts with a hundred contests of fifty columns."""
MAX_TEXT = 32_767
"""Longest text of a cell in characters, as in the programs that write workbooks."""
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WHOLE = re.compile(r"([0-9]+)\.0+")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number (1 = the first) and its cells that have text, by column (0 = A)."""

    sheet: str
    number: int
    cells: Mapping[int, str]

    def where(self, column: int) -> str:
        """The place of a cell, for messages."""
        return f"{self.sheet}, cell {letters(column)}{self.number}"

    def text(self, column: int) -> str:
        """The text of a cell; empty when there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: file and name, rows that have text, and merged areas as (row, first column, last column)."""

    name: str
    rows: Sequence[SheetRow]
    merged: Sequence[tuple[int, int, int]]


def is_workbook(file: Source) -> bool:
    """Whether a file is an archive that says it is a workbook."""
    return file.data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in file.data


@lru_cache(maxsize=2)
def sheets_of(file: Source) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order, hidden ones too.

    Raises:
        OriginalCountError: damaged, a part missing, too large, or a formula without a stored value.
    """
    parts = {member.name: Source(f"{file.name}/{member.name}", member.data) for member in read_zip(file)}
    book = root_of(_part(parts, "xl/workbook.xml", file))
    links = {
        link.get("Id"): str(link.get("Target")).removeprefix("/xl/")
        for link in root_of(_part(parts, "xl/_rels/workbook.xml.rels", file))
    }
    shared = _shared(parts)
    sheets, cells = [], 0
    listed = child(book, "sheets")
    for sheet in listed if listed is not None else ():
        target = links.get(sheet.get(_REL_ID), "")
        name = f"{file.name}, sheet '{sheet.get('name')}'"
        root = root_of(_part(parts, f"xl/{target}", file))
        if local(root) == "worksheet":
            sheets.append(Sheet(name, tuple(_rows(root, name, shared)), tuple(_merged(root))))
            cells += sum(len(row.cells) for row in sheets[-1].rows)
            if cells > MAX_CELLS:
                raise OriginalCountError(f"{file.name}: more than {MAX_CELLS} cells; is this the right file?")
    return tuple(sheets)


def letters(column: int) -> str:
    """Name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _part(parts: Mapping[str, Source], name: str, file: Source) -> Source:
    if name not in parts:
        raise OriginalCountError(f"{file.name}: its part {name} is missing; save the workbook again")
    return parts[name]


def _shared(parts: Mapping[str, Source]) -> list[str]:
    if "xl/sharedStrings.xml" not in parts:
        return []
    return [_text(item) for item in children(root_of(parts["xl/sharedStrings.xml"]), "si")]


def _text(item: Element) -> str:
    """Text of a string with or without runs; phonetic hints are no text."""
    found = []
    for part in item:
        if local(part) == "t":
            found.append(part.text or "")
        elif local(part) == "r":
            found.extend(run.text or "" for run in children(part, "t"))
    return "".join(found)


def _rows(root: Element, name: str, shared: Sequence[str]) -> Iterator[SheetRow]:
    data = child(root, "sheetData")
    number = 0
    for row in data if data is not None else ():
        number = _number(row.get("r"), number + 1, name)
        cells: dict[int, str] = {}
        column = -1
        for cell in row:
            column = _column(cell.get("r"), column + 1, number, name)
            text = _value(cell, f"{name}, cell {letters(column)}{number}", shared).strip()
            if len(text) > MAX_TEXT:
                raise OriginalCountError(
                    f"{name}, cell {letters(column)}{number}: more than {MAX_TEXT} characters"
                )
            if text:
                cells[column] = text
        if cells:
            yield SheetRow(name, number, cells)


def _number(text: str | None, following: int, name: str) -> int:
    if text is None:
        return following
    if not re.fullmatch("[1-9][0-9]{0,6}", text) or int(text) < following:
        raise OriginalCountError(f"{name}: row '{text[:20]}' out of order; save the workbook again")
    return int(text)


def _column(text: str | None, following: int, row: int, name: str) -> int:
    if text is None:
        return following
    match = _CELL.fullmatch(text)
    if match is None or int(match[2]) != row or _index(match[1]) < following:
        raise OriginalCountError(
            f"{name}, row {row}: cell '{text[:20]}' is out of order; save the workbook again"
        )
    return _index(match[1])


def _index(name: str) -> int:
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _value(cell: Element, where: str, shared: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = child(cell, "is")
        return "" if inline is None else _text(inline)
    value = child(cell, "v")
    if value is None:
        if child(cell, "f") is not None:
            raise OriginalCountError(f"{where}: a formula without its value; open and save the workbook once")
        return ""
    text = str(value.text or "").strip()
    if kind != "s":
        whole = _WHOLE.fullmatch(text)
        return whole[1] if whole else text
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) >= len(shared):
        raise OriginalCountError(f"{where}: refers to a text that is not there; save the workbook again")
    return shared[int(text)]


def _merged(root: Element) -> Iterator[tuple[int, int, int]]:
    """Areas merged along a row; the value of one stands in its first cell."""
    areas = child(root, "mergeCells")
    for area in areas if areas is not None else ():
        first, _, last = str(area.get("ref")).partition(":")
        start, end = _CELL.fullmatch(first), _CELL.fullmatch(last)
        if start is not None and end is not None:
            yield int(start[2]), _index(start[1]), _index(end[1])
