"""A simulated reader with single letters for commands and two ways out: Axiome FORM, Datawin Interpreter."""

from __future__ import annotations

from typing import Final

from scanner.devices.serial_omr.protocol.checks import check_text
from scanner.devices.serial_omr.simulator.encoders import ENCODERS
from scanner.devices.serial_omr.simulator.head import Seen
from scanner.devices.serial_omr.simulator.reader import CYCLE, Kind, Reader, spoiled
from scanner.devices.simulated import Moment, Spot

ACK, NAK = b"\x06", b"\x15"

OUT: Final = {
    b"G": (Moment.ACCEPTING, Spot.COUNTED),
    b"W": (Moment.RETURNING, Spot.RETURNED),
}


def encode_record(reader: Reader, seen: Seen, number: int) -> bytes:
    """The record of a card, with all that the profile says stands around it."""
    profile = reader.profile
    data, reply = profile.data, profile.reply
    text = data.head_end.encode("latin-1").join(ENCODERS[data.decoder](side, data) for side in seen.sides)
    if profile.feeding.counter:
        text = b"%0*d" % (profile.feeding.counter, number % 10**profile.feeding.counter) + text
    end = reply.end.encode("latin-1")
    return reply.start.encode("latin-1") + text + end + check_text(reply.check, reply.check_form, text + end)


class Form(Reader):
    """``L`` feeds and reads, ``G`` and ``W`` are the two ways out, ``Q`` asks, ``R`` sends the record again."""

    possible = Reader.possible - {Kind.SENSOR_STUCK}

    def power_up(self) -> None:
        super().power_up()
        self._record = b""
        self._number = 0

    def command(self) -> bytes | None:
        if not self._input:
            return None
        command = bytes(self._input[:1])
        del self._input[:1]
        return command

    def obey(self, command: bytes) -> None:
        if command == b"I":
            self.say(ACK)
        elif command == b"L":
            self._feed()
        elif command == b"Q":
            self._say_status("held" if self.held else "cover" if self.cover else "jam" if self._stuck else "ok")
        elif command == b"R":
            self.say(self._record or NAK)
        elif command in OUT:
            self._eject(*OUT[command])
        else:
            self.say(NAK)

    @property
    def _stuck(self) -> bool:
        return bool(self.paper.at(Spot.PATH)) and not self.held

    def _feed(self) -> None:
        self.feeds += 1
        before = self.line_fault(Moment.BEFORE)
        if before in (Kind.SILENT, Kind.UNPLUGGED, Kind.RESET):
            return
        word, seen = self.pass_card()
        during = self.line_fault(Moment.DURING)
        after = None if seen is None else self.line_fault(Moment.AFTER)  # a record is what it comes after
        if during in (Kind.RESET, Kind.UNPLUGGED, Kind.SILENT):
            return
        if seen is None:
            self._say_status(word, CYCLE)
            return
        self._number += 1
        self._record = encode_record(self, seen, self._number)
        said = (
            spoiled(self._record)
            if Kind.NOISE in (before, during) or during is Kind.CRC_ERROR
            else self._record
        )
        self.say(said, CYCLE if during is not Kind.SLOW else self.profile.times.cycle * 1.5)
        if after is Kind.NOISE:
            self._record = spoiled(self._record)
            self._out.clear()
            self.say(self._record, CYCLE)
        if after is Kind.STALE_REPLY:
            self.say(self._record, CYCLE + 0.005)
        if after is Kind.SILENT:
            self.hung = True
            self._out.clear()

    def _eject(self, moment: Moment, spot: Spot) -> None:
        if not self.held:
            self.say(NAK)
            return
        wrong = self.fault(moment, Kind.JAM, Kind.SILENT, Kind.UNPLUGGED, Kind.NOISE)
        if wrong is not None and wrong.kind is Kind.UNPLUGGED:
            self._attached = False
            return
        if wrong is not None and wrong.kind is Kind.JAM:
            self.held = False
            self.say(ACK)
            return
        if wrong is not None and wrong.kind is Kind.NOISE:  # the command was not understood
            self.say(NAK)
            return
        self.release(spot)
        if wrong is None:  # else the answer is lost
            self.say(ACK)

    def _say_status(self, word: str, after: float = 0.01) -> None:
        reply = self.profile.reply
        code = next((code for code, meaning in self.profile.status.items() if meaning == word), "99")
        self.say((reply.message_start + code + reply.message_end).encode("latin-1"), after)
