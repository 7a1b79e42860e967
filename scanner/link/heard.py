"""A link and a clock that tell a tee all that a driver learns from them.

The time that a driver sees is that of the last event, so that a replay can give it the very same one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from scanner.clock import Clock
from scanner.link.errors import LinkBusyError, LinkError, LinkLostError
from scanner.link.transport import Tee, Transport

T = TypeVar("T")

TICK: Final = 1e-6
"""Seconds between two times that a recording can tell apart."""


class HeardClock:
    """A `Clock` whose time is that of the last event or sleep, in seconds since it was made."""

    def __init__(self, clock: Clock, tee: Tee) -> None:
        self._clock = clock
        self._tee = tee
        self._start = clock.now()
        self._last = 0.0

    def now(self) -> float:
        return self._last

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)
        self.note("sleep", 0, repr(float(seconds)).encode("ascii"))

    def note(self, what: str, pipe: int = 0, data: bytes = b"") -> None:
        """An event happened just now."""
        # Microseconds: the sums that a driver makes of these numbers are the same when they are replayed.
        self._last = round(max(0.0, self._clock.now() - self._start), 6)
        self._tee.note(what, pipe, data, self._last)


class HeardTransport:
    """A `Transport` that tells everything that passes."""

    def __init__(self, link: Transport, clock: HeardClock) -> None:
        self._link = link
        self._clock = clock

    def write(self, data: bytes, *, pipe: int = 0, timeout: float = 1.0) -> None:
        self._heard("write-", pipe, data, lambda: self._link.write(data, pipe=pipe, timeout=timeout))
        self._clock.note("write", pipe, data)

    def read(self, *, pipe: int = 0, timeout: float) -> bytes | None:
        # What is left of a wait may be less than the recorded time can show, by the rounding of its sum
        # alone: simulated time would not move then, and the wait would never end.
        wait = max(timeout, TICK) if timeout > 0 else timeout
        data = self._heard("", pipe, b"", lambda: self._link.read(pipe=pipe, timeout=wait))
        if data is None:
            self._clock.note("silence", pipe)
        else:
            self._clock.note("read", pipe, data)
        return data

    def drain(self, *, pipe: int = 0, grace: float) -> bytes:
        data = self._heard("", pipe, b"", lambda: self._link.drain(pipe=pipe, grace=grace))
        self._clock.note("drain", pipe, data)
        return data

    def close(self) -> None:
        self._link.close()
        self._clock.note("close")

    def _heard(self, prefix: str, pipe: int, data: bytes, use: Callable[[], T]) -> T:
        try:
            return use()
        except LinkError as error:
            self._clock.note(prefix + word_of(error), pipe, data)
            raise


def heard_link(link: Callable[[], Transport], clock: HeardClock) -> Callable[[], Transport]:
    """`link`, which opens a device, with everything on what it opens told."""

    def opened() -> Transport:
        try:
            transport = link()
        except LinkError as error:
            clock.note("open-" + word_of(error))
            raise
        clock.note("open")
        return HeardTransport(transport, clock)

    return opened


def word_of(error: LinkError) -> str:
    """How an error of the link is written in a recording."""
    match error:
        case LinkLostError():
            return "lost"
        case LinkBusyError():
            return "busy"
    return "failed"
