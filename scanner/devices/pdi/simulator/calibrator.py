"""Calibration of a simulated scanner: it waits for plain sheets."""

from __future__ import annotations

from typing import Final

from scanner.devices.pdi.simulator.agenda import Agenda
from scanner.devices.pdi.simulator.mechanism import Mechanism
from scanner.devices.pdi.simulator.outbox import Outbox

WAITS: Final = 20.0
"""Seconds until it gives up.  Assumed."""
TAKES: Final = 2.0
SUBJECT: Final = "calibration"


class Calibrator:
    """Image sensors (``C``) and double-feed sensor (``n1``)."""

    def __init__(self, mechanism: Mechanism, agenda: Agenda, outbox: Outbox) -> None:
        self._mechanism = mechanism
        self._agenda = agenda
        self._outbox = outbox
        self._awaits: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether a plain sheet is awaited."""
        return self._awaits is not None

    def begin(self) -> None:
        self._await("10", "1A")

    def begin_double_feed(self, sheets: int) -> None:
        del sheets
        self._await("90", "9A")

    def put_in_plain_sheet(self, *, outcome: str | None = None) -> None:
        """A person puts in what is awaited, which is thrown out again at the front.

        Args:
            outcome: code of the event that ends it, when it does not go well.
        """
        done, self._awaits = self._awaits, None
        if done is None:
            return
        self._agenda.cancel(SUBJECT)
        if done == "10":
            # Frames of free text come during calibration of the image sensors (1.5).
            self._outbox.event("L0", " top array: gain 12, offset 3")
        code = outcome or done
        self._agenda.plan(TAKES, lambda: self._done(code, done), SUBJECT)

    def _await(self, done: str, timed_out: str) -> None:
        self._awaits = done
        self._agenda.cancel(SUBJECT)
        self._agenda.plan(WAITS, lambda: self._give_up(timed_out), SUBJECT)

    def _give_up(self, code: str) -> None:
        self._awaits = None
        self._outbox.event(code)

    def _done(self, code: str, wanted: str) -> None:
        if code == wanted == "10":
            self._mechanism.calibration_needed = False
        self._outbox.event(code)
