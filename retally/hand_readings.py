"""What persons read on single sheets, or decided about them, kept in the ledger as decisions.

A decision says of which sheet and contest it is.  The last one on a contest of a sheet stands; earlier ones
stay as evidence.  Decisions change no total of the machine: see docs/decisions/0010-hand-readings.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.program import ElectionProgram
from tabulate.compare import contest_infos
from tabulate.compare.hand import (
    AgreedReading,
    ContestRead,
    HandBallots,
    KnownSheet,
    agreed_ballots,
    parse_hand_ballots,
)
from tabulate.ledger import Ledger, Sheet


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands on a contest of a sheet.

    Attributes:
        sheet: number of the entry that captured it.
        read: what two persons read; None when the decision says something else.
        readers: who they are; none when it says something else.
    """

    sheet: int
    contest: str
    text: str
    by: str
    read: ContestRead | None
    readers: tuple[str, ...] = ()


def decided(ledger: Ledger) -> tuple[Decided, ...]:
    """The decisions that stand, in the order in which they were recorded."""
    last: dict[tuple[int, str], Decided] = {}
    for entry in ledger.entries("decision"):
        about = entry.body["about"]
        sheet, contest = about.get("sheet"), about.get("contest")
        if isinstance(sheet, int) and isinstance(contest, str):
            last.pop((sheet, contest), None)
            last[sheet, contest] = Decided(
                sheet,
                contest,
                entry.body["text"],
                entry.body["by"],
                _read(about.get("votes"), about),
                tuple(about.get("readers", ())),
            )
    return tuple(last.values())


def hold_hand_ballots(ledger: Ledger, program: ElectionProgram, path: Path) -> HandBallots:
    """Read a file of readings and hold it against the machine; nothing is recorded.

    Raises:
        OriginalCountError: the file cannot be read without guessing.
    """
    sheets = tuple(known_sheets(ledger))
    readings = parse_hand_ballots(path.read_bytes(), str(path), program, sheets)
    return agreed_ballots(readings, sheets, program)


def record_hand_ballots(ledger: Ledger, program: ElectionProgram, ballots: HandBallots) -> int:
    """Record what two persons agree on, all of it or nothing; what stands there already is not repeated.

    Returns:
        how many readings are new.
    """
    infos = {info.id: info for info in contest_infos(program)}
    there = {(one.sheet, one.contest): one for one in decided(ledger)}
    new = []
    for one in ballots.agreed:
        by = " and ".join(one.readers)
        before = there.get((one.sheet.id, one.contest))
        if before is None or (before.read, before.by) != (one.hand, by):
            info = infos[one.contest]
            text = f"{info.title[:300]}: {one.hand.in_words(info)[:1000]}, read by hand by two persons"
            new.append((text, by, _about(one)))
    ledger.add_decisions(new)
    return len(new)


def known_sheets(ledger: Ledger) -> Iterator[KnownSheet]:
    """The sheets that can be read by hand: those that were read, and neither given back nor withdrawn."""
    for sheet in ledger.sheets():
        if sheet.counts and sheet.reading is not None:
            yield _known(sheet)


def standing_readings(ledger: Ledger) -> tuple[AgreedReading, ...]:
    """What two persons read and what stands of it, beside what the machine reads now.

    Sheets that were given back since, or whose batch was withdrawn, are left out.
    """
    found = []
    for one in decided(ledger):
        if one.read is None:
            continue
        sheet = ledger.sheet(one.sheet)
        if sheet.counts and sheet.reading is not None:
            known = _known(sheet)
            machine = None if known.machine is None else known.machine.get(one.contest)
            found.append(AgreedReading(known, one.contest, one.readers, one.read, machine))
    return tuple(found)


def machine_reading(sheet: Sheet) -> dict[str, ContestRead] | None:
    """What the machine read, by contest; None when it refused the sheet or has not read it."""
    if sheet.reading is None or sheet.reading["status"] != "counted":
        return None
    return {
        contest["contest"]: ContestRead(frozenset(contest["votes"]), contest["overvoted"])
        for contest in sheet.reading["contests"]
    }


def hand_standing(read: Collection[AgreedReading]) -> dict[str, int]:
    """How many contests were read by hand, on how many sheets, and how many otherwise than by the machine."""
    return {
        "contests": len(read),
        "sheets": len({one.sheet.id for one in read}),
        "differ": sum(one.differs for one in read),
    }


def _known(sheet: Sheet) -> KnownSheet:
    return KnownSheet(
        sheet.id,
        sheet.unit,
        sheet.mode,
        sheet.batch,
        sheet.sequence,
        sheet.key,
        sheet.imprint,
        machine_reading(sheet),
    )


def _about(one: AgreedReading) -> dict[str, Any]:
    return {
        "sheet": one.sheet.id,
        "contest": one.contest,
        "readers": list(one.readers),
        "votes": sorted(one.hand.votes),
        "overvoted": one.hand.overvoted,
    }


def _read(votes: object, about: dict[str, Any]) -> ContestRead | None:
    if not isinstance(votes, list):
        return None
    return ContestRead(frozenset(str(vote) for vote in votes), about.get("overvoted") is True)
