"""ES&S cast vote records: a table of votes, perhaps tables of ballots beside it, or five snapshots (Maryland).

A cell holds a choice's name, ``overvote``, ``undervote``, or nothing when the contest is not on the ballot.
One choice to a contest is assumed, which is all that the layout can say.  Choices that nobody chose do not
appear.  The tables state nothing twice but the number of ballots.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tabulate.compare.ballots import BallotRecord
from tabulate.errors import OriginalCountError
from tabulate.originals.ess_tables import KEY, EssTable, by_record, has_key, table_of
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.records import Records
from tabulate.originals.source import Source
from tabulate.originals.table import Line
from tabulate.originals.values import TOTAL, mode_of, name_of

NAME = "ess-cvr"
TITLE = "ES&S cast vote records"
_OWN = (
    KEY,
    "Precinct",
    "Precinct ID",
    "Ballot Style",
    "Election ID",
    "Audit Number",
    "Tabulator CVR",
    "Batch",
    "Batch Name",
)
"""Columns of a table of votes that are no contests; contests stand behind the last of them."""
_SNAPSHOTS = {
    "EV.csv": "early_voting",
    "ED.csv": "election_day",
    "MIB1.csv": "mail_1",
    "MIB2.csv": "mail_2",
    "Prov.csv": "provisional",
}
"""Files of the Maryland form in the order of counting, each with all rows before it, and their modes."""
_RANK = re.compile(r"Choice ([0-9]{1,2})")
_DAMAGED = re.compile(r"[0-9]\.?[0-9]*E\+[0-9]+", re.IGNORECASE)


def detect(files: Sequence[Source]) -> bool:
    """Whether every file is a table of the export."""
    return bool(files) and all(has_key(file) for file in files)


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads the tables of one export.

    Raises:
        OriginalCountError: naming file, line and column.
    """
    records = Records()
    modes: dict[str, str] = {}
    if {file.base for file in files} == set(_SNAPSHOTS):
        tables, modes = _snapshots(files)
    else:
        tables = [table_of(file) for file in files]
    votes = [table for table in tables if not table.of_ballots]
    ballots = by_record(table for table in tables if table.of_ballots)
    if not votes:
        raise OriginalCountError(f"{files[0].name}: tables of ballots without the table of votes; give it too")
    seen = by_record(votes)
    for number, (_, line) in ballots.items():
        if number not in seen:
            raise OriginalCountError(f"{line.place}: record {number} is not in the table of votes")
    said: dict[str, _Chosen] = {}
    for table in votes:
        contests = _contests(table, records)
        for line in table.rows:
            cells = table.cells(line)
            about = cells
            if ballots:
                if cells[KEY] not in ballots:
                    raise OriginalCountError(f"{line.place}: record {cells[KEY]} is in no table of ballots")
                of_ballots, row = ballots[cells[KEY]]
                about = {**of_ballots.cells(row), **{key: cell for key, cell in cells.items() if cell}}
            record = _record(line, cells, about, contests, said)
            records.add(_in_mode(record, modes.get(cells[KEY]), records), line.place)
    records.note("choices that nobody chose are not in the file; the file states no vote twice")
    return records.finished(NAME, "")


def _contests(table: EssTable, records: Records) -> dict[str, str]:
    """Contest by column; of ranked choices in columns the first alone."""
    known = [at for at, name in enumerate(table.header) if name in _OWN]
    strange = [name for name in table.header[: max(known)] if name and name not in _OWN]
    if strange:
        records.note(f"column '{strange[0]}' is not known and was left out")
    names = [name for name in table.header[max(known) + 1 :] if name]
    contests = {}
    for name in names:
        rank = _RANK.fullmatch(name)
        if rank is not None and "Choice 1" in names and rank[1] != "1":
            records.note("ranked contests: first choices alone are taken")
            continue
        contests[name] = name_of(name, table.name)
        records.contest(contests[name], 1, (), table.name)
    if not contests:
        raise OriginalCountError(f"{table.name}: no contest behind the columns of the record")
    return contests


class _Chosen(NamedTuple):
    """What a cell says of its contest."""

    votes: frozenset[str] = frozenset()
    overvoted: bool = False


def _chosen(cell: str, where: str) -> _Chosen:
    word = cell.casefold()
    if word in ("overvote", "undervote"):
        return _Chosen(overvoted=word == "overvote")
    return _Chosen(frozenset({name_of(cell, where)}))


def _record(
    line: Line,
    cells: dict[str, str],
    about: dict[str, str],
    contests: dict[str, str],
    said: dict[str, _Chosen],
) -> BallotRecord:
    """One record; `said` keeps what each cell says, as there are few and each stands in many records."""
    votes: dict[str, frozenset[str]] = {}
    overvoted = set()
    for column, contest in contests.items():
        cell = cells[column]
        if not cell:
            continue
        chosen = said.get(cell)
        if chosen is None:
            chosen = said[cell] = _chosen(cell, line.where(column))
        votes[contest] = chosen.votes
        if chosen.overvoted:
            overvoted.add(contest)
    own = about.get("Tabulator CVR") or cells[KEY]
    if _DAMAGED.fullmatch(own):
        raise OriginalCountError(
            f"{line.where('Tabulator CVR')}: '{own}' was damaged by a spreadsheet; export again"
        )
    unit = about.get("Precinct") or about.get("Precinct ID") or about.get("Poll Place")
    group = about.get("Reporting Group")
    return BallotRecord(
        own,
        about.get("Batch") or about.get("Batch Name") or "",
        votes,
        frozenset(overvoted),
        unit=name_of(unit, line.where("Precinct"), missing="all"),
        mode=mode_of(group) if group else TOTAL,
        style=about.get("Ballot Style", ""),
    )


def _in_mode(record: BallotRecord, mode: str | None, records: Records) -> BallotRecord:
    if mode is None:
        return record
    records.note("the mode of a ballot is the snapshot in which it appears first; its batch is its precinct")
    return BallotRecord(
        record.id,
        record.unit,
        record.votes,
        record.overvoted,
        unit=record.unit,
        mode=mode,
        style=record.style,
    )


def _snapshots(files: Sequence[Source]) -> tuple[list[EssTable], dict[str, str]]:
    """The last snapshot, and the mode of each record by the first snapshot that has it."""
    by_name = {file.base: table_of(file) for file in files}
    modes: dict[str, str] = {}
    before: tuple[tuple[str, ...], ...] = ()
    table: EssTable | None = None
    for name, mode in _SNAPSHOTS.items():
        table = by_name[name]
        rows = (table.header, *(line.cells for line in table.rows))
        if rows[: len(before)] != before:
            changed = next(
                (at for at, (old, new) in enumerate(zip(before, rows, strict=False)) if old != new), len(rows)
            )
            raise OriginalCountError(
                f"{table.name}: row {changed + 1} is not as in the snapshot before; each must repeat it"
            )
        for line in table.rows[max(0, len(before) - 1) :]:
            modes[table.cells(line)[KEY]] = mode
        before = rows
    return ([table] if table is not None else []), modes
