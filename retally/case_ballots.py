"""The counted sheets of a case as cast vote records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tabulate.compare import ContestInfo
from tabulate.compare.ballots import BallotRecord
from tabulate.ledger import Ledger, Sheet
from tabulate.originals.of_program import write_ins_as_one


def case_ballots(
    ledger: Ledger, infos: Iterable[ContestInfo], contests: frozenset[str]
) -> Iterator[BallotRecord]:
    """The counted sheets with these contests; their id is what the device printed on them."""
    known = {info.id: info for info in infos if info.id in contests}
    alike: dict[Any, Any] = {}
    for sheet in _standing(ledger):
        if not _counted(sheet):
            continue
        read = [contest for contest in (sheet.reading or {})["contests"] if contest["contest"] in known]
        votes = {
            contest["contest"]: write_ins_as_one(contest["votes"], known[contest["contest"]])
            for contest in read
        }
        yield BallotRecord(
            sheet.imprint,
            sheet.batch,
            alike.setdefault(tuple(votes.items()), votes),
            frozenset(contest["contest"] for contest in read if contest["overvoted"]),
            unit=sheet.unit,
            mode=sheet.mode,
        )


def sheets_left_out(ledger: Ledger) -> int:
    """How many sheets that should count are in no record, because they are quarantined or not read yet."""
    return sum(not _counted(sheet) for sheet in _standing(ledger))


def _standing(ledger: Ledger) -> Iterator[Sheet]:
    for batch in ledger.batches():
        if batch.withdrawn is None:
            yield from (sheet for sheet in ledger.sheets(batch) if sheet.counts)


def _counted(sheet: Sheet) -> bool:
    return sheet.reading is not None and sheet.reading["status"] == "counted"
