"""A simulated device on a cable that is not there, in time that a test moves."""

from __future__ import annotations

from typing import Protocol

from scanner.link.errors import LinkLostError


class Ticking(Protocol):
    """Something that acts by itself when its time comes."""

    def advance(self, now: float) -> None:
        """Act on everything that is due up to `now`; what is due next is later than `now`."""

    def due(self) -> float | None:
        """When something happens next by itself; None when it waits for others."""


class Unended(bytes):
    """Bytes that no short packet follows.

    A host that asked for more goes on waiting, and only cancelling its read shows them.  Whether real devices
    end their bursts is unknown (scanner-protocols 8).
    """


class Peripheral(Ticking, Protocol):
    """A simulated device as its cable sees it.  Passive: it acts only when called, so it needs no thread.

    The skins over it (this module, a pty, emulated usbfs, USB/IP) are all that differs between the levels of
    test; faults are written once, here or behind it.
    """

    @property
    def attached(self) -> bool:
        """Whether the cable is in and the device is on."""

    def receive(self, pipe: int, data: bytes) -> None:
        """The host wrote this."""

    def offer(self, pipe: int, size: int) -> bytes | None:
        """The next transfer to the host, of at most `size` bytes; None when there is nothing to send.

        A transfer ends with what is returned, unless that is `Unended`.
        """


class SimulatedClock:
    """Time that passes when somebody waits; at each step every listener moves on."""

    def __init__(self) -> None:
        self._now = 0.0
        self._ticking: list[Ticking] = []

    def attach(self, ticking: Ticking) -> None:
        """From now on the time of this device, or person, is ours."""
        self._ticking.append(ticking)

    def now(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        until = self._now + max(0.0, seconds)
        while self.step(until):
            pass

    def step(self, until: float) -> bool:
        """Go on to the next thing that happens, or to `until`; False when that is reached."""
        times = [due for one in self._ticking if (due := one.due()) is not None]
        self._now = max(self._now, min([until, *times]))
        for one in self._ticking:
            one.advance(self._now)
        return self._now < until


class MemoryTransport:
    """`Transport` straight into a `Peripheral`, deterministic and without threads."""

    SIZE = 1 << 20
    """Largest transfer in bytes; the image pipe of the PDI driver reads that much (scanner-protocols 1.1)."""

    def __init__(self, peripheral: Peripheral, clock: SimulatedClock) -> None:
        self._peripheral = peripheral
        self._clock = clock
        self._closed = False
        self._begun: dict[int, bytes] = {}

    def write(self, data: bytes, *, pipe: int = 0, timeout: float = 1.0) -> None:
        self._require()
        self._peripheral.receive(pipe, data)
        self._peripheral.advance(self._clock.now())

    def read(self, *, pipe: int = 0, timeout: float) -> bytes | None:
        until = self._clock.now() + timeout
        while True:
            self._require()
            begun = self._begun.get(pipe, b"")
            data = self._peripheral.offer(pipe, self.SIZE - len(begun))
            if isinstance(data, Unended) and len(begun) + len(data) < self.SIZE:
                self._begun[pipe] = begun + data
                continue
            if data is not None:
                return self._begun.pop(pipe, b"") + data
            if self._clock.now() >= until:
                return None
            self._clock.step(until)

    def drain(self, *, pipe: int = 0, grace: float) -> bytes:
        parts = []
        while (data := self.read(pipe=pipe, timeout=grace)) is not None:
            parts.append(data)
        return b"".join((*parts, self._begun.pop(pipe, b"")))

    def close(self) -> None:
        self._closed = True

    def _require(self) -> None:
        if self._closed or not self._peripheral.attached:
            raise LinkLostError("the scanner is not connected any more; plug it in again")
