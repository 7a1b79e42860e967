"""``serial:URL?profile=NAME&...`` a mark reader on a serial line."""

from __future__ import annotations

from typing import Final

from scanner.address import Address
from scanner.attach import Link, attach
from scanner.clock import Clock
from scanner.device_scanner import DeviceScanner
from scanner.devices.serial_omr.driver import SerialMachine
from scanner.devices.serial_omr.protocol.library import SHORT, is_setting, load_profile, profile_names
from scanner.devices.serial_omr.protocol.profile import Port, Profile
from scanner.errors import AddressError
from scanner.interface import Scanner
from scanner.link.serial import LineSettings, SerialTransport
from scanner.surroundings import Surroundings

OPTIONS: Final = ("profile", "link_options")
"""``link_options`` is the query of pySerial's own URL, percent-encoded: ``link_options=ign_set_control``."""


def open_serial(address: Address, around: Surroundings) -> Scanner:
    """Open ``serial:/dev/ttyUSB0?profile=sekonic-sr&baud=9600`` or ``serial:rfc2217://HOST:PORT?profile=...``.

    Raises:
        AddressError: an option or a setting that does not exist or does not fit.
    """
    only(address, OPTIONS)
    url, settings = url_of(address), line_settings(profile_of(address).port)
    machine = attach(around, lambda: SerialTransport(url, settings), build_serial, address)
    return DeviceScanner(address.text, machine, around)


def build_serial(link: Link, clock: Clock, address: Address) -> SerialMachine:
    """The driver over a link.

    Args:
        link: opens the line, each time that the driver connects.
        clock: time.
        address: with the profile and its settings; other options are passed over.

    Raises:
        AddressError: no profile, or a setting that does not exist or does not fit.
    """
    return SerialMachine(address.text, profile_of(address), link, clock)


def url_of(address: Address) -> str:
    """What pySerial is given: our own query is taken off, its query put on."""
    query = address.options.get("link_options")
    return address.path if not query else f"{address.path}?{query}"


def profile_of(address: Address) -> Profile:
    """The profile that an address names, with the settings that it changes.

    Raises:
        AddressError: no profile, or a setting that does not exist or does not fit.
    """
    changes = {name: value for name, value in address.options.items() if is_setting(name)}
    name = address.options.get("profile")
    if name is None:
        raise AddressError(f"{address.text}: say which reader it is: profile={'|'.join(profile_names())}")
    return load_profile(name, changes)


def only(address: Address, options: tuple[str, ...]) -> None:
    """Refuse options that are neither these nor settings of a profile.

    Raises:
        AddressError: there is one.
    """
    for name in address.options:
        if name not in options and not is_setting(name):
            have = ", ".join((*options, *SHORT))
            raise AddressError(
                f"{address.text}: {address.scheme}: has no option {name!r}; it has: {have}, and every setting "
                "of a profile by its path, such as times.cycle=20"
            )


def line_settings(port: Port) -> LineSettings:
    """The settings of the link."""
    return LineSettings(
        baud=port.baud,
        data_bits=port.data_bits,
        parity=port.parity[:1].upper(),
        stop_bits=port.stop_bits,
        rtscts=port.rtscts,
        dsrdtr=port.dsrdtr,
        xonxoff=port.xonxoff,
        dtr=port.dtr,
        rts=port.rts,
    )
