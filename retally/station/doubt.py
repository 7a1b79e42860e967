"""What the case says of the last sheets of a device, for the device that goes on."""

from __future__ import annotations

from retally.standing import standing
from scanner.doubt import Doubt
from tabulate.ledger import Ledger, Sheet


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
        return Doubt(0)
    return Doubt(kept, last.key, last.imprint, undisposed=held is not None, returned=reason is not None)
