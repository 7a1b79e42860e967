"""Why the numbers of a case are not its last word."""

from __future__ import annotations

from collections import defaultdict

from retally.hand_readings import decided
from retally.review import to_be_seen
from retally.standing import Standing
from tabulate.ledger import Ledger


def what_is_missing(ledger: Ledger) -> tuple[str, ...]:
    """A sentence for each unit with sheets that nobody has dealt with, and for batches that are still open.

    A flagged sheet is dealt with when each contest that a person must look at was decided on.
    """
    settled = {(decision.sheet, decision.contest) for decision in decided(ledger)}
    standings: dict[tuple[str, str], Standing] = defaultdict(Standing)
    waiting: dict[tuple[str, str], int] = defaultdict(int)
    for sheet in ledger.sheets():
        if sheet.withdrawn:
            continue
        standings[sheet.unit, sheet.mode].add(sheet)
        waiting[sheet.unit, sheet.mode] += any(
            (sheet.id, contest) not in settled for contest in to_be_seen(sheet)
        )
    told = []
    for place, at in sorted(standings.items()):
        parts = [
            f"{number} {what}"
            for number, what in (
                (at.quarantined, "quarantined, in no total"),
                (at.unread, "not read yet"),
                (waiting[place], "counted with flags that nobody has decided on"),
            )
            if number
        ]
        if parts:
            told.append(f"{', '.join(place)}: of {at.captured} sheets, {', '.join(parts)}.")
    still_open = [batch.name for batch in ledger.batches() if not batch.closed and batch.withdrawn is None]
    if still_open:
        told.append(f"Batches that are not closed: {', '.join(still_open)}.")
    return tuple(told)
