"""Where a batch or a case stands: every sheet is in exactly one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tabulate.ledger import Sheet


@dataclass(slots=True)
class Standing:
    """Sheets of a batch, a unit or a case, each in one place.

    Always ``captured == counted + quarantined + unread + returned``.

    Attributes:
        captured: sheets in the ledger.
        counted: read, and in the totals.
        quarantined: read and refused; in no total until a person has dealt with them.
        review: counted sheets with a mark or a flag that a person must see.
        unread: captured and not read yet.
        returned: given back by the scanner; in no total, whatever was read on them.
    """

    captured: int = 0
    counted: int = 0
    quarantined: int = 0
    review: int = 0
    unread: int = 0
    returned: int = 0

    def capture(self) -> None:
        """One sheet came in."""
        self.captured += 1
        self.unread += 1

    def read(self, reading: Mapping[str, Any]) -> None:
        """One sheet that had come in was read."""
        self.unread -= 1
        self._move(reading, 1)

    def give_back(self, reading: Mapping[str, Any] | None) -> None:
        """One sheet that had come in, and was read or not, was given back."""
        self.returned += 1
        if reading is None:
            self.unread -= 1
        else:
            self._move(reading, -1)

    def add(self, sheet: Sheet, to_be_seen: bool | None = None) -> None:
        """One sheet of the ledger.

        Args:
            sheet: read or not, returned or not.
            to_be_seen: whether a person must see it, where only some of its contests are asked for.
        """
        reading = sheet.reading
        if reading is not None and to_be_seen is not None:
            reading = {**reading, "review": to_be_seen}
        self.capture()
        if reading is not None:
            self.read(reading)
        if sheet.disposed == "returned":
            self.give_back(reading)

    @property
    def kept(self) -> int:
        """Sheets that are on the counted stack."""
        return self.captured - self.returned

    def _move(self, reading: Mapping[str, Any], by: int) -> None:
        if reading["status"] == "counted":
            self.counted += by
            self.review += by * bool(reading["review"])
        else:
            self.quarantined += by

    def to_json(self) -> dict[str, int]:
        return {
            "captured": self.captured,
            "counted": self.counted,
            "quarantined": self.quarantined,
            "review": self.review,
            "unread": self.unread,
            "returned": self.returned,
        }

    def __str__(self) -> str:
        parts = [
            f"{self.captured} {'sheet' if self.captured == 1 else 'sheets'}",
            f"{self.counted} counted",
            f"{self.quarantined} quarantined",
            f"{self.review} flagged for review",
        ]
        parts += [f"{self.returned} given back"] if self.returned else []
        return ", ".join(parts + ([f"{self.unread} unread"] if self.unread else []))


def standing(sheets: Iterable[Sheet]) -> Standing:
    """Add up sheets of the ledger."""
    sum_of = Standing()
    for sheet in sheets:
        sum_of.add(sheet)
    return sum_of


def quarantined(sheets: Iterable[Sheet]) -> list[str]:
    """One line for each quarantined sheet that is in the batch: where it lies, and why it is not counted."""
    from tabulate.marks.flags import MEANING  # noqa: PLC0415 - loads the kernels, and seldom needed

    lines = []
    for sheet in sheets:
        if sheet.counts and sheet.reading is not None and sheet.reading["status"] != "counted":
            names = ", ".join(image.name for image in sheet.images)
            reasons = "; ".join(
                f"{flag} ({MEANING[flag]})" if flag in MEANING else flag for flag in sheet.reading["reasons"]
            )
            lines.append(f"batch {sheet.batch}, sheet {sheet.sequence} ({names}): {reasons}")
    return lines
