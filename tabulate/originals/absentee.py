"""A county's one absentee precinct (Iowa Code 53.20, 53.23), made of what is published by home precinct.

Absentee ballots are counted by the county's absentee board and not in the precincts, so that a recount can only
give their number for the county.  Many publications spread them over the precincts the voters live in.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from tabulate.compare import OriginalContest
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.renamed import added

MODE = "absentee"
_Key = tuple[str, str]
"""County and contest."""


def one_absentee_precinct(count: Imported, naming: Naming) -> Imported:
    """Adds up absentee rows of precincts into the county's absentee precinct.

    A number that one of the precincts does not have is unknown for the county too, and leaves a note; never is
    a missing one taken for zero.  Where a county has absentee numbers in one unit alone nothing changes.

    Raises:
        OriginalCountError: the county's absentee precinct has numbers of its own beside those of precincts.
    """
    if naming.absentee_unit is False:
        return count
    units: dict[_Key, dict[str, None]] = {}
    spread: dict[_Key, list[OriginalContest]] = {}
    for row in count.rows:
        if row.unit in count.homes:
            key = (count.homes[row.unit], row.contest)
            units.setdefault(key, {})[row.unit] = None
            if row.mode == MODE:
                spread.setdefault(key, []).append(row)
    notes = dict.fromkeys(count.notes)
    sums: dict[_Key, OriginalContest] = {}
    for key, rows in spread.items():
        if len(rows) > 1:
            unit = f"{key[0]}, {naming.absentee_unit}" if key[0] else naming.absentee_unit
            lacking = [] if count.ballots else list(units[key].keys() - {row.unit for row in rows})
            sums[key] = dataclasses.replace(_whole(rows, lacking, notes), unit=unit)
    if sums:
        notes[_note(sums, spread)] = None
    return dataclasses.replace(count, rows=tuple(_with_sums(count, sums)), notes=tuple(notes))


def _note(sums: Mapping[_Key, OriginalContest], spread: Mapping[_Key, list[OriginalContest]]) -> str:
    names = list(dict.fromkeys(row.unit for row in sums.values()))
    precincts = len({row.unit for key in sums for row in spread[key]})
    more = f" and {len(names) - 1} more such units" if len(names) > 1 else ""
    return (
        f"absentee votes stand by home precinct; those of {precincts} precincts are added up as "
        f"'{names[0]}'{more}, the county's one absentee precinct"
    )


def _with_sums(count: Imported, sums: Mapping[_Key, OriginalContest]) -> Iterator[OriginalContest]:
    """The rows with each sum in the place of the first of its parts.

    Raises:
        OriginalCountError: the county's absentee precinct has numbers of its own beside those of precincts.
    """
    done: set[_Key] = set()
    taken = {(row.unit, row.contest) for row in sums.values()}
    for row in count.rows:
        key = (count.homes.get(row.unit, ""), row.contest)
        if row.mode == MODE and row.unit in count.homes and key in sums:
            if key not in done:
                done.add(key)
                yield sums[key]
            continue
        if row.mode == MODE and (row.unit, row.contest) in taken:
            raise OriginalCountError(
                f"'{row.contest}': absentee votes stand under '{row.unit}' and under precincts too; say with "
                "absentee_unit in the file of names which count"
            )
        yield row


def _whole(rows: list[OriginalContest], lacking: list[str], notes: dict[str, None]) -> OriginalContest:
    """The sum; unknown where a precinct that has the contest has no absentee row.

    Cast vote records are different: a precinct without an absentee record has no absentee ballot.
    """
    if not lacking:
        return _sum_of(rows, notes)
    notes[
        f"'{rows[0].contest}': no absentee number for {min(lacking)}; the county's is unknown and left out"
    ] = None
    return dataclasses.replace(rows[0], votes={}, ballots=None, overvotes=None, undervotes=None)


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
