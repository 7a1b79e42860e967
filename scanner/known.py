"""The kinds of scanner that have a driver here: how each is found, and what it can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.devices.custom_a4.usb import SPEC as CUSTOM_A4
from scanner.devices.pdi.usb import SPEC as PDI
from scanner.link.usb_list import KnownUsb
from scanner.link.usb_spec import UsbSpec


def _usb(spec: UsbSpec, scheme: str, name: str) -> KnownUsb:
    return KnownUsb(spec.vendor, spec.product, scheme, name)


USB: Final = (_usb(PDI, "pdi", "PDI PageScan 5 or 6"), _usb(CUSTOM_A4, "custom-a4", "Custom A4"))
"""Scanners that are found by their USB ids."""


@dataclass(frozen=True, slots=True)
class Family:
    """What all scanners of an address's scheme can do, for people who choose one.

    Attributes:
        abilities: a line.
        page: of the documentation.
    """

    abilities: str
    page: str


FAMILIES: Final[dict[str, Family]] = {
    "pdi": Family(
        "both sides, gray or black and white at 200 dpi; holds a sheet until it is stored, can give it back; "
        "double-feed sensor",
        "docs/scanners/pdi.md",
    ),
    "custom-a4": Family(
        "both sides, gray at 200 or 300 dpi; holds a sheet until it is stored, can give it back; "
        "double-feed sensor",
        "docs/scanners/custom-a4.md",
    ),
    "sane": Family(
        "what its maker's SANE driver offers ('probe' tells); a sheet drops on the stack before it is stored",
        "docs/scanners/sane.md",
    ),
    "serial": Family(
        "if a mark reader is behind it: levels of marks, no pictures; name the reader with ?profile=",
        "docs/scanners/serial.md",
    ),
}
