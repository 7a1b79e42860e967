"""From a sheet in the entry to the bytes of its sides (reference 2.5, with the correction of 10)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scanner.clock import Clock
from scanner.devices.custom_a4.driver.channel import Channel
from scanner.devices.custom_a4.driver.session import Session
from scanner.devices.custom_a4.driver.troubles import trouble_in
from scanner.devices.custom_a4.protocol import MOST_IMAGE, ScanParameters, Side, Sides, SideStatus, Status
from scanner.trouble import Trouble, TroubleKind

LOOK_EVERY: Final = 0.02
"""Seconds between two looks when no bytes are ready.  Ours: a sheet takes about a second."""
STANDSTILL: Final = 5.0
"""Seconds with the motor off and nothing new after which a scan has failed (reference 2.5)."""
LONGEST: Final = 60.0
"""Seconds after which a scan has failed although the motor runs.  Ours."""

Gray = NDArray[np.uint8]
"""uint8, shape (rows, columns), 0 is black."""


@dataclass(slots=True)
class _Taken:
    """One side under way."""

    side: Side
    data: bytearray = field(default_factory=bytearray)
    now: SideStatus = field(default_factory=SideStatus)

    @property
    def complete(self) -> bool:
        """The scan of the side has ended, and nothing is left to be fetched."""
        return self.now.ended and not self.now.ready


class Scan:
    """One scan."""

    def __init__(self, channel: Channel, session: Session, clock: Clock, parameters: ScanParameters) -> None:
        self._channel = channel
        self._session = session
        self._clock = clock
        self._parameters = parameters
        bits = {Side.A: Sides.A, Side.B: Sides.B}
        self._sides = [_Taken(side) for side in Side if parameters.sides & bits[side]]

    def run(self) -> tuple[Gray, ...]:
        """Take the sheet in and return its sides, A before B.

        Raises:
            Trouble: the sheet did not get through, or not all of its image; the scan is stopped.
            LinkLostError: the scanner is gone.
        """
        self._session.begin_scan(self._parameters)
        try:
            self._fetch()
        except Trouble:
            with contextlib.suppress(Trouble):  # the first one says what happened
                self._session.stop_scan()
            raise
        self._session.stop_scan()
        return tuple(_pixels(one) for one in self._sides)

    def _fetch(self) -> None:
        begun = moved = self._clock.now()
        last: tuple[SideStatus, ...] | None = None
        while True:
            status = self._session.status_of_scan()
            found = trouble_in(status) or _cancelled(status)
            if found is not None:
                raise found
            for one in self._sides:
                one.now = status.a if one.side is Side.A else status.b
            if all(one.complete for one in self._sides):
                return
            now, seen = self._clock.now(), tuple(one.now for one in self._sides)
            if seen != last or status.motor_on:
                moved = now
            last = seen
            if now - moved > STANDSTILL or now - begun > LONGEST:
                raise Trouble(TroubleKind.SILENT, "the scanner stopped in the middle of a sheet")
            if not self._take():
                self._clock.sleep(LOOK_EVERY)

    def _take(self) -> bool:
        """Fetch what is ready; False when nothing is."""
        took = False
        for one in self._sides:
            if one.now.ready and one.now.width:
                one.data += self._channel.image(min(one.now.ready, MOST_IMAGE), one.side)
                took = True
        return took


def _cancelled(status: Status) -> Trouble | None:
    if not status.cancelled:
        return None
    return Trouble(TroubleKind.SHEET_PULLED, "the sheet was taken away before it was scanned")


def _pixels(one: _Taken) -> Gray:
    width, height = one.now.width, one.now.height
    if not width * height or len(one.data) != width * height:
        size = f"{len(one.data)} of {width} x {height} bytes of side {one.side.name}"
        raise Trouble(TroubleKind.SHORT_IMAGE, "the image of the sheet is not complete", size)
    return np.frombuffer(bytes(one.data), np.uint8).reshape(height, width)
