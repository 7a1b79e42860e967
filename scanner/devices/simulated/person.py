"""A person at a simulated scanner who feeds the pile and does what notices ask, and nothing else."""

from __future__ import annotations

from collections import deque
from typing import Final, Protocol

from scanner.devices.simulated.paper import Paper, Spot
from scanner.notice import Ask, Notice

REACTION: Final = 0.8
"""Seconds a simulated person takes for anything.  Ours: nothing depends on it but how fast a simulation is."""


class Handles(Protocol):
    """What a person can do to a device with their hands."""

    @property
    def entry_free(self) -> bool:
        """Whether a sheet could be put into the entry now: no paper in it, nothing sticks out of it."""

    def insert(self) -> None:
        """Put the top sheet of the pile into the entry."""

    def take_out(self, spot: Spot) -> None:
        """Take all paper out of the path and the entry and put it there; opens and closes what must be."""

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
        self._asked: deque[Ask] = deque()
        self._next: float | None = 0.0

    @property
    def done(self) -> bool:
        busy = self._paper.at(Spot.ENTRY) or self._paper.at(Spot.PATH)
        return not (self._paper.pile or busy or self._asked)

    def hear(self, notice: Notice) -> None:
        """A notice was shown."""
        if notice.ask is not Ask.NOTHING and not notice.over:
            self._asked.append(notice.ask)
            self._next = self._next if self._next is not None else 0.0  # back from where nothing was to do

    def due(self) -> float | None:
        """When this person does something next; None when there is nothing to do."""
        return self._next

    def advance(self, now: float) -> None:
        """Act when it is time."""
        if self._next is not None and now < self._next:
            return
        if self._asked:
            self._obey(self._asked.popleft())
            self._next = now + REACTION
        elif self._handles.entry_free and self._paper.pile:
            self._handles.insert()
            self._next = now + REACTION
        else:
            self._next = now + REACTION if not self.done else None

    def _obey(self, ask: Ask) -> None:
        hands = self._handles
        match ask:
            case Ask.PUT_BACK | Ask.TAKE_AWAY:
                hands.take_out(Spot.PILE)
            case Ask.PUT_ON_COUNTED:
                hands.take_out(Spot.COUNTED)
            case Ask.TAKE_RETURNED:
                hands.take_out(Spot.RETURNED)
            case Ask.CLOSE_COVER:
                hands.close_cover()
            case Ask.RECONNECT:
                hands.plug_in()
            case Ask.CALIBRATE:
                hands.calibrate()
            case Ask.CALL_SERVICE:
                hands.switch_off_and_on()
            case Ask.FREE_DEVICE:
                hands.end_other_program()
            case Ask.NOTHING | Ask.LOAD | Ask.CHECK_STACK:
                pass
