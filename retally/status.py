"""Where a case stands, and what the people at the desk do next."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from retally.comparison import ORIGINAL, imported
from retally.hand_readings import hand_standing, standing_readings
from retally.standing import Standing, quarantined
from retally.station.doubt import MARKS
from tabulate.ledger import Ledger


def status_of(ledger: Ledger) -> dict[str, Any]:
    """Everything that `retally status` shows, as JSON."""
    standing: dict[str, Standing] = defaultdict(Standing)
    aside: list[str] = []
    for sheet in ledger.sheets():
        standing[sheet.batch].add(sheet)
        aside += quarantined([sheet])
    told = troubles(ledger)
    batches = [
        {
            "batch": batch.name,
            "unit": batch.unit,
            "mode": batch.mode,
            "closed": batch.closed,
            "by_hand": batch.counted_by_hand,
            "explanation": batch.explanation,
            "withdrawn": batch.withdrawn,
            "troubles": dict(told[batch.name]),
            **standing[batch.name].to_json(),
        }
        for batch in ledger.batches()
    ]
    return {
        "title": ledger.title,
        "program": ledger.seal,
        "entries": ledger.head.seq,
        "head": ledger.head.hash,
        "program_exceptions": [
            {"reason": reason, "decided_by": by} for reason, by in ledger.program_exceptions()
        ],
        "batches": batches,
        "quarantined": aside,
        "read_by_hand": hand_standing(standing_readings(ledger)),
        "next": _next(ledger, batches, aside),
    }


def troubles(ledger: Ledger) -> dict[str, Counter[str]]:
    """What stopped the scanner in each batch, and how often."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in ledger.entries("notice"):
        if entry.body["code"] not in MARKS:
            found[entry.body["batch"]][entry.body["code"]] += 1
    return found


def _next(ledger: Ledger, batches: list[dict[str, Any]], aside: list[str]) -> list[str]:
    """What is not finished yet, in the order in which it is done."""
    case = ledger.path
    if not batches:
        return [f"scan a batch: retally scan {case} --scanner folder:PATH --batch NAME --unit U --mode M"]
    steps = [
        f"batch {batch['batch']} has {batch['unread']} unread sheets: run its 'retally scan' again"
        for batch in batches
        if batch["unread"] and batch["withdrawn"] is None
    ]
    held = ledger.undisposed()
    if held is not None:
        steps.append(
            f"where sheet {held.key} of batch {held.batch} went is not noted: run its 'retally scan' again"
        )
    still_open = [batch["batch"] for batch in batches if not batch["closed"] and batch["withdrawn"] is None]
    if still_open:
        steps.append(f"close with 'retally scan ... --sheets-by-hand N': {', '.join(still_open)}")
    if aside:
        steps.append("take the quarantined sheets from their stacks; scan again what was fed badly")
    if not steps and imported(ledger, ORIGINAL) is None:
        steps.append(f"hold it against the original count: retally compare {case} --original original.csv")
    elif not steps:
        steps.append(f"write the report: retally report {case} -o report.html")
    return steps
