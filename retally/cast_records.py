"""The counted sheets of a case as cast vote records, in an order that says nothing of the scan.

Neither names of images and sheets nor imprints nor places in the pile go into a record: with them, who watched
the scanner could find the ballot of a voter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from retally.hand_readings import decided
from tabulate.ledger import Ledger, Sheet
from tabulate.originals.cvr_marks import BoardDecision, Mark, MarkedBallot, in_public_order


def cast_records(ledger: Ledger, advance: Callable[[], None] | None = None) -> tuple[MarkedBallot, ...]:
    """A record for every sheet that is in the totals; `advance` is called for every sheet of the case."""
    decisions = defaultdict(list)
    for decision in decided(ledger):
        decisions[decision.sheet].append(BoardDecision(decision.contest, decision.text, decision.by))
    records = []
    for sheet in ledger.sheets():
        if sheet.counts and sheet.reading is not None and sheet.reading["status"] == "counted":
            records.append(_record(sheet, sheet.reading, tuple(decisions[sheet.id])))
        if advance is not None:
            advance()
    return in_public_order(records)


def lone_records(ballots: tuple[MarkedBallot, ...]) -> tuple[str, ...]:
    """Units in which a record is the only one of its kind: who knows the voter knows the votes."""
    kinds = Counter((ballot.unit, ballot.mode, ballot.style, ballot.card) for ballot in ballots)
    alone = Counter((unit, mode) for (unit, mode, *_), number in kinds.items() if number == 1)
    return tuple(
        f"{unit}, {mode}: {number} {'record is' if number == 1 else 'records are'} the only one of a ballot "
        "style there, so that the voter can be told; think before you publish this file"
        for (unit, mode), number in sorted(alone.items())
    )


def _record(sheet: Sheet, reading: dict[str, Any], decisions: tuple[BoardDecision, ...]) -> MarkedBallot:
    marks: dict[str, tuple[Mark, ...]] = defaultdict(tuple)
    for page in reading["pages"]:
        for target in page["targets"]:
            mark = Mark(target["choice"], target["score"], target["state"], tuple(target["flags"]))
            marks[target["contest"]] += (mark,)
    return MarkedBallot(
        id=None,
        batch=sheet.batch,
        votes={contest["contest"]: frozenset(contest["votes"]) for contest in reading["contests"]},
        overvoted=frozenset(contest["contest"] for contest in reading["contests"] if contest["overvoted"]),
        unit=sheet.unit,
        mode=sheet.mode,
        style=reading["ballot_style"] or "",
        card=reading["card"],
        marks=dict(marks),
        decisions=decisions,
    )
