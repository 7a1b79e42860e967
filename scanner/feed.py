"""The one transition table of all scanners: where the sheet under way is, and what may happen next.

Read a row as: in this state, when this happens, go there.  What is not in the table is a mistake of a driver
and raises `OrderError`; the rules of the house can be read off it.  No arrow leads to ACCEPTING but from
HOLDING, and none to HOLDING but STORED: a sheet is durable before it may drop.  No arrow leads from HOLDING, or
from a trouble after it, back to CAPTURED but through IDLE, where the path is free: a stored sheet is not taken
in a second time.  `docs/feed.md` shows the table as a diagram.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Final

from scanner.errors import OrderError


class State(Enum):
    """Where the sheet under way is; each with the words for the operator."""

    LOST = "not connected"
    CONNECTING = "connecting"
    FOUND = "paper was left in the scanner"
    STUCK_FOUND = "stopped: paper was left in the scanner"
    IDLE = "ready"
    FEEDING = "waiting for a sheet"
    FAILED = "stopped: the sheet was not stored"
    CAPTURED = "storing the sheet"
    REFUSING = "giving back the sheet that was not stored"
    HOLDING = "sheet stored"
    ACCEPTING = "passing the sheet on"
    STUCK_ACCEPTED = "stopped: the sheet is stored"
    RETURNING = "giving back the sheet that is not counted"
    STUCK_RETURNED = "stopped: the sheet is not counted"
    DONE = "finished"


class Event(Enum):
    """What happens."""

    CONNECT = auto()
    CONNECTED = auto()
    PAPER_FOUND = auto()
    PAPER_SETTLED = auto()
    FEED = auto()
    CAPTURE = auto()
    EMPTY = auto()
    TROUBLE = auto()
    CLEARED = auto()
    STORED = auto()
    REFUSE = auto()
    REFUSED = auto()
    ACCEPT = auto()
    ACCEPTED = auto()
    RETURN = auto()
    RETURNED = auto()
    LOSE = auto()
    FINISH = auto()


TABLE: Final[dict[tuple[State, Event], State]] = {
    (State.LOST, Event.CONNECT): State.CONNECTING,
    (State.CONNECTING, Event.LOSE): State.LOST,
    (State.CONNECTING, Event.TROUBLE): State.LOST,
    (State.CONNECTING, Event.CONNECTED): State.IDLE,
    (State.CONNECTING, Event.PAPER_FOUND): State.FOUND,
    (State.FOUND, Event.PAPER_SETTLED): State.IDLE,
    (State.FOUND, Event.TROUBLE): State.STUCK_FOUND,
    (State.FOUND, Event.LOSE): State.LOST,
    (State.STUCK_FOUND, Event.CLEARED): State.IDLE,
    (State.STUCK_FOUND, Event.LOSE): State.LOST,
    (State.IDLE, Event.FEED): State.FEEDING,
    (State.IDLE, Event.FINISH): State.DONE,
    (State.FEEDING, Event.CAPTURE): State.CAPTURED,
    (State.FEEDING, Event.EMPTY): State.IDLE,
    (State.FEEDING, Event.TROUBLE): State.FAILED,
    (State.FEEDING, Event.LOSE): State.LOST,
    (State.FAILED, Event.CLEARED): State.IDLE,
    (State.FAILED, Event.LOSE): State.LOST,
    (State.CAPTURED, Event.STORED): State.HOLDING,
    (State.CAPTURED, Event.REFUSE): State.REFUSING,
    (State.REFUSING, Event.REFUSED): State.IDLE,
    (State.REFUSING, Event.TROUBLE): State.FAILED,
    (State.REFUSING, Event.LOSE): State.LOST,
    (State.HOLDING, Event.ACCEPT): State.ACCEPTING,
    (State.HOLDING, Event.RETURN): State.RETURNING,
    (State.ACCEPTING, Event.ACCEPTED): State.IDLE,
    (State.ACCEPTING, Event.TROUBLE): State.STUCK_ACCEPTED,
    (State.ACCEPTING, Event.LOSE): State.LOST,
    (State.STUCK_ACCEPTED, Event.CLEARED): State.IDLE,
    (State.STUCK_ACCEPTED, Event.LOSE): State.LOST,
    (State.RETURNING, Event.RETURNED): State.IDLE,
    (State.RETURNING, Event.TROUBLE): State.STUCK_RETURNED,
    (State.RETURNING, Event.LOSE): State.LOST,
    (State.STUCK_RETURNED, Event.CLEARED): State.IDLE,
    (State.STUCK_RETURNED, Event.LOSE): State.LOST,
    (State.DONE, Event.FEED): State.FEEDING,
}
"""Closing is allowed everywhere and is not in the table: it moves no paper.  A cable that is pulled while
nothing is under way shows at the next step, in FEEDING."""


class Feed:
    """The state of one scanner; every driver goes through this and nothing else."""

    def __init__(self, watch: Callable[[State], None] | None = None) -> None:
        self._state = State.LOST
        self._watch = watch

    @property
    def state(self) -> State:
        return self._state

    def on(self, event: Event) -> State:
        """Go where the table says.

        Raises:
            OrderError: it does not say anything for this event in this state.
        """
        after = TABLE.get((self._state, event))
        if after is None:
            raise OrderError(
                f"the scanner is '{self._state.value}' and cannot take {event.name.lower()}; "
                "close it and open it again"
            )
        self._state = after
        if self._watch is not None:
            self._watch(after)
        return after
