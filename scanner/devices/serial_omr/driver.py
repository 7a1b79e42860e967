"""The driver of all mark readers on a serial line: what a `Machine` does, in the words of a profile."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final

from scanner.clock import Clock
from scanner.devices.serial_omr import words
from scanner.devices.serial_omr.card import Busy, Card, Empty
from scanner.devices.serial_omr.exchange import BUSY_PAUSE, Line
from scanner.devices.serial_omr.protocol.card import level_sheet
from scanner.devices.serial_omr.protocol.framing import LineError, record, single
from scanner.devices.serial_omr.protocol.library import fingerprint, label
from scanner.devices.serial_omr.protocol.profile import Profile
from scanner.devices.serial_omr.record_feed import RecordFeed
from scanner.devices.serial_omr.status_feed import StatusFeed
from scanner.interface import ScannerInfo
from scanner.levels import MEDIA_TYPE
from scanner.link.errors import LinkError, LinkLostError
from scanner.link.transport import Transport
from scanner.machine import Capture, Leftover, Machine, Wanted
from scanner.sheet import PageImage
from scanner.trouble import Trouble

LOOK: Final = 0.2
"""Seconds after which `wanted` is asked again while cards are awaited."""

NO_READER: Final = "no reader answers; switch it on, and compare its port settings with the profile"

SETTLE: Final = 0.3
"""Seconds of quiet after opening: what an earlier session left on the line is over then."""


class SerialMachine(Machine):
    """One reader.  `cards` counts what it gave, independently of the station."""

    def __init__(self, address: str, profile: Profile, link: Callable[[], Transport], clock: Clock) -> None:
        self.holds = profile.holds
        self.into_bin = profile.holds
        self.unasked = profile.feeding.mode == "push"
        self.cards = 0
        self._address = address
        self._profile = profile
        self._open = link
        self._clock = clock
        self._link: Transport | None = None
        self._name = label(profile)
        self._firmware = ""

    def connect(self) -> Leftover:
        self.close()
        self._link = self._open()
        self._line = Line(self._link, self._profile, self._clock)
        self._link.drain(grace=SETTLE)
        self._by_status = StatusFeed(self._line, self._profile)
        self._by_record = RecordFeed(self._line, self._profile)
        try:
            if not self._configured():
                raise LinkLostError(f"{self._address}: {NO_READER}")
            self._look_at_sensors()
            if self._state() == "held":
                # Rejected by the reader it would lie in a bin, where nobody looks for a card that is fed again;
                # and whether a card from another day is ours, the reader does not know.  A hand takes it out.
                raise words.of_status("held", "held")
            return Leftover.NOTHING
        except LineError as error:
            raise words.damaged(str(error)) from error

    def capture(self, wanted: Wanted) -> Capture | None:
        look = self.unasked or wanted()
        while look:
            try:
                card = self._by_record.pushed(LOOK) if self.unasked else self._fed()
            except Busy:
                self._clock.sleep(BUSY_PAUSE)
            except Empty:
                if self._profile.feeding.when_empty == "done":
                    return None
                self._clock.sleep(LOOK)
            else:
                if card is not None:
                    return self._capture(card)
            look = wanted()
        return None

    def accept(self) -> None:
        if self.holds:
            self._move(self._profile.commands.accept)

    def give_back(self) -> None:
        if self.holds:
            self._move(self._profile.commands.reject)

    def ready(self) -> bool:
        try:
            if self._profile.holds:
                return self._state() in ("ok", "empty")
            if not self._configured():
                raise words.silent()
            self._look_at_sensors()
        except LineError:
            return False
        return True

    def forget(self) -> None:
        if self._link is not None:
            self._link.drain(grace=SETTLE)
            self._by_record = RecordFeed(self._line, self._profile)

    def describe(self) -> ScannerInfo:
        return ScannerInfo(self._address, f"{self._profile.title}, profile {self._name}", holds=self.holds)

    def report(self) -> dict[str, str]:
        port, data = self._profile.port, self._profile.data
        try:
            sensors = self._by_status.sensors()
        except LineError:
            sensors = None
        return {
            "profile": self._name,
            "profile hash": fingerprint(self._profile),
            "experimental": "yes" if self._profile.experimental else "no",
            "firmware": self._firmware or "not said",
            "port": f"{port.baud} baud, {port.data_bits} bits, parity {port.parity}, {port.stop_bits:g} stop",
            "sensors": "not said" if sensors is None else f"{sensors:02x}h",
            "paper path": self._state() or "not said",
            "lines on grid columns": ", ".join(str(line) for line in data.lines),
            "levels": ", ".join(str(least) for least in data.meaning),
            "cards since connected": str(self.cards),
        }

    def close(self) -> None:
        link, self._link = self._link, None
        if link is None:
            return
        if self._profile.commands.end_batch:
            with contextlib.suppress(LinkError):
                self._line.send(self._profile.commands.end_batch)
        link.close()

    def _fed(self) -> Card:
        feed = self._by_status if self._profile.feeding.mode == "status" else self._by_record
        return feed.card()

    def _capture(self, card: Card) -> Capture:
        self.cards += 1
        pages = []
        for number, columns in enumerate(card.sides, 1):
            sheet = level_sheet(
                columns, self._profile.data, card.timing_marks, self._name, bytes(self._line.raw)
            )
            name = f"card {self.cards:06d} side {number}"
            pages.append(PageImage(sheet.encode(), MEDIA_TYPE, 0, name))
        return Capture(pages[0], pages[1] if len(pages) > 1 else None)

    def _configured(self) -> bool:
        """Reset and set up the device; False when it does not answer."""
        commands, acknowledges = self._profile.commands, self._profile.reply.acknowledges
        if commands.reset and not self._told(commands.reset, answered=acknowledges != "none"):
            return False
        values = {"lines": len(self._profile.data.lines)}
        for command in commands.configure:
            if not self._told(command, answered=acknowledges == "all", **values):
                return False
        if commands.identify:
            text = self._line.ask(commands.identify, record(self._profile))
            self._firmware = (text or b"").decode("latin-1")
        return True

    def _told(self, command: str, *, answered: bool, **values: int) -> bool:
        if answered:
            return self._line.ask(command, single(self._profile), **values) is not None
        self._line.send(command, **values)
        return True

    def _look_at_sensors(self) -> None:
        sensors = self._by_status.sensors()
        if sensors is not None and sensors & self._profile.sensors.cover:
            raise words.of_status("cover", f"{sensors:02x}")

    def _state(self) -> str:
        """The status word of a device that can be asked, else nothing.

        Raises:
            Trouble: it is silent, its cover is open, or it says something unknown.
        """
        command = self._profile.commands.status
        if not command:
            return ""
        text = self._line.ask(command, record(self._profile))
        if text is None:
            raise words.silent()
        code = text.decode("latin-1")
        word = self._profile.status.get(code)
        if word is None:
            raise words.unknown(code)
        if word == "cover":
            raise words.of_status(word, code)
        return word

    def _move(self, command: str) -> None:
        """Move the held card out.  It is sent again only while the device says that it holds a card."""
        for _ in range(self._profile.times.retries):
            try:
                self._line.send(command)
                if self._profile.reply.acknowledges == "all":
                    self._line.wait(single(self._profile), self._profile.times.cycle)
                word = self._state()
            except LineError as error:
                raise words.damaged(str(error)) from error
            if word in ("ok", "empty"):
                return
            if word not in ("held", "busy"):
                raise words.of_status(word, word)
        raise Trouble(*words.STATUS["jam"])
