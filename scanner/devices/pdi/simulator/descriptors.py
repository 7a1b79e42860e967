"""What the simulated scanner says of itself on the bus."""

from __future__ import annotations

import struct
from typing import Final

from scanner.devices.pdi.usb import SPEC

PACKET: Final = 512
"""Bytes of a bulk packet at high speed; those of the real endpoints are not known (scanner-protocols 8)."""

_PIPES: Final = (SPEC.out_pipe, *(one.pipe for one in SPEC.in_pipes))
_DEVICE: Final = struct.pack(
    "<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64, SPEC.vendor, SPEC.product, 0x0100, 1, 2, 3, 1
)
_INTERFACE: Final = bytes((9, 4, SPEC.interface, 0, len(_PIPES), 0xFF, 0xFF, 0xFF, 0))
_ENDPOINTS: Final = b"".join(struct.pack("<BBBBHB", 7, 5, pipe, 2, PACKET, 0) for pipe in _PIPES)
_CONFIGURATION: Final = struct.pack(
    "<BBHBBBBB", 9, 2, 9 + len(_INTERFACE) + len(_ENDPOINTS), 1, SPEC.configuration, 0, 0x80, 250
)

DESCRIPTORS: Final = _DEVICE + _CONFIGURATION + _INTERFACE + _ENDPOINTS
"""Device descriptor and configuration descriptor with its interface and three bulk endpoints, high speed."""
