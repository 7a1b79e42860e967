"""From an address such as ``folder:batch-17?pages=pair`` to an open scanner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from scanner.errors import AddressError
from scanner.interface import Scanner


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


Opener = Callable[[Address], Scanner]


def _folder(address: Address) -> Scanner:
    from scanner.folder import open_folder  # noqa: PLC0415  a command that does not scan need not load it

    return open_folder(address)


SCHEMES: Final[dict[str, Opener]] = {"folder": _folder}
"""Every kind of scanner that an address can name; a device family adds its line here."""


def parse_address(text: str) -> Address:
    """Take an address apart.

    Raises:
        AddressError: no scheme, nothing after it, or a query that is not ``name=value&...``.
    """
    scheme, colon, rest = text.partition(":")
    path, _, query = rest.partition("?")
    if not (scheme and colon and path):
        raise AddressError(f"{text!r} is no scanner address; write for example folder:PATH ({_known()})")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
    except ValueError as error:
        raise AddressError(f"{text}: after the question mark stands name=value&name=value") from error
    options = dict(pairs)
    if len(options) != len(pairs):
        raise AddressError(f"{text}: an option is given twice; give it once")
    return Address(text, scheme.lower(), path, options)


def open_scanner(text: str) -> Scanner:
    """Open the scanner that an address names.

    Raises:
        AddressError: an address that names no scanner we know; the message lists the kinds.
        ScannerError: the scanner is there and cannot be opened.
    """
    address = parse_address(text)
    opener = SCHEMES.get(address.scheme)
    if opener is None:
        raise AddressError(f"{text}: there is no scanner of the kind {address.scheme!r}; {_known()}")
    return opener(address)


def _known() -> str:
    return "known kinds: " + ", ".join(f"{name}:" for name in sorted(SCHEMES))
