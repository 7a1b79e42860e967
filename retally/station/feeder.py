"""A scanner in a thread of its own: while paper moves, or none comes, the station records readings."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Container
from enum import Enum
from types import TracebackType

from scanner.doubt import Doubt
from scanner.interface import Scanner
from scanner.sheet import CapturedSheet

PATIENCE = 5.0
"""Seconds to wait for a device to end its feed when the station leaves; its thread does not keep us alive."""


class Pause(Enum):
    """What comes instead of a sheet."""

    WAITING = "no sheet yet"
    MOVED = "the paper of the last sheet is where it belongs"
    EMPTY = "no sheet any more"


Tell = Callable[[], None]
Offer = CapturedSheet | Pause


class Feeder:
    """Gives the sheets of a scanner one by one; the scanner's methods but `stop` run in the feeder's thread.

    Used by the station::

        with Feeder(scanner) as feeder:
            while (sheet := feeder.next(0.2)) is not Pause.EMPTY:
                ...                   # store it
                feeder.accept(sheet)  # or return_to_operator, or refuse when it cannot be stored

    A scanner that moves paper says `Pause.MOVED` after each sheet, and feeds the next one when it hears
    `go_on`: the station notes before where the paper went.

    Args:
        scanner: an open scanner.
        known: keys that are stored already.
        doubts: what the scanner settles first; each ends with `Pause.MOVED`, too.
    """

    def __init__(
        self, scanner: Scanner, known: Container[str] = frozenset(), doubts: tuple[Doubt, ...] = ()
    ) -> None:
        self._scanner = scanner
        self._known = known
        self._doubts = doubts
        self._offered: queue.SimpleQueue[Offer | BaseException] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[Tell | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="feeder", daemon=True)

    def __enter__(self) -> Feeder:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scanner.stop()
        self._told.put(None)
        self._thread.join(PATIENCE)

    def next(self, patience: float) -> Offer:
        """The next sheet, held by the scanner until it is told.

        Args:
            patience: seconds after which `Pause.WAITING` comes instead.

        Raises:
            ScannerError: the device failed, at this sheet or when it was told what to do with the last one.
        """
        try:
            offered = self._offered.get(timeout=patience)
        except queue.Empty:
            return Pause.WAITING
        if isinstance(offered, BaseException):
            raise offered
        return offered

    def accept(self, sheet: CapturedSheet) -> None:
        """Let the sheet go, after it was stored.  That it did not go shows at the next sheet."""
        self._told.put(lambda: self._scanner.accept(sheet))

    def return_to_operator(self, sheet: CapturedSheet, reason: str) -> None:
        """Give the stored sheet back, with a reason."""
        self._told.put(lambda: self._scanner.return_to_operator(sheet, reason))

    def refuse(self, sheet: CapturedSheet, reason: str) -> None:
        """Give the sheet back that was not stored, with a reason."""
        self._told.put(lambda: self._scanner.refuse(sheet, reason))

    def go_on(self) -> None:
        """It is noted where the paper went."""
        self._told.put(_nothing)

    def _run(self) -> None:
        try:
            for doubt in self._doubts:
                self._scanner.recover(doubt)
                if not self._moved():
                    return
            for sheet in self._scanner.sheets(self._known):
                self._offered.put(sheet)
                tell = self._told.get()
                if tell is None:
                    return
                tell()
                if self._scanner.moves_paper and not self._moved():
                    return
            self._offered.put(Pause.EMPTY)
        except BaseException as error:
            self._offered.put(error)

    def _moved(self) -> bool:
        """Say that the paper is where it belongs; False when the station leaves."""
        self._offered.put(Pause.MOVED)
        return self._told.get() is not None


def _nothing() -> None:
    """What a feeder does that may go on."""
