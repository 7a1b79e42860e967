"""Where the sheet under way belongs, as the books have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.notice import Ask


@dataclass(frozen=True, slots=True)
class Fate:
    """What is done with a sheet, by the device or by a person.

    Attributes:
        ask: what a person is asked to do with it.
        where: the same, for a sheet that is not in the scanner any more.
        key: of the sheet; None while it is not stored.
    """

    ask: Ask
    where: str
    key: str | None = None

    @property
    def counted(self) -> bool:
        """It belongs on the counted stack; otherwise it leaves the device where it came in."""
        return self.ask is Ask.PUT_ON_COUNTED


NOT_STORED: Final = Fate(Ask.PUT_BACK, "back on the pile")
"""The sheet is in no book: it is fed again."""


def counted(key: str) -> Fate:
    """The sheet is stored, and no scanner may take it in again."""
    return Fate(Ask.PUT_ON_COUNTED, "on the counted stack, and do not feed it again", key)


def found_after(key: str) -> Fate:
    """Paper found where the last sheet was to be given back: that one, or the next, put in while nobody looked.

    Fed again, neither is lost, and the one that is not counted is read and not counted once more.
    """
    return Fate(Ask.PUT_BACK, "back on the pile", key)


def returned(key: str) -> Fate:
    """The sheet is stored, and is not counted."""
    return Fate(Ask.TAKE_RETURNED, "aside: it is not counted", key)
