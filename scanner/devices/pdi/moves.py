"""One sheet out: to the rear or to the front (scanner-protocols 1.7).

A move is sent once.  It is sent again only where the scanner said that it did not take it; where it says
nothing, a person looks.
"""

from __future__ import annotations

from typing import Final

from scanner.clock import Clock
from scanner.devices.pdi import troubles
from scanner.devices.pdi.conversation import TIMES, Conversation
from scanner.devices.pdi.feeder import feeder_off
from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.events import EVENTS, PAUSED, RESUMED
from scanner.devices.pdi.protocol.status import Status
from scanner.notice import Ask, Notice, Notify
from scanner.trouble import Trouble, TroubleKind

POLL_EVERY: Final = 0.5
MOVE_WITHIN: Final = 5.0
"""Seconds for a sheet to leave; a jam on the way out usually does not set the jam bit."""
CONFIRM_AFTER: Final = 0.1
"""Seconds after which an empty path is looked at once more: an old status may have come late.  Ours."""
REMIND_EVERY: Final = 60.0
"""Seconds after which a person is reminded of a sheet that has to be taken away.  Ours."""
TAKE_WITHIN: Final = 600.0
"""Seconds until a sheet that waits for a person becomes a trouble.  Ours."""


class Moves:
    """Moves the held sheet."""

    def __init__(self, line: Conversation, clock: Clock, notify: Notify) -> None:
        self._line = line
        self._clock = clock
        self._notify = notify

    def to_rear(self) -> None:
        """Let the held sheet go to the rear; returns when it is out of the path.

        Raises:
            Trouble: the sheet was not there, or did not leave.
        """
        status = self._line.status()
        if not status.document:
            text = "the sheet was pulled out after it was stored"
            raise Trouble(TroubleKind.SHEET_PULLED, text, troubles.detail(status))
        self._move(commands.EJECT_PAUSE_ON, commands.TO_REAR)
        self._until_out()
        feeder_off(self._line)

    def to_front(self, *, hold: bool) -> None:
        """Give the held sheet back at the front; returns when a person took it.

        Args:
            hold: keep it in the rollers until then, instead of letting it go.

        Raises:
            Trouble: it did not come, or nobody took it.
        """
        status = self._line.status()
        if not (status.document or status.rear or status.front):
            text = "the sheet was pulled out before it was given back"
            raise Trouble(TroubleKind.SHEET_PULLED, text, troubles.detail(status))
        self._move(commands.EJECT_PAUSE_OFF, commands.TO_FRONT_AND_HOLD if hold else commands.OUT_OF_FRONT)
        self._until_taken(self._until_at_front())
        feeder_off(self._line)

    def _move(self, pause: bytes, motion: bytes) -> None:
        """Send a move.  The feeder must be on for it, and is off again at once."""
        self._line.in_step()
        self._line.events()
        for _ in range(TIMES):
            before = self._line.refusals
            self._line.tell(pause, commands.FEEDER_ON, motion, commands.FEEDER_OFF)
            self._line.test(POLL_EVERY)
            if self._line.refusals == before:
                return
            # Refused commands are not carried out, but which of the four it was is not said: the sheet must
            # not have moved.
            if not self._line.status().document:
                return
        raise Trouble(TroubleKind.TRANSFER, "the scanner refuses to move the sheet", f"{TIMES} times")

    def _until_out(self) -> None:
        until = self._clock.now() + MOVE_WITHIN
        clear = 0
        while clear < 2:
            event = self._line.event(CONFIRM_AFTER if clear else POLL_EVERY)
            if event is not None and event.code == PAUSED:
                self._wait_for_entry()
                self._line.tell(commands.FEEDER_OFF)  # the one before may have been lost in the queue
                until = self._clock.now() + MOVE_WITHIN
                continue
            if event is not None and (trouble := troubles.of_event(event)) is not None:
                raise trouble
            status = self._poll()
            if status is None:
                continue
            if status.enabled:
                self._line.tell(commands.FEEDER_OFF)
            self._require_well(status)
            clear = 0 if status.rear or status.document else clear + 1
            if not clear and self._clock.now() > until:
                raise Trouble(TroubleKind.JAM, "the sheet did not leave the scanner", troubles.detail(status))

    def _poll(self) -> Status | None:
        """The status; None when the scanner says that it pauses instead: then it answers nothing."""
        try:
            return self._line.status()
        except Trouble as trouble:
            if trouble.kind is not TroubleKind.SILENT or not self._line.waits(PAUSED):
                raise
            return None

    def _wait_for_entry(self) -> None:
        """A sheet was pushed in while another is passed on: the scanner waits until it is taken away."""
        until = self._clock.now() + TAKE_WITHIN
        while self._clock.now() < until and not self._line.waits(RESUMED):
            text = f"The sheet that is stored stays where it is: {EVENTS[PAUSED].message}. "
            self._notify(Notice(TroubleKind.SECOND_SHEET.value, text, Ask.TAKE_AWAY))
            remind = self._clock.now() + REMIND_EVERY
            while (left := remind - self._clock.now()) > 0:
                event = self._line.event(left)
                if event is None:
                    continue
                if event.code == RESUMED:
                    self._notify(Notice(TroubleKind.SECOND_SHEET.value, "The scanner goes on. ", over=True))
                    return
                trouble = troubles.of_event(event)
                if trouble is not None and event.code != PAUSED:
                    raise trouble
        if self._line.waits(RESUMED):
            return
        text = "the sheet that was pushed in was not taken away, and the stored sheet is still in the scanner"
        raise Trouble(TroubleKind.JAM, text)

    def _until_at_front(self) -> Status:
        until = self._clock.now() + MOVE_WITHIN
        while True:
            event = self._line.event(POLL_EVERY)
            if event is not None and (trouble := troubles.of_event(event)) is not None:
                raise trouble
            status = self._line.status()
            self._require_well(status)
            # Whether a sheet at the front counts as "in the scanner" is not known (10): the sensors decide.
            if not status.rear and (status.front or not status.document):
                return status
            if self._clock.now() > until:
                text = "the sheet did not come back to the front"
                raise Trouble(TroubleKind.JAM, text, troubles.detail(status))

    def _until_taken(self, status: Status) -> None:
        until = self._clock.now() + TAKE_WITHIN
        clear = 0
        while clear < 2:
            clear = clear + 1 if not (status.front or status.rear) else 0
            if self._clock.now() > until:
                text = "nobody took the sheet that was given back"
                raise Trouble(TroubleKind.JAM, text, troubles.detail(status))
            self._clock.sleep(CONFIRM_AFTER if clear else POLL_EVERY)
            status = self._line.status()
            self._require_well(status)

    def _require_well(self, status: Status) -> None:
        trouble = troubles.of_status(status)
        if trouble is not None:
            raise trouble
