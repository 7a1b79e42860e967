"""A simulated scanner for other programs, and the hand that puts it right."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from retally.bare import bare_surroundings
from retally.station.keyboard import typed
from scanner.address import Address
from scanner.errors import AddressError
from scanner.serving import serve

LOOK_EVERY: Final = 0.2
"""Seconds between two looks at the keyboard and at the paper."""


def simulated_address(kind: str, feed: Path, fault: Path | None, settings: Sequence[str]) -> Address:
    """What ``sim+KIND:FEED?...`` would be; a folder may have any name.

    Raises:
        AddressError: a setting that is not ``NAME=VALUE``, or is given twice.
    """
    options: dict[str, str] = {} if fault is None else {"fault": str(fault)}
    for text in settings:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise AddressError(f"--set {text}: write NAME=VALUE")
        if name in options:
            raise AddressError(f"--set {text}: {name} is given twice; give it once")
        options[name] = value
    return Address(f"sim+{kind}:{feed}", f"sim+{kind}", str(feed), options)


class Simulation:
    """One that runs until it is closed."""

    def __init__(self, address: Address, at: str | None) -> None:
        """Switch it on.

        Raises:
            ScannerError: as `scanner.serving.serve`.
        """
        self._served = serve(address, bare_surroundings(), at)

    @property
    def reached(self) -> str:
        return self._served.reached

    def run(self, tell: Callable[[int, int], None], seconds: float | None = None) -> None:
        """Until Ctrl-C, or so many seconds are over: Enter puts everything right.

        Args:
            tell: told how many sheets are through, of how many, whenever that changes.
            seconds: None for no end.
        """
        ends = None if seconds is None else time.monotonic() + seconds
        lines = typed if sys.stdin is not None and sys.stdin.isatty() else None
        before = (0, 0)
        while ends is None or time.monotonic() < ends:
            now = self._served.counts
            if now[0] != before[0]:
                tell(*now)
                before = now
            if lines is not None and lines() is not None:
                self._served.put_right()
            time.sleep(LOOK_EVERY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._served.close()
