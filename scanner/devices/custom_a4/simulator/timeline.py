"""What a simulated device does by itself, and when."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count

Action = Callable[[], None]


class Timeline:
    """Actions in the order of their times."""

    def __init__(self) -> None:
        self.now = 0.0
        self._actions: list[tuple[float, int, Action]] = []
        self._count = count()

    def after(self, seconds: float, action: Action) -> None:
        """Do something later."""
        heapq.heappush(self._actions, (self.now + seconds, next(self._count), action))

    def due(self) -> float | None:
        return self._actions[0][0] if self._actions else None

    def advance(self, now: float) -> None:
        """Do all that is due, each at its own time."""
        while self._actions and self._actions[0][0] <= now:
            at, _, action = heapq.heappop(self._actions)
            self.now = max(self.now, at)
            action()
        self.now = max(self.now, now)
