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
    "pdi": Scheme("scanner.devices.pdi.driver", "open_pdi", path=False, machine="machine"),
    "sim+pdi": Scheme("scanner.devices.pdi.simulator", "open_simulated"),
    "replay": Scheme("scanner.replay.scanner", "open_replay"),
    "custom-a4": Scheme("scanner.devices.custom_a4.driver", "open_custom_a4", path=False, machine="machine"),
    "sim+custom-a4": Scheme("scanner.devices.custom_a4.simulator", "open_simulated"),
    "sane": Scheme("scanner.devices.sane.opening", "open_sane", path=False, machine="build_sane"),
    "sim+sane": Scheme("scanner.devices.sane.simulator", "open_simulated"),
    "serial": Scheme("scanner.devices.serial_omr.opening", "open_serial", machine="build_serial"),
    "sim+serial": Scheme("scanner.devices.serial_omr.simulator", "open_simulated"),
}
"""Every kind of scanner that an address can name; a device family adds its lines here."""


def parse_address(text: str) -> Address:
    """Take an address apart.

    Raises:
        AddressError: no scheme, nothing after it, or a query that is not ``name=value&...``.
    """
    scheme, colon, rest = text.partition(":")
    path, _, query = rest.partition("?")
    known = SCHEMES.get(scheme.lower())
    if not (scheme and colon and (path or (known is not None and not known.path))):
        raise AddressError(f"{text!r} is no scanner address; write for example folder:PATH ({_known()})")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
    except ValueError as error:
        raise AddressError(f"{text}: after the question mark stands name=value&name=value") from error
    options = dict(pairs)
    if len(options) != len(pairs):
        raise AddressError(f"{text}: an option is given twice; give it once")
    return Address(text, scheme.lower(), path, options)


def open_scanner(text: str, around: Surroundings | None = None) -> Scanner:
    """Open the scanner that an address names.

    Args:
        text: the address.
        around: what the scanner may call; without it nobody hears its notices.

    Raises:
        AddressError: an address that names no scanner we know; the message lists the kinds.
        ScannerError: the scanner is there and cannot be opened.
    """
    address = parse_address(text)
    scheme = SCHEMES.get(address.scheme)
    if scheme is None:
        raise AddressError(f"{text}: there is no scanner of the kind {address.scheme!r}; {_known()}")
    return scheme.open(address, around if around is not None else Surroundings())


def _known() -> str:
    return "known kinds: " + ", ".join(f"{name}:" for name in sorted(SCHEMES))
