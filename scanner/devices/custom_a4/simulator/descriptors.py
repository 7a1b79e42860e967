"""What the device says of itself to the USB core, for emulations of the bus."""

from __future__ import annotations

import struct
from typing import Final

from scanner.devices.custom_a4.usb import COMMANDS, PACKET, REPLIES, SPEC

_BULK: Final = 2


def _endpoint(address: int) -> bytes:
    return struct.pack("<4BHB", 7, 5, address, _BULK, PACKET, 0)


_DEVICE: Final = struct.pack(
    "<2BH4B3H4B", 18, 1, 0x0200, 0xFF, 0, 0, 64, SPEC.vendor, SPEC.product, 0x0100, 1, 2, 0, 1
)
_INTERFACE: Final = bytes((9, 4, SPEC.interface, 0, 2, 0xFF, 0, 0, 0))
_BODY: Final = _INTERFACE + _endpoint(REPLIES) + _endpoint(COMMANDS)
_CONFIGURATION: Final = struct.pack("<2BH5B", 9, 2, 9 + len(_BODY), 1, SPEC.configuration, 0, 0xC0, 1)

DESCRIPTORS: Final = _DEVICE + _CONFIGURATION + _BODY
"""Device and configuration descriptor with interface and endpoints (USB 2.0, 9.6).  Identity, interface and
endpoints are the device's (reference 2.1); class, versions and packet sizes are assumed."""
