"""``sane:DEVICE`` a production document scanner, driven through SANE's ``scanimage``."""

from __future__ import annotations

import time
from dataclasses import replace

from scanner.address import Address
from scanner.attach import Build, Link, attach
from scanner.clock import Clock
from scanner.device_scanner import DeviceScanner
from scanner.devices.sane.child import ScanimageLink
from scanner.devices.sane.driver import build_sane
from scanner.devices.sane.listing import environment, only_device
from scanner.devices.sane.protocol.command import check_name
from scanner.devices.sane.settings import read_settings
from scanner.interface import Scanner
from scanner.machine import Machine
from scanner.notice import Notify
from scanner.surroundings import Surroundings


def open_sane(address: Address, around: Surroundings) -> Scanner:
    """Open ``sane:DEVICE[?options]``; see `scanner.devices.sane.settings`.  ``sane:`` is the only one there is.

    Raises:
        AddressError: an option that does not exist or cannot be, or a name that is none.
        ScannerError: `scanimage` is not installed.
    """
    config = read_settings(address).config
    device = address.path or only_device(config)
    check_name(device)
    known = {"run": run_name(time.time()), **address.options}
    variables = environment(device, config)
    driver = replace(address, path=device, options=known)
    machine = attach(around, lambda: ScanimageLink(variables), telling(around.notify), driver)
    return DeviceScanner(address.text, machine, around)


def telling(notify: Notify) -> Build:
    """Makes drivers that tell this."""

    def build(link: Link, clock: Clock, driver: Address) -> Machine:
        return build_sane(link, clock, driver, notify)

    return build


def run_name(seconds: float) -> str:
    """A short name for a run that begins now: two runs in the same second cannot feed one scanner."""
    digits, number = "", int(seconds)
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits
