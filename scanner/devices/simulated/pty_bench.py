"""A simulated device behind a pseudo-terminal."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import tty
from pathlib import Path

from scanner.devices.simulated.bench import Bench
from scanner.link.memory import Peripheral, Ticking


class PtyBench(Bench):
    """The device is at a path that leads to a new pseudo-terminal each time that it is plugged in.

    A pseudo-terminal takes any baud rate and ignores parity and data bits; settings are tested over RFC 2217.
    """

    def __init__(self, path: Path, device: Peripheral, *others: Ticking, speed: float = 1.0) -> None:
        super().__init__(device, *others, speed=speed)
        self.path = path
        self._ends: tuple[int, int] | None = None
        self._plug_in()

    @property
    def url(self) -> str:
        return str(self.path)

    def _plug_in(self) -> None:
        if self._ends is not None:
            return
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self._ends = ours, theirs  # the other end stays open here too: a host may come and go
        fresh = self.path.with_name(self.path.name + ".new")
        fresh.symlink_to(os.ttyname(theirs))
        fresh.replace(self.path)

    def _unplug(self) -> None:
        ends, self._ends = self._ends, None
        if ends is not None:
            self.path.unlink(missing_ok=True)
            for end in ends:
                os.close(end)

    def _receive(self, seconds: float) -> bytes:
        ends = self._ends
        readable, _, _ = select.select([] if ends is None else [ends[0]], [], [], seconds)
        if ends is None or not readable:
            return b""
        with contextlib.suppress(OSError):
            return os.read(ends[0], 4096)
        return b""

    def _send(self, data: bytes) -> None:
        if self._ends is not None:
            with contextlib.suppress(OSError):  # nobody reads, and the buffer of the terminal is full
                os.write(self._ends[0], data)
