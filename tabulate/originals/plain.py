"""Our own CSV, and any CSV of which a file of names says which column is which.

This is also the way in for systems whose exports nobody has described, such as Unisyn OpenElect.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from tabulate.compare import OriginalContest, parse_original
from tabulate.compare.original import OPTIONAL, REQUIRED
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.source import Source
from tabulate.originals.table import first_cells, lines_of

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
    (file,) = files if len(files) == 1 else (None,)
    if file is None:
        raise OriginalCountError(f"{files[0].name}: {len(files)} files; a plain CSV is one")
    data = _with_our_columns(file, naming) if naming.columns else file.data
    rows = parse_original(data, file.name)
    homes = {row.unit: "" for row in rows} if naming.columns else {}
    return Imported(NAME, "", rows, read=sum(len(row.votes) for row in rows), homes=homes)


def _with_our_columns(file: Source, naming: Naming) -> bytes:
    lines = list(lines_of(file))
    if not lines:
        raise OriginalCountError(f"{file.name}: empty")
    header = [naming.columns.get(cell, cell.casefold()) for cell in lines[0].cells]
    for column in naming.columns:
        if column not in lines[0].cells:
            raise OriginalCountError(f"{lines[0].place}: no column '{column}', of which the names speak")
    taken = [at for at, column in enumerate(header) if column in (*REQUIRED, *OPTIONAL)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for line in lines:
        if len(line.cells) != len(header):
            raise OriginalCountError(f"{line.place}: {len(line.cells)} cells, in the header {len(header)}")
        cells = header if line is lines[0] else line.cells
        writer.writerow([" ".join(cells[at].split()) for at in taken])
    return out.getvalue().encode()


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
