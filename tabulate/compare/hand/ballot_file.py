"""Readings of single ballots as a CSV: a row for each sheet, contest and reader.

Columns: ``sheet, contest, reader, choices``; ``batch`` where two batches have a sheet of one name, ``turn``
when it was read more than once.  A sheet is named by its imprint, by its key, or by its place as ``batch/12``.
Choices are separated by ``|``; ``blank`` and ``overvoted`` stand for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from config.program import ElectionProgram
from tabulate.compare.contests import ContestInfo, as_infos
from tabulate.compare.csv_rows import Row, read_rows
from tabulate.compare.hand.ballots import ContestRead, HandReading, KnownSheet
from tabulate.compare.original import choice_in, contest_in, number_in
from tabulate.errors import OriginalCountError

REQUIRED = ("sheet", "contest", "reader", "choices")
OPTIONAL = ("batch", "turn")
BETWEEN = "|"
BLANK = "blank"
OVERVOTED = "overvoted"
MOST_NAMED = 3
"""Sheets that a message names when a name fits several."""


def parse_hand_ballots(
    data: bytes | str,
    name: str,
    program: ElectionProgram | Sequence[ContestInfo],
    sheets: Iterable[KnownSheet],
) -> tuple[HandReading, ...]:
    """Read what persons read on single ballots.

    Args:
        data: content of the file; bytes must be UTF-8.
        name: name of the file, for messages.
        program: contests and choices, by id or printed name.
        sheets: those of the case that count, or would if they could be read.

    Raises:
        OriginalCountError: naming file, line, column and what to do: a sheet, contest or choice that is not
            there or not told from another, a contest that the sheet does not have, a row that stands twice.
    """
    infos, named = as_infos(program), _by_name(sheets)
    found: dict[tuple[int, str, str, int], HandReading] = {}
    lines: dict[tuple[int, str, str, int], int] = {}
    for row in read_rows(data, name, REQUIRED, OPTIONAL):
        for column in REQUIRED:
            if not row.cells[column]:
                raise _wrong(row, name, column, "empty; every row must name it")
        sheet = _sheet(row, name, named)
        info = contest_in(row, name, infos)
        if sheet.machine is not None and info.id not in sheet.machine:
            raise _wrong(
                row, name, "contest", f"'{info.title}' is not on sheet {sheet.label}; is it another sheet?"
            )
        turn = number_in(row, "turn", name) if row.cells.get("turn") else 1
        if turn < 1:
            raise _wrong(row, name, "turn", "readings begin with 1")
        key = (sheet.id, info.id, row.cells["reader"], turn)
        if key in found:
            raise _wrong(
                row,
                name,
                "reader",
                f"'{row.cells['reader']}' has read this on line {lines[key]} already; remove one of the two, "
                "or give the later one a turn",
            )
        found[key], lines[key] = HandReading(*key, _read(row, name, info)), row.line
    if not found:
        raise OriginalCountError(f"{name}: only a header; there are no readings in it")
    return tuple(found.values())


def _by_name(sheets: Iterable[KnownSheet]) -> dict[str, list[KnownSheet]]:
    named: dict[str, list[KnownSheet]] = {}
    for sheet in sheets:
        for own in {sheet.key, sheet.imprint, sheet.label} - {None, ""}:
            named.setdefault(str(own), []).append(sheet)
    return named


def _sheet(row: Row, name: str, named: dict[str, list[KnownSheet]]) -> KnownSheet:
    cell, batch = row.cells["sheet"], row.cells.get("batch", "")
    fits = [sheet for sheet in named.get(cell, []) if batch in ("", sheet.batch)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        some = ", ".join(sheet.label for sheet in fits[:MOST_NAMED])
        raise _wrong(
            row, name, "sheet", f"'{cell}' is the name of {len(fits)} sheets ({some}); write one of these"
        )
    of = f" of batch '{batch}'" if batch else ""
    raise _wrong(
        row,
        name,
        "sheet",
        f"'{cell}' is no imprint, key or place{of} of a sheet that was read and not withdrawn or given back; "
        "'retally status' has the batches, and batch/12 is the twelfth sheet of one",
    )


def _read(row: Row, name: str, info: ContestInfo) -> ContestRead:
    cell = row.cells["choices"]
    if cell.casefold() in (BLANK, OVERVOTED) and not _is_choice(cell, info):
        return ContestRead(overvoted=cell.casefold() == OVERVOTED)
    votes: list[str] = []
    for part in cell.split(BETWEEN):
        choice = _choice(row, name, info, part.strip())
        if choice in votes:
            raise _wrong(
                row, name, "choices", f"'{part.strip()}' stands twice; a ballot gives a choice one vote"
            )
        votes.append(choice)
    if info.vote_for is not None and len(votes) > info.vote_for:
        return ContestRead(overvoted=True)
    return ContestRead(frozenset(votes))


def _choice(row: Row, name: str, info: ContestInfo, cell: str) -> str:
    try:
        choice = choice_in(Row(row.line, {**row.cells, "choice": cell}), name, info)
    except OriginalCountError as error:
        message = str(error).replace(", column choice:", ", column choices:", 1)
        raise OriginalCountError(message) from None
    if choice not in info.choices:
        raise _wrong(
            row,
            name,
            "choices",
            f"'{cell}' could be any write-in line; write one of {', '.join(info.write_ins)}",
        )
    return choice


def _is_choice(cell: str, info: ContestInfo) -> bool:
    names = {*info.choices, *(name.casefold() for _, name in info.names)}
    return cell in info.choices or cell.casefold() in names


def _wrong(row: Row, name: str, column: str, what: str) -> OriginalCountError:
    return OriginalCountError(f"{name}, line {row.line}, column {column}: {what}")
