"""Hand tallies as a CSV: a row for each batch, contest, choice and tally.

Columns: ``unit, mode, batch, contest, choice, votes, ballots, overvotes, undervotes, tally``, and ``turn`` when
a batch was counted more than once.  No cell is empty: what was not counted has no row.
"""

from __future__ import annotations

from collections.abc import Sequence

from config.program import ElectionProgram
from tabulate.compare.contests import ContestInfo, as_infos
from tabulate.compare.csv_rows import Row, read_rows
from tabulate.compare.hand.entry import HandEntry
from tabulate.compare.original import choice_in, contest_in, number_in
from tabulate.errors import OriginalCountError

NUMBERS = ("ballots", "overvotes", "undervotes")
REQUIRED = ("unit", "mode", "batch", "contest", "choice", "votes", *NUMBERS, "tally")
OPTIONAL = ("turn",)

_Key = tuple[str, str, str, str, str, int]


def parse_hand(
    data: bytes | str, name: str, program: ElectionProgram | Sequence[ContestInfo]
) -> tuple[HandEntry, ...]:
    """Read hand tallies.

    Raises:
        OriginalCountError: naming file, line, column and what to do: an empty cell, a name that is not in the
            program, a row that stands twice, numbers of one entry that differ from row to row, a choice that
            is left out.
    """
    infos = as_infos(program)
    found: dict[_Key, HandEntry] = {}
    lines: dict[_Key, int] = {}
    for row in read_rows(data, name, REQUIRED, OPTIONAL):
        info = contest_in(row, name, infos)
        choice = choice_in(row, name, info)
        key = _key(row, name, info.id)
        ballots, overvotes, undervotes = (number_in(row, column, name) for column in NUMBERS)
        entry = found.setdefault(key, HandEntry(*key, ballots, overvotes, undervotes))
        lines.setdefault(key, row.line)
        if choice in entry.votes:
            raise OriginalCountError(
                f"{name}, line {row.line}, column choice: '{choice}' of this batch and tally stands twice"
            )
        for column, number in zip(NUMBERS, (ballots, overvotes, undervotes), strict=True):
            if getattr(entry, column) != number:
                raise OriginalCountError(
                    f"{name}, line {row.line}, column {column}: {number} where line {lines[key]} of the same "
                    f"entry has {getattr(entry, column)}; repeat one number in every row"
                )
        entry.votes[choice] = number_in(row, "votes", name)
    if not found:
        raise OriginalCountError(f"{name}: only a header; there are no tallies in it")
    for key, entry in found.items():
        info = next(info for info in infos if info.id == entry.contest)
        left = [info.name(choice) for choice in info.compared() if choice not in entry.votes]
        if left:
            raise OriginalCountError(
                f"{name}, line {lines[key]}: tally {entry.tally} of batch {entry.batch} has no row for "
                f"{', '.join(left)}; write 0 where nobody voted for a choice"
            )
    return tuple(found.values())


def _key(row: Row, name: str, contest: str) -> _Key:
    for column in ("unit", "mode", "batch", "tally"):
        if not row.cells[column]:
            raise OriginalCountError(f"{name}, line {row.line}, column {column}: empty; every row must name it")
    turn = number_in(row, "turn", name) if row.cells.get("turn") else 1
    if turn < 1:
        raise OriginalCountError(f"{name}, line {row.line}, column turn: counts begin with 1")
    cells = row.cells
    return cells["unit"], cells["mode"], cells["batch"], contest, cells["tally"], turn
