"""The serial ports of this machine, for people who look for their reader."""

from __future__ import annotations

from dataclasses import dataclass

from serial.tools import list_ports


@dataclass(frozen=True, slots=True)
class SerialPort:
    """One port.

    Attributes:
        path: what stands after ``serial:`` in an address.
        name: what the system or the adapter calls it.
        usb: ``vendor:product`` of a USB adapter, four hexadecimal digits each, or None.
    """

    path: str
    name: str
    usb: str | None = None


def serial_ports() -> tuple[SerialPort, ...]:
    """All ports, by path; a port with nothing attached looks like any other."""
    found = []
    for port in list_ports.comports():
        usb = None if port.vid is None or port.pid is None else f"{port.vid:04x}:{port.pid:04x}"
        name = port.description if port.description not in (None, "n/a") else port.name
        found.append(SerialPort(port.device, name, usb))
    return tuple(sorted(found, key=lambda port: port.path))
