"""Where a batch or a case stands: every sheet is in exactly one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tabulate.ledger import Sheet


@dataclass(slots=True)
class Standing:
    """Sheets of a batch, a unit or a case.  ``captured == counted + quarantined + unread``, always.

    Attributes:
        captured: sheets in the ledger.
        counted: read, and in the totals.
        quarantined: read and refused; in no total until a person has dealt with them.
        review: counted sheets with a mark or a flag that a person must see.
        unread: captured and not read yet.
    """

    captured: int = 0
    counted: int = 0
    quarantined: int = 0
    review: int = 0
    unread: int = 0

    def capture(self) -> None:
        """One sheet came in."""
        self.captured += 1
        self.unread += 1

    def read(self, reading: Mapping[str, Any]) -> None:
        """One sheet that had come in was read."""
        self.unread -= 1
        if reading["status"] == "counted":
            self.counted += 1
            self.review += bool(reading["review"])
        else:
            self.quarantined += 1

    def add(self, reading: Mapping[str, Any] | None) -> None:
        """One sheet of the ledger, with its reading if there is one."""
        self.capture()
        if reading is not None:
            self.read(reading)

    def to_json(self) -> dict[str, int]:
        return {
            "captured": self.captured,
            "counted": self.counted,
            "quarantined": self.quarantined,
            "review": self.review,
            "unread": self.unread,
        }

    def __str__(self) -> str:
        parts = [
            f"{self.captured} {'sheet' if self.captured == 1 else 'sheets'}",
            f"{self.counted} counted",
            f"{self.quarantined} quarantined",
            f"{self.review} flagged for review",
        ]
        return ", ".join(parts + ([f"{self.unread} unread"] if self.unread else []))


def standing(readings: Iterable[Mapping[str, Any] | None]) -> Standing:
    """Add up sheets of the ledger: for each its reading, or None while it has none."""
    sum_of = Standing()
    for reading in readings:
        sum_of.add(reading)
    return sum_of


def quarantined(sheets: Iterable[Sheet]) -> list[str]:
    """One line for each quarantined sheet: where it lies, and why it is not counted."""
    from tabulate.marks.flags import MEANING  # noqa: PLC0415 - loads the kernels, and seldom needed

    lines = []
    for sheet in sheets:
        if sheet.reading is not None and sheet.reading["status"] != "counted":
            names = ", ".join(image.name for image in sheet.images)
            reasons = "; ".join(
                f"{flag} ({MEANING[flag]})" if flag in MEANING else flag for flag in sheet.reading["reasons"]
            )
            lines.append(f"batch {sheet.batch}, sheet {sheet.sequence} ({names}): {reasons}")
    return lines
