"""When something is said to the operator again."""

from __future__ import annotations

from typing import Final

from scanner.clock import Clock

REMIND_EVERY: Final = 30.0
"""Seconds after which the operator is told again of what stands in the way: it may have been put right and
have come again, or have failed, which cannot be seen from here.  What moves paper is asked for once.  Ours."""


class Reminder:
    """Remembers what was said last, and when."""

    def __init__(self, clock: Clock, said: str | None = None) -> None:
        """Something may have been said just now."""
        self._clock = clock
        self._said = said
        self._since = clock.now()

    def is_due(self, code: str) -> bool:
        """Whether this is to be said now; from here on it counts as said."""
        now = self._clock.now()
        if code == self._said and now - self._since < REMIND_EVERY:
            return False
        self._said, self._since = code, now
        return True

    def forget(self) -> None:
        """What was said is over; if it comes again it is said at once."""
        self._said = None
