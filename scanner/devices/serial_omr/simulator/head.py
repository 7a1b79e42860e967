"""What the reading heads of a simulated device see of a card."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.devices.serial_omr.protocol.profile import Profile
from scanner.errors import RecordingError
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Optics

Columns = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The sides of a card, each as columns of levels, line by line; no columns where no timing marks are."""

    sides: tuple[Columns, ...]

    @property
    def timing_marks(self) -> int:
        return len(self.sides[0])


class Head:
    """One or two heads, over the lines that the profile says."""

    def __init__(self, profile: Profile, optics: Optics) -> None:
        self._profile = profile
        self._optics = optics

    def look(self, card: CapturedSheet) -> Seen:
        """Read a card as it passes; the first head sees the side that was recorded first."""
        front = self._side(card.front)
        if self._profile.feeding.heads == 1:
            return Seen((front,))
        back = () if card.back is None else self._side(card.back)
        # The clock is on one side: an unprinted back gives as many columns, all of them empty.
        return Seen((front, back or tuple((0,) * len(self._profile.data.lines) for _ in front)))

    def _side(self, page: PageImage) -> Columns:
        data = self._profile.data
        sheet = self._optics.levels(page, data.meaning)
        columns = tuple(tuple(self._level(row, line, page.name) for line in data.lines) for row in sheet.cells)
        return columns if data.row_order == "top-first" else columns[::-1]

    def _level(self, row: tuple[int | None, ...], line: int, name: str) -> int:
        level = 0 if line < 0 or line >= len(row) else row[line]
        if level is None:
            raise RecordingError(
                f"{name}: a cell that the reader looks at was not recorded; choose other lines"
            )
        return level
