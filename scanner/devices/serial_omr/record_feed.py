"""Readers that send the data of a card as one record, asked for or not."""

from __future__ import annotations

from scanner.devices.serial_omr import words
from scanner.devices.serial_omr.card import Busy, Card, Empty
from scanner.devices.serial_omr.exchange import Line
from scanner.devices.serial_omr.protocol.decoders import DECODERS
from scanner.devices.serial_omr.protocol.framing import Kind, LineError, Taken, record
from scanner.devices.serial_omr.protocol.profile import Profile


class RecordFeed:
    """Takes records, and counts them where they bear a running number."""

    def __init__(self, line: Line, profile: Profile) -> None:
        self._line = line
        self._profile = profile
        self._frame = record(profile)
        self._number: int | None = None

    def card(self) -> Card:
        """Feed one card and take its record.

        Raises:
            Empty, Busy: no card was fed.
            Trouble: what is to be done with the card, or that it is not known whether one went through.
        """
        self._line.begin()
        self._line.send(self._profile.commands.feed)
        try:
            taken = self._line.wait(self._frame, self._profile.times.cycle)
        except LineError as error:
            return self._again(error)
        if taken is None:
            self._number = None
            raise words.no_answer()
        return self._card(taken)

    def pushed(self, seconds: float) -> Card | None:
        """The next record that comes unasked; None when none begins within so many seconds.

        Raises:
            Trouble: it was damaged, or one before it is missing.
        """
        self._line.begin()
        try:
            taken = self._line.wait(self._frame, seconds)
        except LineError as error:
            self._number = None
            raise words.damaged(str(error)) from error
        return None if taken is None else self._card(taken)

    def _card(self, taken: Taken) -> Card:
        if taken.kind is Kind.BUSY:
            raise Busy
        if taken.kind is Kind.TEXT:
            try:
                return self._decoded(taken.text)
            except LineError as error:
                return self._again(error)
        code = taken.text.decode("latin-1") if taken.kind is Kind.MESSAGE else taken.kind.value
        word = self._profile.status.get(code)
        if word == "empty":
            raise Empty
        self._number = None
        raise words.unknown(code) if word in (None, "ok", "busy") else words.of_status(word, code)

    def _again(self, why: LineError) -> Card:
        """Let the device send a damaged record again, where its number proves that it is not the one before."""
        known, command = self._number, self._profile.commands.retransmit
        if not (command and self._profile.feeding.counter and known is not None):
            self._number = None
            raise words.damaged(str(why)) from why
        try:
            text = self._line.ask(command, self._frame)
            if not text:
                raise LineError("it was not sent again")
            return self._decoded(text)
        except LineError as error:
            self._number = None
            raise words.damaged(str(error)) from error

    def _decoded(self, text: bytes) -> Card:
        feeding, data = self._profile.feeding, self._profile.data
        number, text = text[: feeding.counter], text[feeding.counter :]
        if feeding.counter and not (number.isdigit() and len(number) == feeding.counter):
            raise LineError(f"{number!r} is no running number")
        parts = text.split(data.head_end.encode("latin-1")) if data.head_end else [text]
        if len(parts) != feeding.heads:
            raise LineError(f"a record of {len(parts)} sides instead of {feeding.heads}")
        sides = tuple(DECODERS[data.decoder](part, data, data.rows) for part in parts)
        if feeding.counter:
            self._count(int(number))
        return Card(sides)

    def _count(self, number: int) -> None:
        before, self._number = self._number, number
        expected = None if before is None else (before + 1) % 10**self._profile.feeding.counter
        if expected not in (None, number):
            self._number = None
            raise words.out_of_step(str(expected), str(number))
