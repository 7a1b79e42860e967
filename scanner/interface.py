"""What every scanner does, be it a machine that holds paper or a folder of recorded images."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

from scanner.doubt import Doubt
from scanner.errors import OrderError
from scanner.sheet import CapturedSheet


class Calibration(Enum):
    """What can be calibrated, and the sheets that it takes."""

    SENSORS = "image sensors: a clean white sheet"
    ONE_SHEET = "double-feed sensor: one sheet of the ballots' paper"
    TWO_SHEETS = "double-feed sensor: two sheets of the ballots' paper on each other"


@dataclass(frozen=True, slots=True)
class ScannerInfo:
    """What a scanner says of itself, for the operator and the report.

    Attributes:
        address: as it was opened.
        name: one line for people, such as ``folder of recorded images, 42 two-sided sheets``.
        simulated: no real ballots come out of it; every log line and report says so.
        holds: whether it keeps a sheet in its path until told.
        expected: sheets in all, when that is known before the last one; for progress bars.
        ignored: names of files that are no images and were passed over.
    """

    address: str
    name: str
    simulated: bool = False
    holds: bool = True
    expected: int | None = None
    ignored: tuple[str, ...] = ()


class Scanner(ABC):
    """A source of sheets that keeps each one until it is told what to do with it.

    The use, which is the same for every scanner::

        with open_scanner(url) as scanner:
            for sheet in scanner.sheets(known=keys_in_the_ledger):
                store(sheet)                # durable: on disk and synced; else refuse(sheet, "disk full")
                scanner.accept(sheet)       # or return_to_operator(sheet, "unknown card")

    The contract:

    - A sheet is durable before the device may drop it: call `accept` only after storing.  Until `accept`,
      `return_to_operator` or `refuse` the device holds the sheet, and asking for the next one is an
      `OrderError`.
    - A sheet comes at most once from one opened scanner, and no two of its sheets share a key.
    - A sheet that was returned is stored and not counted, and the operator sets it aside; one that was refused
      is not stored, and belongs back on the pile.  When it is fed again it comes as a new sheet.
    - After a crash, or when one of the three raises, the one held sheet is in doubt: it may be in the output,
      in the path or in the operator's hands.  A recording then yields it again under the same key, unless the
      key is in `known`.  A device never feeds on doubt: it says which sheet was held and asks for it to be put
      on the pile again or not; the station knows from its store whether it has it.
    - `stop` ends the feed after the sheet that is held now; it may be called from a signal handler or another
      thread.  All other methods belong to one thread.
    - `close` may be called twice.  It never drops a held sheet.

    A driver implements `_feed`, `describe` and, where paper moves, `_accept`, `_return`, `_refuse` and
    `_close`; the order of steps is kept here, once for all.
    """

    moves_paper: bool = False
    """Whether real (or simulated) sheets move: then the books note each sheet's end, too."""

    unasked: bool = False
    """Whether sheets pass through also when nobody listens: what was under way at a stop is in doubt."""

    def __init__(self, address: str) -> None:
        """Open the scanner at `address`; a driver that fails here raises a `ScannerError`."""
        self._address = address
        self._held: CapturedSheet | None = None
        self._closed = False
        self._stopping = threading.Event()

    @property
    def address(self) -> str:
        """The address that the scanner was opened with."""
        return self._address

    @property
    def held(self) -> CapturedSheet | None:
        """The sheet that waits for `accept` or `return_to_operator`."""
        return self._held

    @abstractmethod
    def describe(self) -> ScannerInfo:
        """Say what this scanner is and what it expects."""

    @abstractmethod
    def _feed(self, known: Container[str]) -> Iterator[CapturedSheet]:
        """Yield the next sheets; resumed only after the last one was accepted or returned."""

    def _accept(self, sheet: CapturedSheet) -> None:  # noqa: B027  a recording moves no paper
        """Let the held sheet go to the accepted pile.  Returning means that it is there."""

    def _return(self, sheet: CapturedSheet, reason: str) -> None:  # noqa: B027  as above
        """Give the held sheet back to the operator.  Returning means that it is out of the path."""

    def _refuse(self, sheet: CapturedSheet, reason: str) -> None:  # noqa: B027  as above
        """Give the held sheet back, for the pile.  Returning means that it is out of the path."""

    def _close(self) -> None:  # noqa: B027  as above
        """Free what the driver holds; called once."""

    def probe(self) -> dict[str, str]:
        """Firmware, sensors, paper path and settings in words; a recording has none.

        Raises:
            ScannerError: the device is not there, or cannot be used as it is.
        """
        return {}

    def calibrate(self, what: Calibration) -> list[str]:
        """Calibrate the device; gives its remarks.

        Raises:
            ScannerError: it has nothing to calibrate, or it did not work.
        """
        raise OrderError(f"{self.address}: there is nothing to calibrate in it ({what.value})")

    def recover(self, doubt: Doubt) -> None:  # noqa: B027  a recording has no sheet in doubt
        """Settle the last sheet of an earlier run of the batch; called before `sheets`, once.

        When it returns, the sheet that `doubt` calls undisposed is where it belongs, or the operator was told
        where to put it.

        Raises:
            ScannerError: the device is not there, or `stop` was called before everything was settled.
        """

    def sheets(self, known: Container[str] = frozenset()) -> Iterator[CapturedSheet]:
        """Yield sheets until the source is empty or `stop` was called.

        Args:
            known: keys that the caller has stored already; a recording passes over them, unread.

        Raises:
            OrderError: the scanner is closed, or a sheet is still held.
            ScannerError: the device or the recording failed; sheets that were accepted are not affected.
        """
        self._require_free()
        return self._sheets(known)

    def _sheets(self, known: Container[str]) -> Iterator[CapturedSheet]:
        feed = self._feed(known)
        while not self._stopping.is_set():
            self._require_free()
            sheet = next(feed, None)
            if sheet is None:
                return
            self._held = sheet
            yield sheet

    def accept(self, sheet: CapturedSheet) -> None:
        """Drop the held sheet into the output, after it was stored.

        Raises:
            OrderError: `sheet` is not the one that is held.
            ScannerError: the device failed; the sheet is in doubt (see the class).
        """
        self._require_held(sheet)
        self._accept(sheet)
        self._held = None

    def return_to_operator(self, sheet: CapturedSheet, reason: str) -> None:
        """Give the held sheet back after it was stored, with a `reason` that is shown; it counts nowhere.

        Raises:
            OrderError: `sheet` is not the one that is held.
            ScannerError: the device failed; the sheet is in doubt (see the class).
        """
        self._require_held(sheet)
        self._return(sheet, reason)
        self._held = None

    def refuse(self, sheet: CapturedSheet, reason: str) -> None:
        """Give the held sheet back because it could not be stored, with a `reason` that is shown.

        Raises:
            OrderError: `sheet` is not the one that is held.
            ScannerError: the device failed; the sheet is not stored, wherever it is.
        """
        self._require_held(sheet)
        self._refuse(sheet, reason)
        self._held = None

    def stop(self) -> None:
        """End the feed after the sheet that is held now."""
        self._stopping.set()

    def close(self) -> None:
        """Free the device; a held sheet stays where it is."""
        if not self._closed:
            self._closed = True
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _require_free(self) -> None:
        if self._closed:
            raise OrderError(f"{self._address} was closed; open it again to scan")
        if self._held is not None:
            raise OrderError(f"sheet {self._held.key} is still held; accept or return it before the next one")

    def _require_held(self, sheet: CapturedSheet) -> None:
        if self._closed:
            raise OrderError(f"{self._address} was closed; open it again to scan")
        if self._held is None or self._held.key != sheet.key:
            now = "no sheet" if self._held is None else f"sheet {self._held.key}"
            raise OrderError(f"sheet {sheet.key} is not held now, but {now}; dispose of the held one only")
