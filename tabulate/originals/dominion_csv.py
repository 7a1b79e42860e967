"""Dominion cast vote records as CSV: four rows of headings, then a ballot a row with marks as 1 and 0.

The cells are marks and not votes: more marks than allowed are an overvote.  An empty cell: the contest is not
on the ballot.  The file states nothing twice, so that a changed mark cannot be noticed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from tabulate.compare.ballots import BallotRecord
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.records import Records, marked
from tabulate.originals.source import Source
from tabulate.originals.table import Line, lines_of
from tabulate.originals.values import TOTAL, mode_of, name_of

NAME = "dominion-cvr-csv"
TITLE = "Dominion cast vote records, CSV"
_VOTE_FOR = re.compile(r"\s*\(Vote For\s*=\s*([0-9]{1,3})\)\s*$", re.IGNORECASE)
_NEEDED = ("TabulatorNum", "BatchId", "RecordId", "PrecinctPortion", "BallotType")
_SPREADSHEET = re.compile(r'="(.*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Columns of what a record says of itself, and of the choices of each contest."""

    own: dict[str, int]
    contests: dict[str, dict[int, str]]
    width: int


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one CSV with Dominion's row of record headings."""
    if len(files) != 1:
        return False
    head = files[0].head
    return (
        b"CvrNumber" in files[0].data[:262144]
        and b"(Vote For" in files[0].data[:262144]
        and b"\x00" not in head
    )


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one file.

    Raises:
        OriginalCountError: naming line and column.
    """
    records = Records()
    lines = lines_of(files[0])
    heads = list(islice(lines, 4))
    if len(heads) < 4:
        raise OriginalCountError(f"{files[0].name}: ends in its four rows of headings")
    layout = _layout(heads, records)
    for line in lines:
        records.add(_record(line, layout, records), line.place)
    records.note("cells are marks; the file states nothing twice, so that a changed mark cannot be noticed")
    return records.finished(NAME, name_of(heads[0].cells[0], heads[0].place, missing=""))


def _layout(heads: Sequence[Line], records: Records) -> _Layout:
    _, titles, choices, names = heads
    first = next((at for at, title in enumerate(titles.cells) if title), len(titles.cells))
    own = {name: at for at, name in enumerate(names.cells[:first]) if name}
    for name in _NEEDED:
        if name not in own:
            raise OriginalCountError(f"{names.place}: no column '{name}'; export the file again")
    contests: dict[str, dict[int, str]] = {}
    for at in range(first, len(titles.cells)):
        if not titles.cells[at]:
            if at < len(choices.cells) and choices.cells[at]:
                raise OriginalCountError(f"{titles.where(str(at + 1))}: a choice without its contest")
            continue
        allowed = _VOTE_FOR.search(titles.cells[at])
        if allowed is None or at >= len(choices.cells):
            raise OriginalCountError(
                f"{titles.where(str(at + 1))}: '{titles.cells[at][:60]}' lacks (Vote For=N)"
            )
        title = name_of(titles.cells[at][: allowed.start()], titles.where(str(at + 1)))
        choice = name_of(choices.cells[at], choices.where(str(at + 1)))
        of_contest = contests.setdefault(title, {})
        if choice in of_contest.values():
            raise OriginalCountError(
                f"{choices.where(str(at + 1))}: '{choice}' of '{title}' stands there twice"
            )
        of_contest[at] = choice
        records.contest(title, int(allowed[1]), [choice], titles.place)
    return _Layout(own, contests, len(titles.cells))


def _record(line: Line, layout: _Layout, records: Records) -> BallotRecord:
    if len(line.cells) != layout.width:
        raise OriginalCountError(
            f"{line.place}: {len(line.cells)} cells where the headings have {layout.width}"
        )
    own = {name: _plain(line.cells[at]) for name, at in layout.own.items()}
    records.running(own.get("CvrNumber", ""), line.place)
    votes: dict[str, frozenset[str]] = {}
    overvoted: frozenset[str] = frozenset()
    for contest, columns in layout.contests.items():
        cells = {at: _plain(line.cells[at]) for at in columns}
        if not any(cells.values()):
            continue
        for at, cell in cells.items():
            if cell not in ("0", "1"):
                what = f"'{cell[:20]}'" if cell else "empty beside marks of the same contest"
                raise OriginalCountError(f"{line.where(columns[at])}: {what}; a mark is 1 or 0")
        chosen = [columns[at] for at, cell in cells.items() if cell == "1"]
        votes[contest], over = marked(records, contest, chosen, line.place)
        overvoted |= over
    batch = f"{own['TabulatorNum']}-{own['BatchId']}"
    return BallotRecord(
        own.get("ImprintedId") or own.get("UniqueVotingIdentifier") or own["RecordId"] or None,
        name_of(batch, line.place),
        votes,
        overvoted,
        unit=name_of(own["PrecinctPortion"], line.where("PrecinctPortion")),
        mode=mode_of(own["CountingGroup"]) if own.get("CountingGroup") else TOTAL,
        style=own["BallotType"],
    )


def _plain(cell: str) -> str:
    """A cell without the ``="..."`` that keeps spreadsheets from changing it."""
    match = _SPREADSHEET.fullmatch(cell) if cell.startswith("=") else None
    return match[1].strip() if match else cell
