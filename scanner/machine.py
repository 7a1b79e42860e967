"""What a family of scanners implements.  The order of steps is `DeviceScanner`'s, once for all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from scanner.interface import Calibration, ScannerInfo
from scanner.sheet import PageImage


class Leftover(Enum):
    """What is in the paper path of a scanner that was just connected.

    A sheet that only lies in the entry, where a person put it, is not in the path: it was not captured, and
    must not be moved on with what the books say of the last one.
    """

    NOTHING = "nothing"
    SHEET = "a sheet"


@dataclass(frozen=True, slots=True)
class Capture:
    """One sheet as captured, still in the paper path of a machine that holds.

    Attributes:
        front, back: the two sides in the device's order.
        imprint: what the device prints, or printed, on the sheet; None where it prints nothing.
    """

    front: PageImage
    back: PageImage | None = None
    imprint: str | None = None


Wanted = Callable[[], bool]
"""False once no further sheet is wanted: the operator stopped, or the pile is done.  Ask every 0.2 s or so."""


class Machine(ABC):
    """The driver of one device.

    All methods belong to one thread.  Each raises `Trouble` when paper or machine stop, and `LinkLostError` or
    `LinkBusyError` when the device is gone or taken.  After either of them the feeder is off, or the next call
    of `connect` turns it off before anything else: nothing is ever fed on doubt.
    """

    holds: bool = True
    """Whether the sheet stays in the path until `accept` or `give_back`.  Where it is False (production
    scanners), paper has dropped when `capture` returns, and `give_back` is not called.  After a trouble the
    operator then compares the stack with the books."""

    into_bin: bool = False
    """Whether what it gives back lies in a bin, where it does not see if somebody took it.  A person then says
    so before anything is fed: what lies in the bin is always the sheet under way and no other."""

    unasked: bool = False
    """Whether sheets that people put in pass through also while nobody listens.  After a run that was stopped
    the operator then compares the stack with the books, as after one that was killed."""

    @abstractmethod
    def connect(self) -> Leftover:
        """Claim, reset and configure the device, feeder off.  Called again after the link was lost."""

    @abstractmethod
    def capture(self, wanted: Wanted) -> Capture | None:
        """Turn the feeder on, wait for one sheet, capture it, turn the feeder off.

        Returns:
            None when `wanted` turned False before a sheet came, or the device says that its feeder is empty.
            Where sheets come `unasked` it looks once even if nothing is wanted: one may have gone through.
        """

    @abstractmethod
    def accept(self) -> None:
        """Let the held sheet go to the rear; returns when it is out of the path."""

    @abstractmethod
    def give_back(self) -> None:
        """Give the held sheet back to the front; returns when it was taken, or is out of the path."""

    @abstractmethod
    def ready(self) -> bool:
        """Whether, after a `Trouble`, the path is free, covers are closed and the device can go on.

        Clears in the device what a host can clear.  It never moves paper that a person may be holding.
        """

    def forget(self) -> None:  # noqa: B027  a machine that feeds when it is told has nothing of that kind
        """Drop what came of sheets that a person just put back on the pile; called where `unasked` is True."""

    @abstractmethod
    def describe(self) -> ScannerInfo:
        """Say what this is; may be called before `connect`."""

    @abstractmethod
    def report(self) -> dict[str, str]:
        """Firmware, sensors, paper path and settings in words, for people who probe; after `connect`."""

    @abstractmethod
    def close(self) -> None:
        """Feeder off, link closed.  May be called twice, and after the link was lost.  Drops no held sheet."""


@runtime_checkable
class Calibrated(Protocol):
    """A machine that is calibrated through its driver."""

    def calibrate(self, what: Calibration) -> list[str]:
        """Calibrate with what a person puts in; gives the device's remarks.

        Raises:
            Trouble: it did not work.
        """
