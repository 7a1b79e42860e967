"""What a simulated USB device says of itself when it is plugged in."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from scanner.link.usb_spec import UsbSpec

PACKET: Final = 512
"""Bytes of a bulk packet at high speed (USB 2.0, 5.8.3).  The real endpoints' sizes are unknown."""

LENGTH: Final = 18
"""Bytes of a device descriptor (USB 2.0, table 9-8)."""

ENGLISH: Final = 0x0409
DEVICE, CONFIGURATION, STRING, INTERFACE, ENDPOINT = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Descriptors:
    """All descriptors of a device with one configuration and one interface of bulk endpoints.

    Attributes:
        device: the device descriptor.
        configuration: the configuration descriptor with all that belongs to it.
        strings: strings 1, 2, 3, to which the device descriptor points; by custom manufacturer, product and
            serial number.
    """

    device: bytes
    configuration: bytes
    strings: tuple[str, ...]

    def string(self, index: int) -> bytes | None:
        """String descriptor `index`; 0 lists the languages; None when there is none."""
        if index == 0:
            return struct.pack("<BBH", 4, STRING, ENGLISH)
        if not 1 <= index <= len(self.strings):
            return None
        text = self.strings[index - 1].encode("utf-16-le")
        return bytes((2 + len(text), STRING)) + text


def descriptors_of(
    spec: UsbSpec, product: str, *, maker: str = "Retally", serial: str = "SIM00001", revision: int = 0x0100
) -> Descriptors:
    """Descriptors that fit what the driver of `spec` opens.

    Args:
        spec: ids, configuration, interface and pipes.
        product: its name.
        maker: who made it; not the real maker, since it is not.
        serial: its serial number; empty when it has none.
        revision: binary-coded decimal, as shown by lsusb.
    """
    pipes = (spec.out_pipe, *(one.pipe for one in spec.in_pipes))
    named = (1, 2, 3 if serial else 0)
    device = struct.pack(
        "<BBHBBBBHHHBBBB",
        *(LENGTH, DEVICE, 0x0200, 0, 0, 0, 64, spec.vendor, spec.product, revision, *named, 1),
    )
    interface = bytes((9, INTERFACE, spec.interface, 0, len(pipes), 0xFF, 0xFF, 0xFF, 0))
    endpoints = b"".join(struct.pack("<BBBBHB", 7, ENDPOINT, pipe, 2, PACKET, 0) for pipe in pipes)
    total = 9 + len(interface) + len(endpoints)
    configuration = struct.pack("<BBHBBBBB", 9, CONFIGURATION, total, 1, spec.configuration, 0, 0x80, 250)
    return Descriptors(device, configuration + interface + endpoints, (maker, product, serial)[: max(named)])
