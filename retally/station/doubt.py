"""What the case says of the last sheets of a device, for the device that goes on."""

from __future__ import annotations

from retally.standing import standing
from scanner.doubt import Doubt
from tabulate.ledger import Ledger, Sheet

BEGUN, ENDED = "run-begun", "run-ended"
MARKS = frozenset({BEGUN, ENDED})
"""Codes of notices that bound a run with a device: the first is durable before anything is fed, the second says
that nothing is in doubt."""


def doubt_of(ledger: Ledger, batch: str, held: Sheet | None = None, reason: str | None = None) -> Doubt:
    """How far a batch is.

    Args:
        ledger: the case.
        batch: its name.
        held: the sheet of this batch whose end is not noted, if there is one.
        reason: why that one is given back; None when it is kept.
    """
    sheets = list(ledger.sheets(batch))
    kept = standing(sheets).kept - (reason is not None)
    last = held if held is not None else sheets[-1] if sheets else None
    if last is None:
        return Doubt(0, interrupted=interrupted(ledger, batch))
    return Doubt(
        kept,
        last.key,
        last.imprint,
        undisposed=held is not None,
        returned=reason is not None,
        interrupted=interrupted(ledger, batch),
    )


def interrupted(ledger: Ledger, batch: str) -> bool:
    """Whether the last run of a batch that moved paper did not end by itself."""
    marks = [
        entry.body["code"]
        for entry in ledger.entries("notice")
        if entry.body["batch"] == batch and entry.body["code"] in MARKS
    ]
    return bool(marks) and marks[-1] == BEGUN
