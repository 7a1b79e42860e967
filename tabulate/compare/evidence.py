"""What else is known besides the two counts: batches, duplicate images, sheets under review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.votes.totals import ContestTotals


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """One batch of the retabulation: its name, where it belongs, and its totals by contest."""

    name: str
    unit: str
    mode: str
    totals: Sequence[ContestTotals]


@dataclass(frozen=True, slots=True)
class DuplicateImages:
    """Sheets of one batch whose captured images are, byte by byte, those of sheets in an earlier batch.

    Attributes:
        batch: the later batch.
        of: the earlier batch; the same name when the duplicates are within one batch.
        sheets: how many sheets of `batch` are such copies.
    """

    unit: str
    mode: str
    batch: str
    of: str
    sheets: int


@dataclass(frozen=True, slots=True)
class NotCaptured:
    """Ballots of the original count whose image lacks a contest: such a ballot is not an undervote."""

    unit: str
    mode: str
    contest: str
    ballots: int


@dataclass(frozen=True, slots=True)
class UnitReview:
    """What became of the sheets of a unit.

    Attributes:
        captured: sheets in the ledger.
        counted: sheets that are in the retabulated totals.
        quarantined: sheets that are not, because a page was refused.
        flagged: counted sheets on which a person must look at something.
        returned: sheets that the scanner gave back after they were captured; they count nowhere.
    """

    unit: str
    mode: str
    captured: int
    counted: int
    quarantined: int
    flagged: int
    returned: int = 0
