"""From an address such as ``folder:batch-17?pages=pair`` to an open scanner."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from scanner.errors import AddressError
from scanner.interface import Scanner
from scanner.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a scanner's address.

    Attributes:
        text: as it was given.
        scheme: which kind of scanner, lower case.
        path: what stands between the colon and the question mark, taken literally.
        options: the query after the question mark.
    """

    text: str
    scheme: str
    path: str
    options: Mapping[str, str]

    def only(self, *known: str) -> None:
        """Refuse options that the scheme does not have, so that none is mistyped in silence.

        Raises:
            AddressError: there is one.
        """
        for name in self.options:
            if name not in known:
                have = ", ".join(known) or "none"
                raise AddressError(f"{self.text}: {self.scheme}: has no option {name!r}; it has: {have}")

    def choice(self, name: str, *known: str) -> str:
        """Return the value of an option that has a fixed set of them, the first one when it is not given.

        Raises:
            AddressError: another value.
        """
        value = self.options.get(name, known[0])
        if value not in known:
            raise AddressError(f"{self.text}: {name} is one of {', '.join(known)}, not {value!r}")
        return value


Opener = Callable[[Address, Surroundings], Scanner]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One kind of scanner.

    Attributes:
        module: where its opener is; loaded when an address names it, so that other commands start quickly.
        opener: the function there, an `Opener`.
        path: whether something must stand between the colon and the question mark.
        machine: the function there that makes the driver over any link, a `scanner.attach.Build`, by which
            recorded sessions are replayed; None where there is none.
    """

    module: str
    opener: str
    path: bool = True
    machine: str | None = None

    def open(self, address: Address, around: Surroundings) -> Scanner:
        opener: Opener = getattr(importlib.import_module(self.module), self.opener)
        return opener(address, around)


SCHEMES: Final[dict[str, Scheme]] = {
    "folder": Scheme("scanner.folder", "open_folder"),
    "pdi": Scheme("scanner.devices.pdi.driver", "open_pdi", path=False),
    "sim+pdi": Scheme("scanner.devices.pdi.simulator", "open_simulated"),
