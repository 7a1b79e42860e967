"""What a simulated device will do by itself, and when."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable

Act = Callable[[], None]


class Agenda:
    """Acts in the order of their times; those of one time in the order in which they were planned."""

    def __init__(self) -> None:
        self.now = 0.0
        self._plans: list[tuple[float, int, str, Act]] = []
        self._numbers = itertools.count()

    def plan(self, after: float, act: Act, subject: str) -> None:
        """Do something so many seconds from now."""
        heapq.heappush(self._plans, (self.now + after, next(self._numbers), subject, act))

    def cancel(self, *subjects: str) -> None:
        """Do nothing of what was planned on these subjects; on any, when none is named."""
        self._plans = [plan for plan in self._plans if subjects and plan[2] not in subjects]
        heapq.heapify(self._plans)

    def planned(self, subject: str) -> bool:
        return any(plan[2] == subject for plan in self._plans)

    def due(self) -> float | None:
        return self._plans[0][0] if self._plans else None

    def advance(self, now: float) -> None:
        """Do everything up to `now`, each act at its own time."""
        while self._plans and self._plans[0][0] <= now:
            at, _, _, act = heapq.heappop(self._plans)
            self.now = max(self.now, at)
            act()
        self.now = max(self.now, now)
