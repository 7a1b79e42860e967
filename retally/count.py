"""What a case comes to: always derived from the readings in the ledger, in one order, without the clock."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from config.program import ElectionProgram
from retally.standing import Standing
from tabulate.compare import BatchTotals, DuplicateImages, UnitReview
from tabulate.ledger import Ledger, Sheet
from tabulate.votes import ContestTotals, ContestVotes, CountedSheet, count


def totals_of(ledger: Ledger, program: ElectionProgram) -> list[ContestTotals]:
    """Totals of the case by unit, mode and contest, over counted sheets."""
    return count(program, _counted(ledger.sheets()))


def batch_totals(ledger: Ledger, program: ElectionProgram) -> list[BatchTotals]:
    """Totals of each batch, for the search for batches counted twice or left out."""
    return [
        BatchTotals(batch.name, batch.unit, batch.mode, count(program, _counted(ledger.sheets(batch))))
        for batch in ledger.batches()
    ]


def standings(ledger: Ledger) -> dict[tuple[str, str], Standing]:
    """Where the sheets of each unit and mode stand, sorted by unit and mode."""
    found: dict[tuple[str, str], Standing] = defaultdict(Standing)
    for sheet in ledger.sheets():
        found[sheet.unit, sheet.mode].add(sheet.reading)
    return dict(sorted(found.items()))


def reviews(ledger: Ledger) -> list[UnitReview]:
    """The same, as the comparison takes it."""
    return [
        UnitReview(unit, mode, at.captured, at.counted, at.quarantined, at.review)
        for (unit, mode), at in standings(ledger).items()
    ]


def duplicate_images(ledger: Ledger) -> list[DuplicateImages]:
    """Batches that hold images of an earlier batch, or of themselves, again."""
    copies: Counter[tuple[str, str, str, str]] = Counter()
    for first, *later in ledger.duplicates():
        for sheet in later:
            copies[sheet.unit, sheet.mode, sheet.batch, first.batch] += 1
    return [DuplicateImages(*place, sheets=count) for place, count in sorted(copies.items())]


def totals_json(ledger: Ledger, program: ElectionProgram) -> dict[str, Any]:
    """The whole count as JSON: the same case gives the same text."""
    return {
        "program": ledger.seal,
        "totals": list(rows(totals_of(ledger, program))),
        "sheets": [
            {"unit": unit, "mode": mode, **at.to_json()} for (unit, mode), at in standings(ledger).items()
        ],
    }


def rows(counted: Iterable[ContestTotals]) -> Iterator[dict[str, Any]]:
    """One row for each unit, mode, contest and choice; the numbers of the contest stand in each."""
    for contest in counted:
        for choice, votes in contest.votes.items():
            yield {
                "unit": contest.unit,
                "mode": contest.mode,
                "contest": contest.contest,
                "choice": choice,
                "votes": votes,
                "overvotes": contest.overvotes,
                "undervotes": contest.undervotes,
                "ballots": contest.ballots,
                "blanks": contest.blanks,
                "vote_for": contest.vote_for,
            }


def _counted(sheets: Iterable[Sheet]) -> Iterator[CountedSheet]:
    for sheet in sheets:
        if sheet.reading is not None and sheet.reading["status"] == "counted":
            contests = [
                ContestVotes(
                    contest["contest"],
                    tuple(contest["votes"]),
                    contest["overvoted"],
                    contest["undervotes"],
                    contest["review"],
                )
                for contest in sheet.reading["contests"]
            ]
            yield CountedSheet(sheet.unit, sheet.mode, contests)
