"""A person at a simulated scanner who feeds the pile and does what notices ask, and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from scanner.devices.simulated.paper import Paper, SimulatedSheet, Spot
from scanner.notice import Ask, Notice

REACTION: Final = 0.8
"""Seconds a simulated person takes for anything.  Ours: nothing depends on it but how fast a simulation is."""

AWAY: Final = 5.0
"""Seconds that a sheet which had to be taken away stays away: it is fed again when asked, and a driver has to
see meanwhile that the entry is free.  Ours."""


class Handles(Protocol):
    """What a person can do to a device with their hands."""

    @property
    def entry_free(self) -> bool:
        """Whether a sheet could be put into the entry now: no paper in it, nothing sticks out of it."""

    def insert(self) -> None:
        """Put the top sheet of the pile into the entry."""

    def take_out(self, spot: Spot) -> None:
        """Take the paper out of the path and put it there; opens and closes what must be.

        A sheet that only lies in the entry was not captured by anybody: it goes back on the pile, wherever the
        other one belongs.
        """

    def clear_entry(self) -> None:
        """Take a sheet that was pushed in behind another one out of the entry, back on the pile."""

    def lay_back(self) -> None:
        """Put a sheet that was pulled out, and of which nobody said where it belongs, back on the pile."""

    def close_cover(self) -> None: ...

    def plug_in(self) -> None:
        """Cable in, power on."""

    def calibrate(self) -> None:
        """Put a clean white sheet in and let the device calibrate."""

    def switch_off_and_on(self) -> None: ...

    def end_other_program(self) -> None: ...


class Person:
    """Feeds sheet after sheet; acts on each notice once, a little later.

    Attributes:
        done: the pile is through: nothing waits, and nothing is in the device.
    """

    def __init__(self, paper: Paper, handles: Handles) -> None:
        self._paper = paper
        self._handles = handles
        self._asked: deque[Notice] = deque()
        self._next: float | None = 0.0

    @property
    def done(self) -> bool:
        busy = self._paper.at(Spot.ENTRY) or self._paper.at(Spot.PATH)
        return not (self._paper.pile or busy or self._asked)

    @property
    def idle(self) -> bool:
        """Everything that was asked is done."""
        return not self._asked

    def hear(self, notice: Notice) -> None:
        """A notice was shown; what is over is not done any more, and the stack is put in order all the same."""
        if notice.over:
            self._asked = deque(asked for asked in self._asked if asked.stack is not None)
        elif notice.ask is not Ask.NOTHING:
            self._asked.append(notice)
            if self._next is None:
                self._next = 0.0

    def due(self) -> float | None:
        """When this person does something next; None when there is nothing to do."""
        return self._next

    def advance(self, now: float) -> None:
        """Act when it is time."""
        if self._next is not None and now < self._next:
            return
        if self._asked:
            notice = self._asked.popleft()
            self._obey(notice)
            self._next = now + (AWAY if notice.ask is Ask.TAKE_AWAY else REACTION)
        elif self._handles.entry_free and self._paper.pile:
            self._handles.insert()
            self._next = now + REACTION
        else:
            self._next = now + REACTION if not self.done else None

    def _obey(self, notice: Notice) -> None:
        hands, paper = self._handles, self._paper
        acts: dict[Ask, Callable[[], None]] = {
            Ask.PUT_BACK: lambda: hands.take_out(Spot.PILE),
            Ask.PUT_ON_COUNTED: lambda: hands.take_out(Spot.COUNTED),
            Ask.TAKE_RETURNED: lambda: hands.take_out(Spot.RETURNED),
            Ask.TAKE_AWAY: hands.clear_entry,
            Ask.CHECK_STACK: lambda: self._check_stack(paper.stack[notice.stack :]),
            Ask.SET_ASIDE: lambda: self._take_off(paper.stack[notice.stack :][:1], Spot.RETURNED),
            Ask.CLOSE_COVER: hands.close_cover,
            Ask.RECONNECT: hands.plug_in,
            Ask.CALIBRATE: hands.calibrate,
            Ask.PUT_IN: hands.calibrate,
            Ask.CALL_SERVICE: hands.switch_off_and_on,
            Ask.FREE_DEVICE: hands.end_other_program,
        }
        acts.get(notice.ask, _nothing)()

    def _check_stack(self, above: list[SimulatedSheet]) -> None:
        self._handles.lay_back()
        self._take_off(above, Spot.PILE)

    def _take_off(self, sheets: list[SimulatedSheet], spot: Spot) -> None:
        """Move sheets off the counted stack, the top one first."""
        for sheet in reversed(sheets):
            self._paper.move(sheet, spot)


def _nothing() -> None:
    """Ask.LOAD: the pile is fed whenever there is one."""
