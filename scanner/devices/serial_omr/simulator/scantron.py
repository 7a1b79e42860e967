"""A simulated Scantron desktop reader, from one unfinished public module; everything here is doubtful."""

from __future__ import annotations

from scanner.devices.serial_omr.simulator.form import encode_record
from scanner.devices.serial_omr.simulator.reader import CYCLE, Kind, Reader, spoiled
from scanner.devices.simulated import Moment

ESC, BEL = b"\x1b", b"\x07"
KNOWN = (b"FRM=", b"THR=")


class Scantron(Reader):
    """``ESC`` text ``CR``; a lone BEL refuses a command; a line with ``!`` ends the batch."""

    possible = Reader.possible - {Kind.SENSOR_STUCK}

    def command(self) -> bytes | None:
        end = self._input.find(b"\r")
        if end < 0:
            return None
        command = bytes(self._input[:end])
        del self._input[: end + 1]
        return command

    def obey(self, command: bytes) -> None:
        if command == ESC + b"READ 0 Y":
            self._feed()
        elif command == ESC + b"SRST" or command[1:].startswith(KNOWN):
            pass  # no answer is known
        else:
            self.say(BEL)

    def _feed(self) -> None:
        self.feeds += 1
        if self.line_fault(Moment.BEFORE) in (Kind.SILENT, Kind.UNPLUGGED, Kind.RESET):
            return
        word, seen = self.pass_card()
        during = self.line_fault(Moment.DURING)
        if word == "empty":
            self.say(b"!\r")
        elif seen is not None and during not in (Kind.SILENT, Kind.RESET, Kind.UNPLUGGED):
            record = encode_record(self, seen, 0)
            self.say(spoiled(record) if during is Kind.NOISE else record, CYCLE)
        # What it says of a jam or a double feed is not known: it is silent here.
