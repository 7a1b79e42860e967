"""One sheet in: wait until paper is drawn in, take its image, and hold it (scanner-protocols 1.7).

No command of any kind is sent while a scan may begin or is under way, because it would interrupt it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.clock import Clock
from scanner.devices.pdi import troubles
from scanner.devices.pdi.conversation import Conversation
from scanner.devices.pdi.feeder import feeder_off
from scanner.devices.pdi.image_pipe import ImagePipe
from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.events import BEGIN, DOUBLE_FEED, END
from scanner.devices.pdi.protocol.status import Status
from scanner.machine import Wanted
from scanner.trouble import Trouble, TroubleKind

ASK_EVERY: Final = 0.2
"""Seconds between two questions whether a sheet is wanted at all."""
LOOK_EVERY: Final = 30.0
"""Seconds after which the feeder is turned off for a moment to see whether the scanner still answers, since it
must not be asked anything while it waits.  Ours."""
AFTERMATH: Final = 0.5
"""Seconds in which a scan may still begin after the feeder was turned off: whether turning it off stops a sheet
that is just drawn in is not known (10)."""
SIGN_OF_LIFE: Final = 5.0
"""Seconds without bytes or events after which a scan has failed; a scan takes as long at most (1.7)."""
SCAN_WITHIN: Final = 30.0
"""Seconds for a whole scan, however lively.  Ours."""
END_AFTER_TROUBLE: Final = 1.5
"""Seconds in which the end may still come after a trouble; whether it does is not known (10)."""
PATIENCE: Final = 0.02
"""Seconds to wait for image bytes before events are looked at again."""


@dataclass(slots=True)
class _Course:
    """What happened between the beginning of a scan and its end."""

    begun: float
    alive: float
    until: float
    ended: bool = False
    trouble: Trouble | None = None
    double: bool = False


class Intake:
    """Takes sheets in, one at a time."""

    def __init__(self, line: Conversation, image: ImagePipe, clock: Clock) -> None:
        self._line = line
        self._image = image
        self._clock = clock
        self.last_scan: float | None = None
        """When the last scan ended."""

    def wait(self, wanted: Wanted) -> bool:
        """Turn the feeder on and wait until a scan begins.

        Returns:
            False when nothing is wanted any more; then the feeder is off and the path is empty.

        Raises:
            Trouble: something came between; the feeder may still be on.
        """
        while wanted():
            before = self._line.refusals
            self._line.tell(commands.FEEDER_ON)
            until = self._clock.now() + LOOK_EVERY
            while wanted() and self._clock.now() < until and self._line.refusals == before:
                if self._begins(ASK_EVERY):
                    return True
            self._line.tell(commands.FEEDER_OFF)
            if self._begins(AFTERMATH):
                return True
            self._require_free(feeder_off(self._line))
        return False

    def rescan(self) -> None:
        """Let the held sheet be scanned once more, and wait until that begins.

        Raises:
            Trouble: it did not begin.
        """
        self._line.events()
        self._line.tell(commands.EJECT_PAUSE_OFF, commands.FEEDER_ON, commands.RESCAN, commands.FEEDER_OFF)
        if not self._begins(SIGN_OF_LIFE):
            raise Trouble(TroubleKind.DEVICE, "the scanner did not scan the sheet once more")

    def finish(self) -> tuple[bytes, Status]:
        """Take the image of the scan that has begun, and turn the feeder off.

        Returns:
            The bytes, and the status with the sheet held in the path.

        Raises:
            Trouble: the sheet did not get through; the feeder is off unless the scanner is silent.
        """
        course = self._follow()
        self._line.tell(commands.FEEDER_OFF)
        self.last_scan = self._clock.now()
        data = self._image.finish()
        for event in self._line.events():
            course.double |= event.code == DOUBLE_FEED
            course.trouble = course.trouble or troubles.of_event(event)
        status = feeder_off(self._line)
        if course.double:
            # A double feed is followed by an end with short or undecodable data: that is no second fault (1.5).
            raise troubles.double_feed()
        trouble = course.trouble or troubles.of_status(status, scanned=True)
        if trouble is None and not status.document:
            trouble = Trouble(
                TroubleKind.SHEET_PULLED,
                "the sheet was pulled out of the scanner and is not stored",
                troubles.detail(status),
            )
        if trouble is None and not course.ended:
            trouble = Trouble(TroubleKind.SILENT, "the scanner stopped in the middle of a sheet")
        if trouble is not None:
            raise trouble
        return data, status

    def _follow(self) -> _Course:
        """Listen until the scan has ended, or will not end any more."""
        now = self._clock.now()
        course = _Course(now, now, now + SCAN_WITHIN)
        while not course.ended and self._clock.now() < min(course.until, course.alive + SIGN_OF_LIFE):
            if self._image.take(PATIENCE):
                course.alive = self._clock.now()
            while not course.ended and (event := self._line.event(0.0)) is not None:
                course.alive = self._clock.now()
                course.ended = event.code == END
                course.double |= event.code == DOUBLE_FEED
                trouble = troubles.of_event(event)
                if trouble is not None and course.trouble is None:
                    course.trouble = trouble
                    course.until = min(course.until, course.alive + END_AFTER_TROUBLE)
        return course

    def _begins(self, timeout: float) -> bool:
        """Whether a scan begins within so many seconds.  Image bytes may come before the event that says so."""
        until = self._clock.now() + timeout
        while True:
            event = self._line.event(max(0.0, until - self._clock.now()))
            if event is None:
                return False
            if event.code == BEGIN:
                return True
            if event.code == END:
                raise Trouble(TroubleKind.TRANSFER, "the scanner ended a scan that it had not begun")
            trouble = troubles.of_event(event)
            if trouble is not None:
                raise trouble

    def _require_free(self, status: Status) -> None:
        """Nothing was drawn in while the feeder was being turned off.

        Raises:
            Trouble: something was, or the scanner is not well.
        """
        trouble = troubles.of_status(status)
        if trouble is None and (status.document or status.rear):
            text = "a sheet was drawn in and not scanned"
            trouble = Trouble(TroubleKind.JAM, text, troubles.detail(status))
        if trouble is not None:
            raise trouble
