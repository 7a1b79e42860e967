"""The paper path of a simulated production scanner: hopper, one sheet under way, output stack, sensors."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from scanner.devices.simulated.faults import FaultKind, Faults, Moment
from scanner.devices.simulated.paper import Paper, SimulatedSheet, Spot

Kind = FaultKind


class Status(IntEnum):
    """SANE's statuses; scanimage exits with them (scanner-protocols 5.3)."""

    GOOD = 0
    UNSUPPORTED = 1
    CANCELLED = 2
    BUSY = 3
    INVALID = 4
    EOF = 5
    JAMMED = 6
    NO_DOCS = 7
    COVER_OPEN = 8
    IO_ERROR = 9


class Cut(IntEnum):
    """Ways in which a connection ends that are no status."""

    HANG_UP = 1
    RESET = 2
    SILENT = 3


End = Status | Cut

ENDS: Final[dict[FaultKind, End]] = {
    Kind.JAM: Status.JAMMED,
    # The backend maps sense 3/80/07 (double feed) to the same status as 3/80/01 (jam): scanner-protocols 3.2.
    Kind.DOUBLE_FEED: Status.JAMMED,
    Kind.COVER_OPEN: Status.COVER_OPEN,
    # Not seen anywhere: that a sheet pulled out backwards shows as a jam is our assumption.
    Kind.SHEET_PULLED: Status.JAMMED,
    Kind.SENSOR_STUCK: Status.NO_DOCS,
    Kind.CRC_ERROR: Status.IO_ERROR,
    Kind.BUSY: Status.BUSY,
    Kind.RESET: Cut.RESET,
    Kind.UNPLUGGED: Cut.RESET,
    # A connection that is closed in an orderly way in the middle of an image makes scanimage 1.1.1 spin for
    # ever at full load; one that is reset ends it with status 9 (scanner-protocols 10, SANE 1).
    Kind.HANG_UP: Cut.HANG_UP,
    Kind.SILENT: Cut.SILENT,
}
"""How the call or the image ends that a fault befalls."""

ERROR_CODES: Final = {Kind.JAM: 1, Kind.DOUBLE_FEED: 7}
"""Of the sensor ``error-code``.  Its values are unknown (scanner-protocols 10, SANE 4); these are the ASCQ."""


class Feeder:
    """Moves sheets from the pile to the stack.

    Attributes:
        aside: how many sheets at the bottom of the pile are not in the hopper (yet).
        cover_open, double_feed, error_code: sensors.
        attached: cable in, power on.
        taken_by_another: another program uses the device.
        fed: how often a sheet was picked.
    """

    def __init__(self, paper: Paper, faults: Faults) -> None:
        self.paper = paper
        self.faults = faults
        self.aside = paper.pile
        self.cover_open = False
        self.double_feed = False
        self.error_code = 0
        self.attached = True
        self.taken_by_another = faults.take(0, Moment.CONNECTING, Kind.BUSY) is not None
        self.fed = 0
        self._jammed = False

    @property
    def page_loaded(self) -> bool:
        return self.paper.pile > self.aside

    @property
    def under_way(self) -> SimulatedSheet | None:
        """The sheet in the path; of two fed at once, the upper one."""
        return next(iter(self.paper.at(Spot.PATH)), None)

    def pick(self) -> End:
        """Draw the next sheet in; GOOD when its image may be taken."""
        if self.cover_open:
            return Status.COVER_OPEN
        if self._jammed:
            return Status.JAMMED
        if not self.page_loaded:
            return Status.NO_DOCS
        fault = self.faults.take(self.fed + 1, Moment.BEFORE, Kind.SENSOR_STUCK, Kind.BUSY)
        if fault is not None:  # before the rollers turn: no sheet moves
            self.fed += 1
            return self.suffer(fault.kind)
        self.fed += 1
        self._draw()
        fault = self.faults.take(self.fed, Moment.BEFORE)
        return Status.GOOD if fault is None else self.suffer(fault.kind)

    def suffer(self, kind: FaultKind) -> End:
        """Let a fault happen now; says how the call that it befalls ends."""
        self._jammed = self._jammed or kind in (Kind.JAM, Kind.DOUBLE_FEED, Kind.SHEET_PULLED)
        self.cover_open = self.cover_open or kind is Kind.COVER_OPEN
        self.error_code = ERROR_CODES.get(kind, self.error_code)
        if kind is Kind.UNPLUGGED:
            self.attached = False
        if kind is Kind.BUSY:
            self.taken_by_another = True
        if kind is Kind.DOUBLE_FEED:
            self.double_feed = True
            self._draw()
        return ENDS[kind]

    def drop(self) -> None:
        """The sheet leaves the path for the output stack, unless something is stuck there."""
        if not (self._jammed or self.cover_open):
            for sheet in self.paper.at(Spot.PATH):
                self.paper.move(sheet, Spot.COUNTED)

    def clear(self, spot: Spot) -> None:
        """A person takes all paper out of the path; what goes back on the pile is in the hopper again."""
        for sheet in reversed(self.paper.at(Spot.PATH)):
            self.paper.move(sheet, spot)
        self._jammed = self.double_feed = False
        self.error_code = 0

    def _draw(self) -> None:
        if self.page_loaded:
            self.paper.top(Spot.PATH)
