"""An original count as it came out of a file, before anybody decides to use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tabulate.compare import OriginalContest
from tabulate.compare.ballots import BallotRecord
from tabulate.originals.tallies import Tallies


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file says.

    Attributes:
        format: name of the format, as in `tabulate.originals.formats`.
        election: the title of the election, empty when the file has none.
        rows: totals by unit, mode and contest; names are the file's own.
        ballots: cast vote records, where the format has them; `rows` are their sums.
        notes: what a person should know before using it.
        read: how many rows, elements or records of the file went in.
        homes: precinct and its county, see `tabulate.originals.tallies.Tallies`.
        status: what the file says of itself, such as ``certified`` or ``recount``; empty when nothing.
    """

    format: str
    election: str
    rows: tuple[OriginalContest, ...]
    ballots: tuple[BallotRecord, ...] = ()
    notes: tuple[str, ...] = ()
    read: int = 0
    homes: Mapping[str, str] = field(default_factory=dict)
    status: str = ""


def imported(tallies: Tallies, form: str, election: str, read: int, status: str = "") -> Imported:
    """An import made of collected numbers."""
    return Imported(
        format=form,
        election=election,
        rows=tallies.rows(),
        notes=tuple(tallies.notes),
        read=read,
        homes=dict(tallies.homes),
        status=status,
    )
