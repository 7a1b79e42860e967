"""What the people at the desk should hear of a batch whose sheets are counted all the same."""

from __future__ import annotations

from collections import Counter

from config.program import ElectionProgram
from retally.count import duplicate_images
from tabulate.ledger import Batch, Ledger


def doubts_about(ledger: Ledger, program: ElectionProgram, batch: Batch) -> list[str]:
    """A line for each: a unit the program does not have, cards of other units, images that are there twice."""
    return [
        *_unknown_unit(program, batch),
        *_foreign_cards(ledger, program, batch),
        *_duplicates(ledger, batch),
    ]


def _precinct(program: ElectionProgram, unit: str) -> str | None:
    """Id of the precinct that a unit names, by id or by name."""
    wanted = unit.casefold()
    found = (item.id for item in program.precincts if wanted in (item.id.casefold(), item.name.casefold()))
    return next(found, None)


def _unknown_unit(program: ElectionProgram, batch: Batch) -> list[str]:
    if not program.precincts or _precinct(program, batch.unit) is not None:
        return []
    known = ", ".join(precinct.id for precinct in program.precincts)
    return [
        f"unit '{batch.unit}' is no precinct of the program ({known}): right for an absentee or a combined "
        "precinct, a slip otherwise"
    ]


def _foreign_cards(ledger: Ledger, program: ElectionProgram, batch: Batch) -> list[str]:
    """Sheets of cards that no ballot style of the precinct has: a sheet, or a pile, in the wrong batch."""
    precinct = _precinct(program, batch.unit)
    own = {card for style in program.ballot_styles if precinct in style.precincts for card in style.cards}
    if not own:
        return []
    foreign: Counter[str] = Counter()
    for sheet in ledger.sheets(batch):
        if sheet.counts and sheet.reading is not None and sheet.reading["status"] == "counted":
            card = sheet.reading["card"]
            foreign[card] += card not in own
    return [
        f"{_sheets(number)} of card '{card}', which precinct '{precinct}' does not use: in the wrong batch?"
        for card, number in sorted((+foreign).items())
    ]


def _duplicates(ledger: Ledger, batch: Batch) -> list[str]:
    lines = []
    for copy in duplicate_images(ledger):
        if copy.batch == batch.name:
            of = "others of this batch" if copy.of == batch.name else f"batch '{copy.of}'"
            lines.append(f"{_sheets(copy.sheets)} with the very images of {of}: a pile recorded twice")
    return lines


def _sheets(number: int) -> str:
    return "1 sheet" if number == 1 else f"{number} sheets"
