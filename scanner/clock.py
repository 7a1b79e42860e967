"""Time as drivers and simulators see it, so that a test can let an hour pass at once."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds that only go forward; the zero is arbitrary."""

    def now(self) -> float:
        """Seconds on this clock."""

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass; a simulated device moves on meanwhile."""


class WallClock:
    """The time of this machine."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
