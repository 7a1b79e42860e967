"""What the books say of the last run, when a scanner is opened again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """The last sheet that is stored in a batch.

    Attributes:
        stored: how many sheets of the batch are stored and were not given back.
        key: of the last stored sheet.
        imprint: what is printed on it, when the device prints.
        undisposed: its end is not in the books: it may be in the path, in the output or in somebody's hands.
        returned: it was to be given back, not to be counted.
    """

    stored: int
    key: str
    imprint: str | None = None
    undisposed: bool = False
    returned: bool = False
