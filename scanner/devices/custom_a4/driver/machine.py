"""The Custom A4 as a `Machine`."""

from __future__ import annotations

from typing import Final

from scanner.attach import Link
from scanner.clock import Clock
from scanner.devices.custom_a4.driver.channel import Channel
from scanner.devices.custom_a4.driver.scan import Scan
from scanner.devices.custom_a4.driver.session import Session
from scanner.devices.custom_a4.driver.settings import Settings
from scanner.devices.custom_a4.driver.troubles import (
    cover_open,
    detail,
    exit_stuck,
    never_still,
    not_out,
    not_taken,
)
from scanner.devices.custom_a4.driver.watch import ASKEW_AFTER, MOVE_WITHIN, Watch
from scanner.devices.custom_a4.protocol import Move, Status, Topic
from scanner.interface import ScannerInfo
from scanner.link.errors import LinkError, LinkLostError
from scanner.machine import Capture, Leftover, Machine, Wanted
from scanner.pages import gray_page
from scanner.trouble import Trouble, TroubleKind

TAKE_WITHIN: Final = 20.0
"""Seconds after which a person is told once more to take the sheet that was given back.  Ours."""
RECONNECT_AFTER: Final = 3.0
"""Seconds before the scanner is opened again: the motor may go on (reference 2.5)."""


class CustomA4(Machine):
    """One scanner.  A sheet is scanned and held; it leaves when `accept` or `give_back` says so."""

    def __init__(self, link: Link, clock: Clock, settings: Settings, address: str) -> None:
        self._link = link
        self._clock = clock
        self._settings = settings
        self._address = address
        self._channel: Channel | None = None
        self._met = False
        self._holding = False
        self._leaving = False
        """A sheet is being moved out, and was not seen to be out."""
        self._partly_since: float | None = None
        self._captured = 0
        self._about: dict[str, str] = {}

    def connect(self) -> Leftover:
        self.close()
        if self._met:
            self._clock.sleep(RECONNECT_AFTER)
        channel = self._channel = Channel(self._link(), self._clock)
        self._met = True
        session = Session(channel)
        session.create()
        topics = {"model": Topic.MODEL, "firmware": Topic.FIRMWARE, "hardware": Topic.HARDWARE}
        self._about = {name: session.release(topic) for name, topic in topics.items()}
        status = session.status()
        # A jam is met again when the sheet is moved, by whoever knows where it belongs.
        self._holding = status.inside or status.jam
        if status.cover_open:
            raise cover_open()
        return Leftover.SHEET if self._holding else Leftover.NOTHING

    def capture(self, wanted: Wanted) -> Capture | None:
        channel, session, watch = self._open()
        if not watch.until_sheet(wanted):
            return None
        self._holding = True
        sides = Scan(channel, session, self._clock, self._settings.parameters).run()
        status = watch.until(lambda status: not status.motor_on, MOVE_WITHIN, never_still)
        if not status.inside:
            raise Trouble(TroubleKind.SHEET_PULLED, "the sheet was pulled out of the scanner", detail(status))
        self._captured += 1
        names = [f"{self._captured:06d}-{letter}" for letter in "ab"]
        pages = [gray_page(side, self._settings.dpi, name) for side, name in zip(sides, names, strict=False)]
        return Capture(pages[0], pages[1] if len(pages) > 1 else None)

    def accept(self) -> None:
        _, session, watch = self._open()
        self._leaving = True
        watch.require_free_entry(own=False)
        session.move(Move.FORWARD)
        watch.until(lambda status: not (status.inside or status.motor_on), MOVE_WITHIN, not_out)
        self._holding = self._leaving = False

    def give_back(self) -> None:
        _, session, watch = self._open()
        self._leaving = True
        watch.require_free_entry(own=True)
        session.move(Move.BACK)
        watch.until(lambda status: not (status.inside or status.motor_on), MOVE_WITHIN, not_out)
        watch.until(lambda status: not (status.inside or status.entry_covered), TAKE_WITHIN, not_taken)
        self._holding = self._leaving = False

    def ready(self) -> bool:
        channel, session, _ = self._open()
        channel.doubt()
        session.create()
        status = session.status()
        self._require_whole_exit(status)
        if status.jam or status.cover_open or status.inside or status.motor_on:
            return False
        if self._leaving and status.entry_covered:
            # What lies there may be the sheet that was stored or given back, and must not be taken in.
            raise not_taken(status)
        self._holding = self._leaving = False
        return True

    def describe(self) -> ScannerInfo:
        model = self._about.get("model") or "A4"
        return ScannerInfo(self._address, f"Custom {model}, {self._settings.dpi} dpi")

    def report(self) -> dict[str, str]:
        _, session, _ = self._open()
        status = session.status()
        level = self._settings.ultrasonic
        return {
            **self._about,
            "capabilities": session.release(Topic.CAPABILITIES),
            "cover": "open" if status.cover_open else "closed",
            "entry": "sheet" if status.front else "partly covered" if status.entry_covered else "free",
            "paper path": "sheet" if status.inside else "free",
            "jam": "yes" if status.jam else "no",
            "resolution": f"{self._settings.dpi} dpi",
            "sides": self._settings.sides.name.lower(),
            "double sheet sensor": "off" if level is None else f"level {level}",
            "status bytes": status.encode().hex(" "),
        }

    def close(self) -> None:
        channel, self._channel = self._channel, None
        if channel is None:
            return
        try:
            if not self._holding:  # what the end of a job does to a held sheet is unknown
                Session(channel).end()
        except (Trouble, LinkError):
            pass
        finally:
            channel.close()

    def _require_whole_exit(self, status: Status) -> None:
        """A sensor that sticks would keep the scanner from being ready for ever, and nobody would know why."""
        now = self._clock.now()
        if not status.exit_covered or status.rear:
            self._partly_since = None
        elif self._partly_since is None:
            self._partly_since = now
        elif now - self._partly_since >= ASKEW_AFTER:
            raise exit_stuck(status)

    def _open(self) -> tuple[Channel, Session, Watch]:
        if self._channel is None:
            raise LinkLostError("the scanner is not connected; plug it in again")
        session = Session(self._channel)
        return self._channel, session, Watch(self._channel, session, self._clock)
