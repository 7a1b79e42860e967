"""Clear Ballot cast vote records as CSV: a ballot a row, a column for each choice with 1 and 0.

The name of a column holds contest, limit, choice and party, parted by colons that names may contain too; it is
taken apart from both ends.  An empty cell means that the contest is not on the ballot.  There is no mode.  The
file states nothing twice but its row numbers, so that a changed mark cannot be noticed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.compare.ballots import BallotRecord
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.records import Records, marked
from tabulate.originals.source import Source
from tabulate.originals.table import Line, cells_by, first_cells, lines_of
from tabulate.originals.values import TOTAL, name_of

NAME = "clear-ballot-cvr"
TITLE = "Clear Ballot cast vote records, CSV"
_OWN = (
    "RowNumber",
    "BoxID",
    "BoxPosition",
    "BallotID",
    "PrecinctID",
    "BallotStyleID",
    "ScanComputerName",
    "Status",
)
_COLUMN = re.compile(
    r"Choice_[^:]*:(?P<contest>.*):Vote For (?P<limit>[0-9]{1,3}):(?P<choice>.*):[^:]*", re.DOTALL
)
_RANK = re.compile(r"(?P<contest>.*):(?P<rank>[0-9]{1,2})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Column:
    contest: str
    choice: str


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one CSV with Clear Ballot's columns."""
    if len(files) != 1:
        return False
    names = first_cells(files[0])
    return {"RowNumber", "BoxID", "BallotID"} <= set(names) or b"BoxID,BoxPosition,BallotID" in files[0].head


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one file.

    Raises:
        OriginalCountError: naming line and column.
    """
    records = Records()
    lines = lines_of(files[0])
    head = next(lines, None)
    if head is None:
        raise OriginalCountError(f"{files[0].name}: empty")
    if len(set(head.cells)) != len(head.cells):
        raise OriginalCountError(f"{head.place}: two columns of one name")
    for name in _OWN:
        if name not in head.cells:
            raise OriginalCountError(f"{head.place}: no column '{name}'; export the file again")
    columns = _columns(head, records)
    for line in lines:
        cells = cells_by(line, head.cells)
        records.running(cells["RowNumber"], line.place)
        records.add(_record(line, cells, columns, records), line.place)
    records.note("cells are marks; the file states nothing twice, so that a changed mark cannot be noticed")
    return records.finished(NAME, "")


def _columns(head: Line, records: Records) -> dict[str, _Column]:
    """Contest and choice by name of the column; of ranked contests the first ranks alone."""
    found: dict[str, tuple[str, int, str]] = {}
    for name in head.cells:
        match = _COLUMN.fullmatch(name)
        if match is not None:
            found[name] = (match["contest"], int(match["limit"]), match["choice"])
        elif name.startswith("Choice_"):
            raise OriginalCountError(
                f"{head.place}: column '{name[:80]}' does not name contest, limit and choice"
            )
    ranks: dict[str, set[str]] = {}
    for contest, _, _ in found.values():
        if ranked := _RANK.fullmatch(contest):
            ranks.setdefault(ranked["contest"], set()).add(ranked["rank"])
    columns: dict[str, _Column] = {}
    for name, (contest, limit, choice) in found.items():
        ranked = _RANK.fullmatch(contest)
        title = contest
        if ranked is not None and len(ranks[ranked["contest"]]) > 1:
            records.note("ranked contests: first choices alone are taken")
            if ranked["rank"] != "1":
                continue
            title = ranked["contest"]
        column = _Column(name_of(title, head.place), name_of(choice, head.place))
        if column in columns.values():
            raise OriginalCountError(f"{head.place}: '{column.choice}' of '{column.contest}' has two columns")
        records.contest(column.contest, limit, (column.choice,), head.place)
        columns[name] = column
    return columns


def _record(line: Line, cells: dict[str, str], columns: dict[str, _Column], records: Records) -> BallotRecord:
    chosen: dict[str, list[str]] = {}
    blank: dict[str, str] = {}
    for name, column in columns.items():
        cell = cells[name]
        if cell not in ("", "0", "1"):
            raise OriginalCountError(f"{line.where(name[:80])}: '{cell[:20]}'; a mark is 1 or 0")
        if not cell:
            blank[column.contest] = name
        else:
            chosen.setdefault(column.contest, []).extend([column.choice] if cell == "1" else [])
    for contest in chosen.keys() & blank.keys():
        raise OriginalCountError(f"{line.where(blank[contest][:80])}: empty beside marks of the same contest")
    votes: dict[str, frozenset[str]] = {}
    overvoted: frozenset[str] = frozenset()
    for contest, names in chosen.items():
        votes[contest], over = marked(records, contest, names, line.place)
        overvoted |= over
    unsure = _unsure(cells["Status"], records)
    return BallotRecord(
        cells["BallotID"] or None,
        name_of(f"{cells['ScanComputerName']}-{cells['BoxID']}", line.place),
        dict.fromkeys(votes, frozenset()) if unsure else votes,
        frozenset() if unsure else overvoted,
        frozenset(votes) if unsure else frozenset(),
        name_of(cells["PrecinctID"], line.where("PrecinctID")),
        TOTAL,
        cells["BallotStyleID"],
    )


def _unsure(status: str, records: Records) -> bool:
    """Whether an image was obstructed (1) or shows several cards (2 and more): a person must look."""
    if status in ("0", ""):
        return False
    records.note(f"some ballots have status '{status[:20]}'")
    return status.isdecimal()
