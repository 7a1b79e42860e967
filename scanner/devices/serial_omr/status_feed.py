"""Readers that answer the feed command with a status, and are asked for the data afterwards (Sekonic)."""

from __future__ import annotations

from collections.abc import Callable

from scanner.devices.serial_omr import words
from scanner.devices.serial_omr.card import Busy, Card, Empty
from scanner.devices.serial_omr.exchange import Line
from scanner.devices.serial_omr.protocol.card import hold_against
from scanner.devices.serial_omr.protocol.decoders import DECODERS, Columns, length_of
from scanner.devices.serial_omr.protocol.framing import Frame, Kind, LineError, answer, single
from scanner.devices.serial_omr.protocol.profile import Profile
from scanner.trouble import Trouble

COUNT_DIGITS = 3
"""Digits of a timing-mark count (scanner-protocols 4.1)."""

LEAST_MARKS = 4
"""Timing marks of a card that was read: with three or fewer its status is an error (scanner-protocols 4.1)."""


class StatusFeed:
    """Feeds one card with one command, which is never sent again, and reads it as often as it needs."""

    def __init__(self, line: Line, profile: Profile) -> None:
        self._line = line
        self._profile = profile
        self._last: tuple[bytes, ...] | None = None

    def card(self) -> Card:
        """Feed and read one card.

        Raises:
            Empty, Busy: no card was fed.
            Trouble: what is to be done with the card, or that it is not known whether one went through.
        """
        self._line.begin()
        self._line.send(self._profile.commands.feed)
        try:
            status = self._line.wait(single(self._profile), self._profile.times.cycle)
        except LineError as error:
            self._last = None
            raise words.damaged(str(error)) from error
        if status is None:
            return self._after_silence()
        if status.kind is Kind.BUSY:
            raise Busy
        code = status.text.decode("latin-1")
        word = self._profile.status.get(code)
        if word == "empty":
            raise Empty
        if word == "ok":
            return self._read()
        self._last = None
        raise words.unknown(code) if word is None else words.of_status(word, code)

    def sensors(self) -> int | None:
        """The sensor byte, or None when the device has none or is silent.

        Raises:
            Trouble: bits that never change have changed.
            LineError: no whole answer came.
        """
        command = self._profile.commands.sensors
        if not command:
            return None
        text = self._line.ask(command, answer(self._profile, lambda data: 1))
        if not text:
            return None
        wanted = self._profile.sensors
        if text[0] & wanted.always != wanted.always or text[0] & wanted.never:
            raise words.stuck_sensor(text[0])
        return text[0]

    def _after_silence(self) -> Card:
        """The command may be lost, and the device then still holds the last card: prove a new one, or stop.

        Proven is: its data differ from those of the card before, which was read through this line; its sensors
        can be asked and show neither an open cover nor a double feed; and its data are whole.  Two voters may
        well mark their ballots alike, so equal data prove nothing.
        """
        before, self._last = self._last, None
        if self._profile.feeding.silence == "ask" or before is None:
            raise words.no_answer()
        try:
            sensors = self.sensors()
            bits = self._profile.sensors.cover | self._profile.sensors.double_feed
            if sensors is None or sensors & bits:
                raise words.no_answer()
            card = self._read()
        except (LineError, Trouble) as error:
            raise words.no_answer() from error
        if self._last == before:
            self._last = None
            raise words.no_answer()
        return card

    def _read(self) -> Card:
        self._last = None
        try:
            count = self._count()
            data = self._profile.data
            texts, sides = [], []
            for head, command in enumerate(self._profile.commands.data):
                text, columns = self._columns(command, data.decoder, count)
                self._compare(head, columns, count)
                texts.append(text)
                sides.append(columns)
        except LineError as error:
            raise words.damaged(str(error)) from error
        self._last = tuple(texts)
        return Card(tuple(sides), count if self._profile.commands.timing_count else None)

    def _compare(self, head: int, columns: Columns, count: int) -> None:
        data = self._profile.data
        if data.compare is not None and self._profile.commands.compare:
            _, marks = self._columns(self._profile.commands.compare[head], data.compare, count)
            hold_against(columns, marks, data.sure_from)

    def _count(self) -> int:
        if not self._profile.commands.timing_count:
            return self._profile.data.rows or 0
        frame = answer(self._profile, lambda data: COUNT_DIGITS)
        return _marks(self._same(self._profile.commands.timing_count, frame, _marks))

    def _columns(self, command: str, decoder: str, count: int) -> tuple[bytes, Columns]:
        data = self._profile.data
        frame = answer(self._profile, length_of(decoder, data, count))

        def decoded(text: bytes) -> Columns:
            columns = DECODERS[decoder](text, data, count)
            if len(columns) != count:
                raise LineError(f"{len(columns)} columns came instead of {count}")
            return columns

        text = self._same(command, frame, decoded, lines=len(data.lines), first=1, count=count)
        return text, decoded(text)

    def _same(self, command: str, frame: Frame, meaning: Callable[[bytes], object], **values: int) -> bytes:
        """Ask until `same_reads` answers in a row are the same and have a meaning.

        Raises:
            LineError: they are not, or none comes.
        """
        wanted = self._profile.feeding.same_reads
        seen: list[bytes] = []
        why = LineError("two answers for one card differ")
        for _ in range(wanted + self._profile.times.retries):
            text = self._line.ask(command, frame, **values)
            if text is None:
                raise LineError("an answer did not come")
            try:
                meaning(text)
            except LineError as error:
                seen, why = [], error
                continue
            seen = [*seen, text] if seen and seen[-1] == text else [text]
            if len(seen) >= wanted:
                return text
        raise why


def _marks(text: bytes) -> int:
    if not (len(text) == COUNT_DIGITS and text.isdigit() and int(text) >= LEAST_MARKS):
        raise LineError(f"{text!r} is no number of timing marks of a card that was read")
    return int(text)
