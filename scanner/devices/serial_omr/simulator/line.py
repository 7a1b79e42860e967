"""A simulated reader that sends a record for each card that a person puts in, unasked (as the OMR 1102)."""

from __future__ import annotations

from scanner.devices.serial_omr.simulator.form import encode_record
from scanner.devices.serial_omr.simulator.reader import CYCLE, LINE, Kind, Reader, spoiled
from scanner.devices.simulated import Moment, Spot


class LineReader(Reader):
    """It has no commands, and does not know whether anybody listens.

    Of a jam or a card without timing marks it shows a light to the person beside it, and sends nothing.
    """

    attended = True
    """Whether a person puts cards in; they begin when the station waits (docs/scanners/serial.md)."""

    possible = frozenset({*LINE, Kind.DOUBLE_FEED, Kind.BUSY})

    def power_up(self) -> None:
        super().power_up()
        self._number = 0
        waits = bool(self.paper.at(Spot.ENTRY))  # a card in the entry is drawn when there is power again
        self._drawn_at: float | None = self._now + CYCLE if waits else None

    def command(self) -> bytes | None:
        self._input.clear()
        return None

    def obey(self, command: bytes) -> None:
        """Nothing is obeyed."""

    def put_in(self) -> None:
        """A person put the top card into the entry."""
        self.paper.top(Spot.ENTRY)
        self._drawn_at = self._now + CYCLE

    def due(self) -> float | None:
        times = [time for time in (super().due(), self._drawn_at) if time is not None]
        return min(times, default=None)

    def advance(self, now: float) -> None:
        super().advance(now)
        if self._drawn_at is not None and now >= self._drawn_at:
            self._drawn_at = None
            self._draw()

    def _draw(self) -> None:
        self.feeds += 1
        for card in self.paper.at(Spot.ENTRY):
            self.paper.move(card, Spot.PILE)  # from where `pass_card` takes it
        before = self.line_fault(Moment.BEFORE)
        if before is Kind.UNPLUGGED or not self.attached:
            return
        word, seen = self.pass_card()
        during = self.line_fault(Moment.DURING)
        self.line_fault(Moment.AFTER)
        self._number += word == "ok"
        if seen is None or not self.attached or during in (Kind.SILENT, Kind.RESET):
            return  # nothing is sent, and nobody is told
        record = encode_record(self, seen, self._number)
        self.say(spoiled(record) if during in (Kind.NOISE, Kind.CRC_ERROR) else record)
