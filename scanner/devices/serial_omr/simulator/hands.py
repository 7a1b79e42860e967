"""What a person can do to a simulated reader."""

from __future__ import annotations

from scanner.devices.serial_omr.simulator.line import LineReader
from scanner.devices.serial_omr.simulator.reader import Reader
from scanner.devices.simulated import Spot


class ReaderHands:
    """`Handles` of a reader.  The pile lies in its hopper; into some, cards are put one by one."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def entry_free(self) -> bool:
        reader = self._reader
        return isinstance(reader, LineReader) and reader.attended and not reader.paper.at(Spot.ENTRY)

    def insert(self) -> None:
        if isinstance(self._reader, LineReader):
            self._reader.put_in()

    def take_out(self, spot: Spot) -> None:
        """Take what lies in the reject bin, and what is in the path."""
        paper = self._reader.paper
        while self._reader.rejected:
            paper.move(self._reader.rejected.pop(), spot)
        self.clear_entry()
        for card in reversed(paper.at(Spot.PATH)):
            paper.move(card, spot)
        self._reader.held = False
        self._reader.cover = False

    def clear_entry(self) -> None:
        for card in self._reader.paper.at(Spot.ENTRY):
            self._reader.paper.move(card, Spot.PILE)

    def lay_back(self) -> None:
        """A card that was pulled at lies in the path until it is asked for."""

    def close_cover(self) -> None:
        self._reader.cover = False

    def plug_in(self) -> None:
        self._reader.plug_in()

    def calibrate(self) -> None:
        """Card readers are not calibrated by their users."""

    def switch_off_and_on(self) -> None:
        self._reader.power_up()

    def end_other_program(self) -> None:
        self._reader.taken = False
