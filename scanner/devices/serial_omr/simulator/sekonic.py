"""A simulated Sekonic SR-430 / SR-450, from public pages of its operating manuals."""

from __future__ import annotations

from typing import Final

from scanner.devices.serial_omr.simulator.encoders import hex_column, list_column, list_density
from scanner.devices.serial_omr.simulator.head import Seen
from scanner.devices.serial_omr.simulator.reader import CYCLE, Kind, Reader, spoiled
from scanner.devices.simulated import Moment

CAN, DLE, DC3, DC4, ENQ, ACK = b"\x18", b"\x10", b"\x13", b"\x14", b"\x05", b"\x06"

STATUS: Final = {
    "ok": b"0",
    "jam": b"1",
    "feed": b"3",
    "double_feed": b"6",
    "timing": b"@",
    "empty": b"B",
    "cover": b"D",
}
INVALID: Final = b"P"

SENSITIVITY: Final = 2
"""Level from which the reader itself takes a cell for a mark: C and E use a threshold that ED does not, so
faint marks legitimately differ between them (scanner-protocols 10, Sekonic 4)."""


class Sekonic(Reader):
    """Answers the commands of the manual.  The data of a card stay until the next one is read."""

    def power_up(self) -> None:
        super().power_up()
        self._card: Seen | None = None
        self._lines = 12
        self._separators = b"0"
        self._spoil = 0

    def command(self) -> bytes | None:
        end = self._input.find(b"\r")
        if end < 0:
            return None
        command = bytes(self._input[:end])
        del self._input[: end + 1]
        return command

    def obey(self, command: bytes) -> None:
        if command == CAN:
            self.say(ACK)
        elif command == b"?":
            self._feed()
        elif command[:1] == DC3 and command[1:].isdigit():
            self._lines = int(command[1:])
        elif command[:1] == DC4:
            self._separators = command[1:]
        elif command == ENQ + b"T":
            self.say(b"%03d" % (self._card.timing_marks if self._card else 0))
        elif command[:2] == ENQ + b"S":
            self._say_sensors(command[2:])
        elif command[:1] == DLE and self._card is not None:
            self._say_data(command[1:], self._card)
        else:
            self.say(INVALID)

    def _feed(self) -> None:
        self.feeds += 1
        before = self.line_fault(Moment.BEFORE)
        if before in (Kind.SILENT, Kind.UNPLUGGED, Kind.RESET):
            return  # the command never arrived: the data of the last card are still there
        word, seen = self.pass_card()
        if word not in ("empty", "cover", "feed"):
            self._card = seen
        during = self.line_fault(Moment.DURING)
        status = STATUS[word]
        if before is Kind.NOISE:
            status = spoiled(status)
        if during is Kind.SLOW or before is Kind.SLOW:
            self.say(status, self.profile.times.cycle * 1.5)
        elif during not in (Kind.SILENT, Kind.RESET, Kind.UNPLUGGED):
            self.say(status, CYCLE)
        if before is Kind.STALE_REPLY:
            self.say(b"0")
        after = self.line_fault(Moment.AFTER)
        self._spoil = 1 if during in (Kind.NOISE, Kind.CRC_ERROR) else 1000 if after is Kind.NOISE else 0
        if Kind.STALE_REPLY in (during, after):
            self.say(b"0", CYCLE + 0.005)
        if after is Kind.SILENT:
            self.hung = True
            self._out.clear()

    def _say_sensors(self, which: bytes) -> None:
        value = 0x40 | (0x20 if self.cover else 0)
        if self.sensor_stuck:
            value = 0x80
        if which == b"0":
            self.say(bytes([value]) + b"\r")
        elif len(which) == 1 and b"1" <= which <= b"6":
            self.say((b"1" if value >> (which[0] - 0x31) & 1 else b"0") + b"\r")
        else:
            self.say(INVALID)

    def _say_data(self, command: bytes, card: Seen) -> None:
        mode, place = command[:-6], command[-6:]
        first, count = (int(place[:3]), int(place[3:])) if place.isdigit() and len(place) == 6 else (0, 0)
        columns = card.sides[0][first - 1 : first - 1 + count] if first else ()
        data = self.profile.data
        if len(columns) != count or not count:
            self.say(INVALID)  # what comes for columns past the timing count is not stated
            return
        text = {
            b"C": lambda: hex_column(columns, data, _is_mark),
            b"CA": lambda: hex_column([_darkest(column) for column in columns], data, _is_mark),
            b"E": lambda: list_column(columns, data, _is_mark),
            b"EA": lambda: list_column([_darkest(column) for column in columns], data, _is_mark),
            b"ED": lambda: list_density(columns, data),
        }.get(mode)
        self.say(INVALID if text is None else self._wrapped(self._noisy(text())))

    def _noisy(self, text: bytes) -> bytes:
        if self._spoil:
            self._spoil -= 1
            return spoiled(text)
        return text

    def _wrapped(self, text: bytes) -> bytes:
        """Around data alone: whether a status, ACK and ENQ answers are wrapped too is not stated."""
        mode, codes = self._separators[:1], self._separators[1:]
        match mode:
            case b"1":
                return text + b"\r"
            case b"2":
                return text + codes[:1]
            case b"3":
                return codes[:1] + text + b"\r"
            case b"4":  # the manual has the end first
                return codes[1:2] + text + codes[:1]
        return text


def _is_mark(level: int | None) -> bool:
    return level is not None and level >= SENSITIVITY


def _darkest(column: tuple[int, ...]) -> tuple[int, ...]:
    """The darkest wins; equal ones are all sent."""
    return tuple(level if level == max(column) else 0 for level in column)
