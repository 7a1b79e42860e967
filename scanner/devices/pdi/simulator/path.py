"""Where paper is in a simulated scanner, and what its sensors see of it."""

from __future__ import annotations

from enum import Enum

from scanner.devices.pdi.protocol.status import ALWAYS
from scanner.devices.simulated.paper import Paper, SimulatedSheet, Spot


class Place(Enum):
    """Where the paper inside is."""

    NOWHERE = "no paper inside"
    DRAWN = "on its way, or stuck there"
    HELD = "held in escrow, at the rear sensors"
    FRONT = "between the input rollers, sticking out"


class PaperPath:
    """The entry, the path, and the hands of whoever pulled a sheet out.

    Attributes:
        entry: lies before the rollers.
        inside: between rollers; two sheets after a double feed.
        place: where those are.
        hands: pulled out, and nobody said yet where it belongs.
        stuck: a rear sensor is covered by a scrap, or broken.
        jam: the scanner says so.
    """

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self.entry: list[SimulatedSheet] = []
        self.inside: list[SimulatedSheet] = []
        self.place = Place.NOWHERE
        self.hands: list[SimulatedSheet] = []
        self.stuck = False
        self.jam = False

    @property
    def pile(self) -> int:
        return self._paper.pile

    @property
    def next_sheet(self) -> SimulatedSheet | None:
        """The sheet that will be drawn in next, if nobody interferes."""
        return self.entry[0] if self.entry else self._paper.next_sheet

    def put_in_entry(self) -> bool:
        """Take the top sheet of the pile to the entry; False when there is none."""
        sheet = self._paper.top(Spot.ENTRY)
        if sheet is not None:
            self.entry.append(sheet)
        return sheet is not None

    def draw(self) -> SimulatedSheet:
        """The first sheet of the entry goes in."""
        sheet = self.entry.pop(0)
        self._paper.move(sheet, Spot.PATH)
        self.inside.append(sheet)
        self.place = Place.DRAWN
        return sheet

    def draw_another(self) -> None:
        """A second sheet goes in on the first: from the entry, or off the pile where it stuck to the first."""
        if self.entry:
            sheet = self.entry.pop(0)
            self._paper.move(sheet, Spot.PATH)
            self.inside.append(sheet)
            return
        stuck = self._paper.top(Spot.PATH)
        if stuck is not None:
            self.inside.append(stuck)

    def out_at_rear(self) -> None:
        """What is inside falls on the counted stack."""
        for sheet in self.inside:
            self._paper.move(sheet, Spot.COUNTED)
        self._emptied()

    def pull_out(self) -> None:
        """Somebody pulls out what is inside."""
        self.hands += self.inside
        self._emptied()

    def back_from_entry(self) -> None:
        """What lies in the entry was never fed and goes back on the pile."""
        self._to_pile(self.entry)
        self.entry = []

    def take_inside(self, spot: Spot) -> None:
        """What is inside, and what was pulled out before, goes where a person was told."""
        sheets = self.hands + self.inside
        if spot is Spot.PILE:
            self._to_pile(sheets)
        else:
            for sheet in sheets:
                self._paper.move(sheet, spot)
        self.hands = []
        self._emptied()

    def lay_back(self) -> None:
        """What was pulled out goes back on the pile."""
        self._to_pile(self.hands)
        self.hands = []

    def bits(self) -> tuple[int, int, int]:
        """What the sensors say, for the three bytes of the status."""
        rear = 0x03 if self.place is Place.HELD else 0
        rear |= 0x01 if self.stuck else 0
        front = 0x0F if self.entry or self.place is Place.FRONT else 0
        inside = self.place in {Place.DRAWN, Place.HELD}
        return ALWAYS | rear, ALWAYS | front, ALWAYS | (0x20 if inside else 0) | (0x04 if self.jam else 0)

    def _emptied(self) -> None:
        self.inside = []
        self.place = Place.NOWHERE
        self.jam = False

    def _to_pile(self, sheets: list[SimulatedSheet]) -> None:
        for sheet in reversed(sheets):
            self._paper.move(sheet, Spot.PILE)
