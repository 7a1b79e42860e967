"""Ctrl-C as a wish of the operator: finish what is in hand, then stop."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any


class Interruption:
    """While entered, the first Ctrl-C is noted instead of breaking off; the second one breaks off.

    Args:
        tell: called at the first Ctrl-C, from the signal handler; for a scanner's `stop`.

    Attributes:
        requested: True once the operator asked to stop.
    """

    def __init__(self, tell: Callable[[], None] | None = None) -> None:
        self.requested = False
        self._tell = tell
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interruption:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True
        if self._tell is not None:
            self._tell()
