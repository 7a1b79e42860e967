"""``custom-a4:`` and how its driver is made."""

from __future__ import annotations

import importlib

from scanner.address import Address
from scanner.attach import Link, attach
from scanner.clock import Clock
from scanner.device_scanner import DeviceScanner
from scanner.devices.custom_a4.driver.machine import CustomA4
from scanner.devices.custom_a4.driver.settings import OPTIONS, Settings
from scanner.devices.custom_a4.usb import SPEC
from scanner.interface import Scanner
from scanner.link.transport import Transport
from scanner.machine import Machine
from scanner.surroundings import Surroundings


def machine(link: Link, clock: Clock, address: Address) -> Machine:
    """The driver, a `scanner.attach.Build`.

    Raises:
        AddressError: a setting that does not exist.
    """
    return CustomA4(link, clock, Settings.of(address), address.text)


def open_custom_a4(address: Address, around: Surroundings) -> Scanner:
    """The opener of ``custom-a4:``; after the colon may stand which one, when several are attached.

    Raises:
        AddressError: an option that there is not.
    """
    address.only(*OPTIONS)

    def link() -> Transport:
        # Loaded here because nothing else needs a USB library.
        opened: Transport = importlib.import_module("scanner.link.usb_open").open_usb(SPEC, address.path)
        return opened

    return DeviceScanner(address.text, attach(around, link, machine, address), around)
