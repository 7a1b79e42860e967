"""Which of the attached USB devices is meant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import usb1

from scanner.link.errors import LinkError, LinkLostError

SYSFS = Path("/sys/bus/usb/devices")


@dataclass(frozen=True, slots=True)
class UsbPlace:
    """An attached device.

    Attributes:
        vendor, product: its ids.
        bus, device: its numbers now; the second one changes whenever it is plugged in or reset.
        port: bus and port path, such as ``1-2.4``: the socket that it is plugged into.
        serial: its serial number; None when it has none, or nobody may read it.
    """

    vendor: int
    product: int
    bus: int
    device: int
    port: str
    serial: str | None

    @property
    def ids(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}"

    def __str__(self) -> str:
        serial = "" if self.serial is None else f", serial number {self.serial}"
        return f"{self.ids} on bus {self.bus}, device {self.device}, port {self.port}{serial}"

    def named(self, name: str) -> bool:
        """Whether `name` is its serial number, its port, or its numbers as ``001/004``."""
        return name in {self.serial, self.port, f"{self.bus:03d}/{self.device:03d}"}


def place_of(device: usb1.USBDevice) -> UsbPlace:
    """Where a device is.  It is neither opened nor claimed where the kernel shows its serial number."""
    bus, path = device.getBusNumber(), device.getPortNumberList()
    port = f"{bus}-{'.'.join(str(number) for number in path)}" if path else f"usb{bus}"
    serial = _serial(device, port)
    return UsbPlace(device.getVendorID(), device.getProductID(), bus, device.getDeviceAddress(), port, serial)


def find(context: usb1.USBContext, vendor: int, product: int, name: str) -> usb1.USBDevice:
    """The one device of this kind that is attached, or the one of that name.

    Args:
        context: an open session.
        vendor: first half of the kind's ids.
        product: second half.
        name: see `UsbPlace.named`; empty for "there is only one".

    Raises:
        LinkLostError: none is attached, or none of that name; the message lists those that are.
        LinkError: several, and no name.
    """
    found = [
        (place_of(device), device)
        for device in context.getDeviceIterator(skip_on_error=True)
        if (device.getVendorID(), device.getProductID()) == (vendor, product)
    ]
    meant = [device for place, device in found if not name or place.named(name)]
    listed = "; ".join(str(place) for place, _ in found)
    if len(meant) == 1:
        return meant[0]
    if not found:
        raise LinkLostError(
            f"no scanner with the USB ids {vendor:04x}:{product:04x} is attached; plug it in and switch it on"
        )
    if not meant:
        raise LinkLostError(f"no scanner {name!r} is attached; attached are: {listed}")
    raise LinkError(
        f"{len(meant)} scanners of this kind are attached; name one by its serial number or port: {listed}"
    )


def _serial(device: usb1.USBDevice, port: str) -> str | None:
    try:
        return (SYSFS / port / "serial").read_text(encoding="utf-8", errors="replace").strip() or None
    except OSError:
        if (SYSFS / port).is_dir():
            return None
    try:
        return device.getSerialNumber() or None
    except usb1.USBError:
        return None
