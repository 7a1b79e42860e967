"""A scanner in a thread of its own: while paper moves, or none comes, the station records readings."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from enum import Enum
from types import TracebackType

from scanner.interface import Scanner
from scanner.sheet import CapturedSheet

PATIENCE = 5.0
"""Seconds to wait for a device to end its feed when the station leaves; its thread does not keep us alive."""


class Pause(Enum):
    """What comes instead of a sheet."""

    WAITING = "no sheet yet"
    EMPTY = "no sheet any more"


Tell = Callable[[], None]


class Feeder:
    """Gives the sheets of a scanner one by one; the scanner's methods but `stop` run in the feeder's thread.

    Used by the station::

        with Feeder(scanner) as feeder:
            while (sheet := feeder.next(0.2)) is not Pause.EMPTY:
                ...                         # store it
                feeder.accept(sheet)        # or return_to_operator
    """

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._offered: queue.SimpleQueue[CapturedSheet | Pause | BaseException] = queue.SimpleQueue()
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

    def next(self, patience: float) -> CapturedSheet | Pause:
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
        """Give the sheet back, with a reason."""
        self._told.put(lambda: self._scanner.return_to_operator(sheet, reason))

    def _run(self) -> None:
        try:
            for sheet in self._scanner.sheets():
                self._offered.put(sheet)
                tell = self._told.get()
                if tell is None:
                    return
                tell()
            self._offered.put(Pause.EMPTY)
        except BaseException as error:
            self._offered.put(error)
