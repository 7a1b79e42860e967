"""An import as a published table, to be compared with another one without a case."""

from __future__ import annotations

from collections.abc import Mapping

from tabulate.compare import OriginalContest
from tabulate.compare.contests import WRITE_IN_WORDS, WRITE_INS
from tabulate.compare.published import Table
from tabulate.compare.published.table import Line
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.values import TOTAL


def as_table(count: Imported, name: str) -> Table:
    """The totals as a table: by county and precinct where the file has several counties, else by unit.

    A choice that the file does not name in a unit of its contest is unknown there.

    Args:
        count: what the file says.
        name: of the file, for messages.

    Raises:
        OriginalCountError: a contest has a total beside its modes.
    """
    counties = _counties(count)
    choices: dict[str, dict[str, None]] = {}
    modes: dict[tuple[str, str], set[str]] = {}
    for row in count.rows:
        choices.setdefault(row.contest, {}).update(dict.fromkeys(row.votes))
        modes.setdefault((row.unit, row.contest), set()).add(row.mode)
    for (unit, contest), found in modes.items():
        if TOTAL in found and len(found) > 1:
            raise OriginalCountError(f"{name}: '{contest}' in {unit} has a total beside its modes; remove one")
    by_mode = not any(TOTAL in found for found in modes.values())
    lines = [line for row in count.rows for line in _lines(row, choices[row.contest], counties, by_mode)]
    vote_for = {row.contest: row.vote_for for row in count.rows if row.vote_for is not None}
    return Table(name, 2 if counties else 1, by_mode, tuple(lines), vote_for)


def _lines(
    row: OriginalContest, choices: Mapping[str, None], counties: Mapping[str, tuple[str, ...]], by_mode: bool
) -> list[Line]:
    beside = (row.ballots, row.overvotes, row.undervotes)
    place, mode = counties.get(row.unit, (row.unit,)), row.mode if by_mode else ""
    return [
        Line(
            0,
            place,
            mode,
            row.contest,
            WRITE_INS if choice.casefold() in WRITE_IN_WORDS else choice,
            row.votes.get(choice),
            beside=beside,
        )
        for choice in choices
    ]


def _counties(count: Imported) -> dict[str, tuple[str, ...]]:
    """County and precinct of each unit; empty when a unit is in no county that is known."""
    named = {county for county in count.homes.values() if county}
    places: dict[str, tuple[str, ...]] = {}
    for unit in dict.fromkeys(row.unit for row in count.rows):
        county = count.homes.get(unit) or next((one for one in named if unit.startswith(f"{one}, ")), "")
        if not county:
            return {}
        places[unit] = (county, unit.removeprefix(f"{county}, "))
    return places
