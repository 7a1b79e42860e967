"""A county's one absentee precinct (Iowa Code 53.20, 53.23), made of what is published by home precinct.

Absentee ballots are counted by the county's absentee board and not in the precincts, so that a recount can only
give their number for the county.  Many publications spread them over the precincts the voters live in.
"""

from __future__ import annotations

import dataclasses

from tabulate.compare import OriginalContest
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.renamed import added

MODE = "absentee"


def one_absentee_precinct(count: Imported, naming: Naming) -> Imported:
    """Adds up absentee rows of precincts into the county's absentee precinct.

    A number that one of the precincts does not have is unknown for the county too, and leaves a note; never is
    a missing one taken for zero.  Where a county has absentee numbers in one unit alone nothing changes.
    """
    if naming.absentee_unit is False:
        return count
    spread: dict[tuple[str, str], list[OriginalContest]] = {}
    for row in count.rows:
        if row.mode == MODE and row.unit in count.homes:
            spread.setdefault((count.homes[row.unit], row.contest), []).append(row)
    spread = {key: rows for key, rows in spread.items() if len(rows) > 1}
    if not spread:
        return count
    notes = dict.fromkeys(count.notes)
    sums: dict[tuple[str, str], OriginalContest] = {}
    for (county, contest), rows in spread.items():
        unit = f"{county}, {naming.absentee_unit}" if county else naming.absentee_unit
        whole = dataclasses.replace(_sum_of(rows, notes), unit=unit)
        units = {row.unit for row in rows}
        silent = [
            row.unit
            for row in count.rows
            if row.contest == contest and row.unit not in units and count.homes.get(row.unit) == county
        ]
        if silent:
            notes[
                f"'{contest}': no absentee number for {silent[0]}, so that the county's is unknown and left out"
            ] = None
            whole = dataclasses.replace(whole, votes={}, ballots=None, overvotes=None, undervotes=None)
        sums[county, contest] = whole
        notes[
            f"absentee votes of {_counties(county)} stand by home precinct; those of {len(units)} "
            f"precincts are added up as '{unit}'"
        ] = None
    rows_now: list[OriginalContest] = []
    done: set[tuple[str, str]] = set()
    for row in count.rows:
        key = (count.homes.get(row.unit, ""), row.contest)
        if row.mode != MODE or row.unit not in count.homes or key not in sums:
            rows_now.append(row)
        elif key not in done:
            done.add(key)
            rows_now.append(sums[key])
    return dataclasses.replace(count, rows=tuple(rows_now), notes=tuple(notes))


def _sum_of(rows: list[OriginalContest], notes: dict[str, None]) -> OriginalContest:
    whole = added(rows)
    for choice in dict.fromkeys(choice for row in rows for choice in row.votes):
        if choice not in whole.votes:
            missing = next(row.unit for row in rows if choice not in row.votes)
            notes[
                f"'{whole.contest}': no absentee number of '{choice}' for {missing}, so that the county's "
                "is unknown and left out"
            ] = None
    return whole


def _counties(county: str) -> str:
    return county or "the county"
