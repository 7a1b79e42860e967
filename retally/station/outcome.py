"""What one run of the station did, and how a batch ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from retally.standing import Standing
from tabulate.errors import EvidenceError
from tabulate.ledger import Batch, Ledger


@dataclass(slots=True)
class Outcome:
    """What one run of the station did.

    Attributes:
        standing: how the batch stands now.
        new: sheets captured by this run.
        known: sheets the scanner gave that were captured before.
        read: sheets read by this run, of whatever batch.
        not_read: sheets (numbers in the ledger) at which the reading process died.
        interrupted: the operator asked to stop before the scanner was empty.
        closed: the batch was closed before, and there was nothing new.
    """

    batch: str
    standing: Standing
    new: int = 0
    known: int = 0
    read: int = 0
    not_read: list[int] = field(default_factory=list)
    interrupted: bool = False
    closed: bool = False


def finish_batch(
    ledger: Ledger, outcome: Outcome, *, by_hand: int | None = None, explanation: str | None = None
) -> Batch:
    """Close a batch whose scanner is empty.

    Args:
        ledger: the case, open for writing.
        outcome: of the run that emptied the scanner.
        by_hand: number of sheets as people counted them; it is held against those on the counted stack.
        explanation: why the hand count differs.

    Raises:
        EvidenceError: the hand count differs and nobody explained it; the batch stays open.
    """
    kept, returned = outcome.standing.kept, outcome.standing.returned
    if by_hand is not None and by_hand != kept and not explanation:
        back = f" ({returned} more were given back)" if returned else ""
        raise EvidenceError(
            f"{ledger.path}: batch '{outcome.batch}' has {kept} sheets{back} and {by_hand} were counted by "
            "hand; it stays open: find the difference and scan again, or close it with --explain and the reason"
        )
    return ledger.close_batch(outcome.batch, by_hand, explanation)
