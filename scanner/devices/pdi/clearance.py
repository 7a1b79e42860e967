"""Whether the way of the paper is free, and what a person would not think of while it is not."""

from __future__ import annotations

from typing import Final

from scanner.clock import Clock
from scanner.devices.pdi import troubles
from scanner.devices.pdi.protocol.status import Status
from scanner.notice import Ask, Notice, Notify
from scanner.trouble import Trouble, TroubleKind

STUCK_AFTER: Final = 30.0
"""Seconds that sensors may be covered with no document in the scanner, before they are called stuck.  Ours."""
OPEN_AFTER: Final = 20.0
"""Seconds that the cover may stand open, as it does while paper is taken out, before it is spoken of.  Ours."""


class Clearance:
    """Looks at one status after another, and remembers since when something is in the way."""

    def __init__(self, clock: Clock, notify: Notify) -> None:
        self._clock = clock
        self._notify = notify
        self._blocked_since: float | None = None
        self._open_since: float | None = None
        self._told_entry = False

    def is_free(self, status: Status) -> bool:
        """Whether the next sheet can come.

        Raises:
            Trouble: something is in the way that needs more than taking paper out.
        """
        free = self._is_free(status)
        if free:
            self.freed()
        return free

    def freed(self) -> None:
        """Nothing is in the way any more."""
        self._blocked_since = self._open_since = None
        self._told_entry = False

    def is_stuck(self) -> bool:
        """Whether the path has been blocked for so long that it may be no paper."""
        now = self._clock.now()
        if self._blocked_since is None:
            self._blocked_since = now
        return now - self._blocked_since >= STUCK_AFTER

    def _is_free(self, status: Status) -> bool:
        trouble = troubles.of_status(status)
        if trouble is not None and trouble.kind is TroubleKind.COVER_OPEN:
            self._blocked_since = None
            self._wait_for_cover(trouble)
            return False
        self._open_since = None
        if status.document:
            self._blocked_since = None
            return False
        if trouble is None and not (status.rear or status.front):
            return True
        if trouble is not None and trouble.kind is not TroubleKind.JAM:
            raise trouble
        if status.front and not status.rear and trouble is None and not self._told_entry:
            # Not as a trouble: those ask what becomes of the sheet under way, and this is another one.
            self._told_entry = True
            text = "The scanner waits: a sheet lies in its entry. "
            self._notify(Notice(TroubleKind.SECOND_SHEET.value, text, Ask.TAKE_AWAY))
        if self.is_stuck():
            raise (
                stuck(status) if trouble is None else Trouble(TroubleKind.DEVICE, trouble.text, trouble.detail)
            )
        return False

    def _wait_for_cover(self, trouble: Trouble) -> None:
        """Give a person the time to take paper out; then say that the cover is open.

        The operator may have been asked for something else, since a device tells one trouble at a time.
        """
        now = self._clock.now()
        if self._open_since is None:
            self._open_since = now
        if now - self._open_since >= OPEN_AFTER:
            raise trouble


def stuck(status: Status) -> Trouble:
    """A sensor is covered where no paper can be."""
    names = ", ".join(status.covered)
    text = f"a paper sensor ({names}) says that it is covered, and there is no sheet in the scanner"
    return Trouble(TroubleKind.SENSOR_STUCK, text, troubles.detail(status))
