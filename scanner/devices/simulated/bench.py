"""A simulated device that lives in real time, so that another program can drive it over a real line."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from typing import Final, Self

from scanner.link.memory import Peripheral, Ticking

STEP: Final = 0.005
"""Longest time in seconds between two looks at the device."""


class Bench(ABC):
    """Lets the time of a device pass in a thread of its own, and carries bytes between it and a line.

    Attributes:
        lock: taken whenever the device, its paper or its person is touched.
    """

    def __init__(self, device: Peripheral, *others: Ticking, speed: float = 1.0) -> None:
        """Take the device and all that lives with it.

        Args:
            device: what is on the line.
            others: what else lives in its time, such as the person beside it.
            speed: how many of its seconds pass in one of ours.
        """
        self.lock = threading.RLock()
        self._device = device
        self._others = others
        self._speed = speed
        self._start = time.monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="simulated device", daemon=True)

    @property
    @abstractmethod
    def url(self) -> str:
        """What pySerial opens to drive the device."""

    def now(self) -> float:
        """Seconds on the device's clock."""
        return (time.monotonic() - self._start) * self._speed

    def start(self) -> Self:
        self._thread.start()
        return self

    def close(self) -> None:
        """End the thread and free the line."""
        self._ended.set()
        self._thread.join()
        self._unplug()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        while not self._ended.is_set():
            with self.lock:
                self._live()
            came = self._receive(STEP)
            if came:
                with self.lock:
                    self._device.receive(0, came)

    def _live(self) -> None:
        now = self.now()
        self._device.advance(now)
        for other in self._others:
            other.advance(now)
        if not self._device.attached:
            self._unplug()
            return
        self._plug_in()
        while (data := self._device.offer(0, 4096)) is not None:
            self._send(data)

    @abstractmethod
    def _plug_in(self) -> None:
        """Make the line, where it is not there."""

    @abstractmethod
    def _unplug(self) -> None:
        """Take the line away, where it is there."""

    @abstractmethod
    def _receive(self, seconds: float) -> bytes:
        """What the host sent; waits so many seconds for it."""

    @abstractmethod
    def _send(self, data: bytes) -> None:
        """Send to the host; a host that is not there hears nothing."""
