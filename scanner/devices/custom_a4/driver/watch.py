"""Waiting: for a sheet, for the paper to lie still, for the path to be free."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scanner.clock import Clock
from scanner.devices.custom_a4.driver.channel import Channel
from scanner.devices.custom_a4.driver.session import Session
from scanner.devices.custom_a4.driver.troubles import askew, detail, trouble_in
from scanner.devices.custom_a4.protocol import Status
from scanner.machine import Wanted
from scanner.trouble import Trouble, TroubleKind

LOOK_EVERY: Final = 0.25
"""Seconds between two looks whether a sheet is wanted; the status is asked for at every second one, as the
makers' software does (reference 2.5)."""
MOVE_WITHIN: Final = 5.0
"""Seconds that a sheet may take to leave, or to come to rest (reference 2.5)."""
ASKEW_AFTER: Final = 10.0
"""Seconds after which a person is told that the entry is covered in part.  Ours."""


class Watch:
    """Looks at the scanner again and again.

    Each method raises the `Trouble` that a status shows, and `LinkLostError` when the scanner is gone.
    """

    def __init__(self, channel: Channel, session: Session, clock: Clock) -> None:
        self._channel = channel
        self._session = session
        self._clock = clock

    def status(self) -> Status:
        """The status now, when it shows no trouble."""
        status = self._session.status()
        found = trouble_in(status)
        if found is not None:
            raise found
        return status

    def agrees(self, over: Callable[[Status], bool]) -> bool:
        """Whether a motion is over, by two statuses, of which the second cannot be an old one.

        A late answer to an earlier request must not tell that a stored sheet is out while it is still inside:
        it would be taken for one that is not stored, and be counted twice.
        """
        if not over(self.status()):
            return False
        self._channel.doubt()
        return over(self.status())

    def until(
        self, over: Callable[[Status], bool], seconds: float, otherwise: Callable[[Status], Trouble]
    ) -> Status:
        """Wait for something.

        Raises:
            Trouble: what `otherwise` makes of the status, after so many seconds.
        """
        end = self._clock.now() + seconds
        while not self.agrees(over):
            if self._clock.now() >= end:
                raise otherwise(self.status())
            self._clock.sleep(2 * LOOK_EVERY)
        return self.status()

    def until_sheet(self, wanted: Wanted) -> bool:
        """Wait for a whole sheet in the entry; False when none is wanted any more."""
        since: float | None = None
        while wanted():
            status = self.status()
            if status.inside:
                raise Trouble(TroubleKind.JAM, "paper is in the scanner that was not scanned", detail(status))
            if status.front:
                return True
            now = self._clock.now()
            since = (now if since is None else since) if status.entry_covered else None
            if since is not None and now - since >= ASKEW_AFTER:
                raise askew(status)
            self._clock.sleep(LOOK_EVERY)
            if wanted():
                self._clock.sleep(LOOK_EVERY)
        return False

    def require_free_entry(self, *, own: bool) -> None:
        """Nothing may lie in the entry while the rollers turn: it might be drawn through, unscanned.

        Args:
            own: a sheet that covers the entry and nothing at the exit is the one that is to be moved.
        """
        status = self.status()
        if not status.entry_covered or (own and not status.exit_covered):
            return
        if status.front:
            raise Trouble(TroubleKind.SECOND_SHEET, "a second sheet was pushed in before the first was out")
        raise askew(status)
