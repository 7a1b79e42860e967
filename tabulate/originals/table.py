"""A delimited table of a vendor, taken apart strictly: cells with the line they stand on."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabulate.compare.csv_rows import check_text
from tabulate.errors import OriginalCountError
from tabulate.originals.source import MAX_BYTES, Source

MAX_CELL = 20_000
"""Longest cell in characters: full texts of measures stand in headers."""


MOST_ALIKE = 10_000
"""Different cells of a table that are remembered, so that equal ones are kept once."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: file, line on which it begins (1 = the first), cells without outer blanks."""

    name: str
    number: int
    cells: tuple[str, ...]

    def where(self, column: str) -> str:
        """The place of a cell, for messages."""
        return f"{self.name}, line {self.number}, column {column}"

    @property
    def place(self) -> str:
        """The place of the row, for messages."""
        return f"{self.name}, line {self.number}"


class _Alike(dict[str, str]):
    """Cells without outer blanks.  In cast vote records most are alike, and the few names are kept once."""

    def __missing__(self, cell: str) -> str:
        text = cell.strip()
        self[cell] = text = self.setdefault(text, text)
        return text


def lines_of(file: Source, delimiter: str = ",") -> Iterator[Line]:
    """Rows that have any text, in the order of the file; a cell may hold line breaks.

    Raises:
        OriginalCountError: not UTF-8 text, a quotation mark left open, or a cell without end.
    """
    check_text(file.data, file.name, MAX_BYTES)
    # Decoded as it is read: as one text, a large table would take five times its size.
    text = io.TextIOWrapper(io.BytesIO(file.data.removeprefix(BOM_UTF8)), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    ended = 0
    alike = _Alike()
    while True:
        began = ended + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise OriginalCountError(
                f"{file.name}, line {began}: a quotation mark is not closed properly"
            ) from error
        ended = reader.line_num
        if file.passed is not None:
            file.passed()
        if max(map(len, cells), default=0) > MAX_CELL:
            raise OriginalCountError(f"{file.name}, line {began}: a cell of more than {MAX_CELL} characters")
        stripped = tuple(map(alike.__getitem__, cells))
        if any(stripped):
            if len(alike) > MOST_ALIKE:
                alike.clear()
            yield Line(file.name, began, stripped)


def cells_by(line: Line, header: Sequence[str]) -> dict[str, str]:
    """The cells of a row by the names in the header.

    Raises:
        OriginalCountError: more or fewer cells than names.
    """
    if len(line.cells) != len(header):
        raise OriginalCountError(
            f"{line.place}: {len(line.cells)} cells where the header has {len(header)}; export the file again"
        )
    return dict(zip(header, line.cells, strict=True))


def first_cells(file: Source, delimiter: str = ",") -> tuple[str, ...]:
    """The first row of what may be a table; empty when it is none.  For telling formats apart."""
    head = file.head.decode("utf-8-sig", errors="replace").splitlines()
    if not head or "\x00" in head[0]:
        return ()
    try:
        row = next(csv.reader(head[:1], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(cell.strip() for cell in row)
