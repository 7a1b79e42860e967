"""What is known before the first step, from a TOML file, the canvassed abstracts and election day's seal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from config.law import SCATTERING, LawError, bond_due, totals_of
from config.proceedings import Opening, Proceedings, read_opening
from config.program import load_seal
from retally.case import program_of
from retally.recounting.toml_file import load_toml
from tabulate.compare.csv_rows import read_rows
from tabulate.compare.original import number_in
from tabulate.errors import OriginalCountError
from tabulate.ledger import Ledger

TEMPLATE = """\
# The recount: what is known before the first step.  What is behind a # counts for nothing.
office = ""  # one of: statewide, us-representative, state-senator, state-representative, county, other
kind = "general"  # or: city-primary, city-with-runoff, city-runoff-election
election = {day}  # day of the election
canvass = ""  # day of the county board's canvass
winners = [""]  # the apparent winner; of an office with several seats all of them
program = ""  # election day's seal, 64 digits; leave this line out where no ballot was counted by machine
# population = 0  # of the county, for an office filled by a whole county
# needed = 0  # votes needed to be nominated, for a primary in which nobody got them

[precincts]  # all of the county, the absentee precinct included, and how each was counted: hand or machine
{precincts}

[abstracts."COUNTY"]  # one for each county of the office: the votes of each person; or --abstracts FILE.csv
"NAME" = 0
scattering = 0  # write-ins that the abstract does not name

[calendar]  # of the commissioner's office, where it differs from weekends and the state's holidays
closed = []
opened = []
"""

WRITE_INS = frozenset({"write-in", "write-ins", "write in", "writein", "scattering"})
"""What tables call the votes that the law's abstract has as scattering."""


def opening_template(ledger: Ledger) -> str:
    """An opening to be filled in, with the day and the precincts of the case's program."""
    program = program_of(ledger)
    precincts = "\n".join(f'{json.dumps(precinct.id)} = ""' for precinct in program.precincts)
    return TEMPLATE.format(day=program.election.date, precincts=precincts)


def open_recount(ledger: Ledger, path: Path, seal: str | None, abstracts: Path | None) -> Proceedings:
    """Opens the recount of a case.

    Args:
        ledger: open for writing.
        path: the TOML file.
        seal: election day's seal or the path of its file, when it is not in the TOML file.
        abstracts: a table of votes, when they are not in the TOML file.

    Raises:
        LawError: something is missing or cannot be; the message names file and field.
        OriginalCountError: the same of the table.
        SealError: the seal is none.
        EvidenceError, OrderError: as `Ledger.open_proceedings`.
    """
    body = load_toml(path)
    if "case" in body:
        raise LawError(f"{path}, case: the case names itself; take this line out")
    for option, field, value in (("--seal", "program", seal), ("--abstracts", "abstracts", abstracts)):
        if value is not None and field in body:
            raise LawError(f"{path}, {field}: given here and with {option}; leave one of them out")
    if seal is not None:
        body["program"] = load_seal(seal)
    if abstracts is not None:
        body["abstracts"] = read_abstracts(abstracts)
    try:
        opening = read_opening(body)
    except LawError as error:
        raise LawError(f"{path}: {error}") from error
    _check(opening, ledger, path)
    return ledger.open_proceedings(opening)


def read_abstracts(path: Path) -> dict[str, dict[str, int]]:
    """Votes by county and person; rows of precincts and modes are added up.

    Raises:
        OriginalCountError: naming file, line and column.
    """
    found: dict[str, dict[str, int]] = {}
    seen: dict[tuple[str, ...], int] = {}
    rows = read_rows(
        path.read_bytes(),
        str(path),
        ("county", "candidate", "votes"),
        ("precinct", "mode", "party", "contest"),
    )
    contest = None
    for row in rows:
        if contest not in (None, row.cells.get("contest", "")):
            raise OriginalCountError(
                f"{path}, line {row.line}, column contest: a second contest; leave the recounted one alone"
            )
        contest = row.cells.get("contest", "")
        key = tuple(row.cells.get(column, "") for column in ("county", "precinct", "mode", "candidate"))
        if key in seen:
            raise OriginalCountError(f"{path}, line {row.line}: the same as line {seen[key]}; keep one of them")
        seen[key] = row.line
        county, *_, person = key
        if not county or not person:
            raise OriginalCountError(f"{path}, line {row.line}: county or candidate is empty; name it")
        person = SCATTERING if person.casefold() in WRITE_INS else person
        votes = found.setdefault(county, {})
        votes[person] = votes.get(person, 0) + number_in(row, "votes", str(path))
    return found


def _check(opening: Opening, ledger: Ledger, path: Path) -> None:
    """What the law room cannot know: what this case is of."""
    program = program_of(ledger)
    if program.election.date != opening.election:
        raise LawError(
            f"{path}, election: {opening.election}, but the program of this case is of "
            f"{program.election.date}; correct the day, or open the recount in the case of its own election"
        )
    fields: dict[str, Any] = {"winners": opening.winners, "precincts": opening.precincts}
    for field, names in fields.items():
        if any(not name.strip() or not name.isprintable() for name in names):
            raise LawError(f"{path}, {field}: a name is empty or not on one line; write it anew")
    try:
        totals = totals_of(opening.abstracts)
    except LawError as error:
        raise LawError(f"{path}: {error}") from error
    strange = [name for name in opening.winners if name not in totals]
    if strange:
        raise LawError(
            f"{path}, winners: '{strange[0]}' is not in the abstracts; write the name as it is there"
        )
    if opening.law.bond is not None:
        _try_bond(opening, totals, path)
    if opening.program is not None and not re.fullmatch("[0-9a-f]{64}", opening.program):
        raise LawError(
            f"{path}, program: election day's seal has 64 hexadecimal digits; copy it, or use --seal"
        )
    if opening.program is None and "machine" in opening.precincts.values():
        raise LawError(
            f"{path}, program: precincts were counted by machine; give the seal of election day's program here "
            "or with --seal"
        )


def _try_bond(opening: Opening, totals: dict[str, int], path: Path) -> None:
    """Works out a bond before anybody asks, because an opening that allows none could not be taken back."""
    others = [person for person in totals if person not in (*opening.winners, SCATTERING)]
    if not others:
        raise LawError(f"{path}, abstracts: nobody but the winners is in them; give the votes of every person")
    try:
        bond_due(
            opening.law,
            opening.office,
            opening.abstracts,
            candidate=min(others, key=lambda person: totals[person]),
            seats=len(opening.winners),
            population=opening.population,
            needed=opening.needed,
        )
    except LawError as error:
        raise LawError(f"{path}: {error}") from error
