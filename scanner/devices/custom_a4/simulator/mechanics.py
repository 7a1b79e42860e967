"""Paper path, motor, sensors and cover of the simulated scanner."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Final

from scanner.devices.custom_a4.protocol.status import DESKEW, ENTRY, EXIT, Exit, Sensor
from scanner.devices.custom_a4.simulator.timeline import Timeline
from scanner.devices.simulated.paper import Paper, SimulatedSheet, Spot

MOVE: Final = 0.6
"""Seconds from hold to the rear, or to the front.  Assumed."""
REST: Final = 0.3
"""Seconds from the end of the image until the sheet lies still.  Assumed."""


class Place(Enum):
    """Where in the path the sheet is."""

    MIDDLE = "between entry and exit"
    EXIT = "held at the exit"
    FRONT = "held in the entry rollers, sticking out"


class Mechanics:
    """All that moves.

    Attributes:
        place: of the paper in the path, when there is any.
        motor: ``S`` scanning, ``M`` moving, NUL off.
        jam, held_back, double: flags that stay until a person took the paper out and a job is begun.  Whether
            anything else clears them is unknown (reference 10).
        stuck_entry, stuck_exit: one sensor that says "covered" whatever is there.
        hands: pulled out, and nobody said yet where it belongs.
    """

    def __init__(self, paper: Paper, timeline: Timeline) -> None:
        self.paper = paper
        self.place = Place.MIDDLE
        self.motor = "\0"
        self.jam = self.held_back = self.double = False
        self.cover_open = False
        self.stuck_entry = self.stuck_exit = False
        self.hands: list[SimulatedSheet] = []
        self._timeline = timeline
        self._motion = 0
        self._cleared = False

    @property
    def path(self) -> list[SimulatedSheet]:
        """The paper in the path: one sheet, or two that were drawn in at once."""
        return [sheet for sheet in self.paper.at(Spot.PATH) if sheet not in self.hands]

    @property
    def entry(self) -> SimulatedSheet | None:
        """The sheet that waits in the entry."""
        return next(iter(self.paper.at(Spot.ENTRY)), None)

    @property
    def sensors(self) -> int:
        """Byte 35 of the status."""
        bits = Sensor(0)
        if self.entry is not None or (self.path and self.place is Place.FRONT):
            bits |= ENTRY
        if self.stuck_entry:
            bits |= Sensor.ENTRY_RIGHT
        if self.path and self.place is Place.MIDDLE:
            bits |= DESKEW
        return bits | (Sensor.HELD_BACK if self.held_back else 0) | (Sensor.DOUBLE if self.double else 0)

    @property
    def exit(self) -> int:
        """Byte 36."""
        covered = self.path and self.place is Place.EXIT
        return (EXIT if covered else Exit(0)) | (Exit.RIGHT if self.stuck_exit else 0)

    def run(self, motor: str, seconds: float, end: Callable[[], None]) -> None:
        """Let the motor run; `end` is called unless it is stopped before."""
        self._motion += 1
        mine = self._motion
        self.motor = motor

        def finish() -> None:
            if self._motion == mine:
                self.motor = "\0"
                end()

        self._timeline.after(seconds, finish)

    def stop(self) -> None:
        """The motor stops, and the paper stays where it is."""
        self._motion += 1
        self.motor = "\0"

    def draw_in(self) -> SimulatedSheet | None:
        """Take the sheet from the entry into the path."""
        sheet = self.entry
        if sheet is not None:
            self.paper.move(sheet, Spot.PATH)
            self.place = Place.MIDDLE
        return sheet

    def forward(self) -> None:
        """All paper in the path goes out at the rear.

        So does a sheet that lies in the entry meanwhile, unscanned: nobody says that the entry rollers stand
        still, and this is the worse case.
        """

        def out() -> None:
            for sheet in (*self.path, *self.paper.at(Spot.ENTRY)):
                self.paper.move(sheet, Spot.COUNTED)

        self.run("M", MOVE, out)

    def back(self) -> None:
        """The paper in the path goes to the front and is held there."""

        def front() -> None:
            self.place = Place.FRONT

        self.run("M", MOVE, front)

    def jammed(self, *, held_back: bool = False, double: bool = False) -> None:
        """The drive stops."""
        self.stop()
        self.jam, self.held_back, self.double = True, held_back, double
        self._cleared = False

    def open_cover(self) -> None:
        self.stop()
        self.cover_open = True

    def forget(self) -> None:
        """A job begins: a jam that was cleared is not reported any more."""
        self.stop()
        if self._cleared:
            self.jam = self.held_back = self.double = False

    def take_out(self, spot: Spot) -> None:
        """A person takes all paper out, and puts it there with what was pulled out before.

        What waits in the entry was never taken in, and goes back on the pile.
        """
        self.pull_out()
        self.lay_down(spot)

    def pull_out(self) -> None:
        """A person takes all paper out, and does not know yet where it belongs."""
        self.stop()
        self._cleared = True
        self.clear_entry()
        self.hands += self.path

    def lay_down(self, spot: Spot) -> None:
        """A person puts there what was pulled out."""
        for sheet in reversed(self.hands):
            self.paper.move(sheet, spot)
        self.hands = []

    def clear_entry(self) -> None:
        """A person takes the sheet in the entry away."""
        for sheet in self.paper.at(Spot.ENTRY):
            self.paper.move(sheet, Spot.PILE)
