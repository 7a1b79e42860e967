"""Simulated scanners for other programs, on a cable of their own kind."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from scanner.address import Address
from scanner.errors import AddressError
from scanner.surroundings import Surroundings


class Served(Protocol):
    """A simulated scanner that lives in real time until it is closed, with a person who feeds its pile."""

    @property
    def reached(self) -> str:
        """What another program or machine is told, to drive it."""

    @property
    def counts(self) -> tuple[int, int]:
        """Sheets on the counted stack, and sheets in all."""

    def put_right(self) -> None:
        """The person takes the paper out and back on the pile, closes the cover, puts the cable in."""

    def close(self) -> None:
        """Switch it off for good."""


Serve = Callable[[Address, Surroundings, str], Served]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of simulated scanner.

    Attributes:
        module: where `serve` is, a `Serve`; loaded when it is asked for.
        at: where it is reached when nothing else is said.
        words: what may be said, for people.
    """

    module: str
    at: str
    words: str


_USB: Final = ("127.0.0.1:3240", "HOST:PORT of a USB/IP server")
KINDS: Final[dict[str, Kind]] = {
    "pdi": Kind("scanner.devices.pdi.simulator.serving", *_USB),
    "custom-a4": Kind("scanner.devices.custom_a4.simulator.serving", *_USB),
    "sane": Kind("scanner.devices.sane.simulator.serving", "127.0.0.2", "loopback address of a SANE server"),
    "serial": Kind(
        "scanner.devices.serial_omr.simulator.serving",
        "pty:./ttyREADER",
        "pty:PATH of a pseudo-terminal, or rfc2217:PORT",
    ),
}


def serve(address: Address, around: Surroundings, at: str | None = None) -> Served:
    """Bring a simulated scanner to life.

    Args:
        address: as for ``sim+KIND:DIR?fault=SCRIPT&...``.
        around: with optics; its notices tell what a simulated device makes of recorded pages.
        at: where it is reached; None for the usual place of its kind.

    Raises:
        AddressError: a kind, an option or a place that there is not.
        RecordingError: a folder or a script that cannot be used.
        ScannerError: the place is taken.
    """
    name = address.scheme.removeprefix("sim+")
    kind = KINDS.get(name)
    if kind is None:
        raise AddressError(f"there is no simulated scanner {name!r}; there are: {', '.join(KINDS)}")
    made: Serve = importlib.import_module(kind.module).serve
    return made(address, around, kind.at if at is None else at)
