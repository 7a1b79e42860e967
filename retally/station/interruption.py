"""Ctrl-C as a wish of the operator: finish what is in hand, then stop."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


class Interruption:
    """While entered, the first Ctrl-C is noted instead of breaking off; the second one breaks off.

    Attributes:
        requested: True once the operator asked to stop.
    """

    def __init__(self) -> None:
        self.requested = False
        self._waiting = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interruption:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def wait(self, for_next: Callable[[], T]) -> T | None:
        """Wait for the scanner, with nothing in hand: Ctrl-C ends the wait at once.

        Returns:
            What `for_next` gives, or None when the operator asked to stop.
        """
        self._waiting = True
        try:
            return None if self.requested else for_next()
        except KeyboardInterrupt:
            return None
        finally:
            self._waiting = False

    def _note(self, number: int, frame: FrameType | None) -> None:
        again, self.requested = self.requested, True
        if again or self._waiting:
            raise KeyboardInterrupt
