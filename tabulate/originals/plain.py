"""Our own CSV, and any CSV of which a file of names says which column is which.

This is also the way in for systems whose exports nobody has described, such as Unisyn OpenElect.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tabulate.compare import OriginalContest, parse_original
from tabulate.compare.original import OPTIONAL, REQUIRED
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.source import Source
from tabulate.originals.table import Line, first_cells, lines_of
from tabulate.originals.values import mode_of

NAME = "plain"
TITLE = "plain CSV"


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one CSV with our columns."""
    if len(files) != 1:
        return False
    return any(set(REQUIRED) <= {cell.casefold() for cell in first_cells(files[0], mark)} for mark in ",;\t")


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one file, its columns renamed as the naming says.

    Raises:
        OriginalCountError: naming line, column and what is wrong.
    """
    if len(files) != 1:
        raise OriginalCountError(f"{files[0].name}: {len(files)} files; a plain CSV is one")
    file = files[0]
    if not naming.columns:
        rows = parse_original(file.data, file.name)
        return Imported(NAME, "", rows, read=sum(len(row.votes) for row in rows))
    table = _table(file, naming)
    rows = parse_original(table.text, file.name)
    notes = tuple(f"column '{column}' is not named and was left out" for column in table.left_out)
    return Imported(NAME, "", rows, notes=notes, read=sum(len(row.votes) for row in rows), homes=table.homes)


@dataclass(frozen=True, slots=True)
class _Table:
    """A foreign table with our columns: its text, the county of each unit, and columns that nobody named."""

    text: str
    homes: dict[str, str]
    left_out: tuple[str, ...]


def _table(file: Source, naming: Naming) -> _Table:
    """The table with our columns; with a column ``county`` the units of several counties get its name.

    Lines of the text are those of the file as long as no cell of it holds a line break.
    """
    lines = list(lines_of(file))
    if not lines:
        raise OriginalCountError(f"{file.name}: empty")
    first = lines[0]
    for column in naming.columns:
        if column not in first.cells:
            raise OriginalCountError(f"{first.place}: no column '{column}', of which the names speak")
    header = [naming.columns.get(cell, cell.casefold()) for cell in first.cells]
    known = (*REQUIRED, *OPTIONAL, "county")
    for column in known:
        if header.count(column) > 1:
            raise OriginalCountError(f"{first.place}: two columns for '{column}'; ignore one")
    for column in REQUIRED:
        if column not in header:
            raise OriginalCountError(f"{first.place}: no column is said to be '{column}'")
    rows = [dict(zip(header, _cells(line, len(header)), strict=True)) for line in lines[1:]]
    counties = {row["county"] for row in rows} if "county" in header else set()
    if naming.county is not None and naming.county not in counties:
        raise OriginalCountError(f"{file.name}: has no county '{naming.county}'")
    homes: dict[str, str] = {}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    columns = [column for column in (*REQUIRED, *OPTIONAL) if column in header]
    writer.writerow(columns)
    for row, line in zip(rows, lines[1:], strict=True):
        if naming.county is not None and row["county"] != naming.county:
            writer.writerow([])
            continue
        county = row.get("county", "") if len(counties) > 1 and naming.county is None else ""
        if "county" in row and not row["county"]:
            raise OriginalCountError(f"{line.where('county')}: empty; a total of counties is no county")
        row["unit"] = f"{county}, {row['unit']}" if county and row["unit"] else row["unit"]
        row["mode"] = mode_of(row["mode"])
        homes[row["unit"]] = county
        writer.writerow([row[column] for column in columns])
    left_out = tuple(
        cell
        for cell, column in zip(first.cells, header, strict=True)
        if column not in known and column != "ignore"
    )
    return _Table(out.getvalue(), homes, left_out)


def _cells(line: Line, width: int) -> list[str]:
    """The cells of a row on one line each.

    Raises:
        OriginalCountError: more or fewer than the header has.
    """
    if len(line.cells) != width:
        raise OriginalCountError(f"{line.place}: {len(line.cells)} cells, in the header {width}")
    return [" ".join(cell.split()) for cell in line.cells]


def write(rows: Iterable[OriginalContest]) -> tuple[str, tuple[str, ...]]:
    """An original count as our CSV.

    Returns:
        the text, and a remark for each contest of which the form can say nothing, because it has no votes.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*REQUIRED, *OPTIONAL))
    left_out = []
    for row in rows:
        others = ["" if number is None else number for number in (row.ballots, row.overvotes, row.undervotes)]
        for choice, votes in row.votes.items():
            writer.writerow((row.unit, row.mode, row.contest, choice, votes, *others))
        if not row.votes:
            left_out.append(f"{row.unit}, {row.mode}, '{row.contest}': no votes are known; left out")
    return out.getvalue(), tuple(left_out)
