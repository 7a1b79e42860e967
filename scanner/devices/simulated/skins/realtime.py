"""Simulated things that live by the clock on the wall."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from scanner.link.memory import Ticking

Pump = Callable[[], bool]
"""Carries what passes between a simulated device and its cable, and says whether anything did.

Called while nothing else moves.
"""


class RealTime:
    """Moves a device and its person when their time comes, in one thread.

    Whoever touches them from another thread does it inside `touching`; afterwards everything that is due has
    happened, and every pump has run.
    """

    def __init__(self, ticking: Iterable[Ticking], rate: float = 1.0) -> None:
        """Stand still until `start`.

        Args:
            ticking: the device, and the person at it.
            rate: seconds that pass for them in one second; 1 is real time.
        """
        self._ticking = tuple(ticking)
        self._rate = rate
        self._begun = time.monotonic()
        self._stopped = False
        self._pumps: list[Pump] = []
        self._moved = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="simulated device", daemon=True)

    def now(self) -> float:
        """Seconds since the beginning, as the device sees them."""
        return (time.monotonic() - self._begun) * self._rate

    def pump(self, pump: Pump) -> None:
        """Call this whenever something may have moved."""
        with self._moved:
            self._pumps.append(pump)

    def start(self) -> Self:
        self._thread.start()
        return self

    @contextmanager
    def touching(self) -> Iterator[None]:
        """Nothing moves meanwhile."""
        with self._moved:
            yield
            self._move()
            self._moved.notify_all()

    def wait_until(self, what: Callable[[], bool], timeout: float) -> bool:
        """Wait for something to become true of the device; at most `timeout` real seconds."""
        with self._moved:
            return self._moved.wait_for(what, timeout)

    def close(self) -> None:
        """Stand still for good; may be called twice."""
        with self._moved:
            self._stopped = True
            self._moved.notify_all()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _move(self) -> None:
        passed = True
        while passed:
            now = self.now()
            for one in self._ticking:
                one.advance(now)
            passed = False
            for pump in self._pumps:
                passed = pump() or passed

    def _run(self) -> None:
        with self._moved:
            while not self._stopped:
                self._move()
                self._moved.notify_all()
                times = [due for one in self._ticking if (due := one.due()) is not None]
                self._moved.wait(max(0.0, min(times) - self.now()) / self._rate if times else None)
