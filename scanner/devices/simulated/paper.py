"""Where every simulated sheet is.  This is the truth that books are held against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from scanner.sheet import CapturedSheet


class Spot(Enum):
    """A place where paper can be."""

    PILE = "not fed yet"
    ENTRY = "at the entry"
    PATH = "in the scanner"
    COUNTED = "on the counted stack"
    RETURNED = "given back and set aside"


@dataclass(slots=True, eq=False)
class SimulatedSheet:
    """One piece of paper.

    Attributes:
        number: its place in the pile at the beginning, from 1.
        recorded: what it looks like.
        spot: where it is.
        imprint: what a device printed on it.
    """

    number: int
    recorded: CapturedSheet
    spot: Spot = Spot.PILE
    imprint: str | None = None


class Paper:
    """All sheets of a simulated batch; each is in exactly one spot, always."""

    def __init__(self, recorded: Iterable[CapturedSheet]) -> None:
        self.sheets = [SimulatedSheet(number, sheet) for number, sheet in enumerate(recorded, 1)]
        self._pile = list(reversed(self.sheets))
        self.stack: list[SimulatedSheet] = []
        """The counted stack, bottom first."""

    def at(self, spot: Spot) -> list[SimulatedSheet]:
        return [sheet for sheet in self.sheets if sheet.spot is spot]

    @property
    def pile(self) -> int:
        """How many sheets wait."""
        return len(self._pile)

    @property
    def next_sheet(self) -> SimulatedSheet | None:
        """The sheet on top of the pile, left there; None when the pile is done."""
        return self._pile[-1] if self._pile else None

    def top(self, spot: Spot) -> SimulatedSheet | None:
        """Take the next sheet off the pile to a spot; None when the pile is done."""
        if not self._pile:
            return None
        sheet = self._pile.pop()
        sheet.spot = spot
        if spot is Spot.COUNTED:
            self.stack.append(sheet)
        return sheet

    def move(self, sheet: SimulatedSheet, spot: Spot) -> None:
        """Move a sheet; one that goes back on the pile is the next to be fed."""
        if sheet.spot is Spot.PILE:
            raise ValueError(f"sheet {sheet.number} is on the pile; take it off with top()")
        if sheet in self.stack:
            self.stack.remove(sheet)
        sheet.spot = spot
        if spot is Spot.PILE:
            self._pile.append(sheet)
        elif spot is Spot.COUNTED:
            self.stack.append(sheet)
