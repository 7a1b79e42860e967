"""What the books say of the last run, when a scanner is opened again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far a batch is in the books, and its last sheet.

    Attributes:
        stored: how many sheets of the batch are stored and were not given back.
        key: of the last stored sheet; None while there is none.
        imprint: what is printed on it, when the device prints.
        undisposed: its end is not in the books: it may be in the path, in the output or in somebody's hands.
        returned: it was to be given back, not to be counted.
        interrupted: the last run did not end by itself, so that there may be a sheet more on the counted stack
            than in the books: dropped by a machine that does not hold, or passed on when it was switched on
            again.
    """

    stored: int
    key: str | None = None
    imprint: str | None = None
    undisposed: bool = False
    returned: bool = False
    interrupted: bool = False
