"""Which known devices are attached, without touching them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.link.usb_find import SYSFS, UsbPlace, place_of
from scanner.link.usb_library import NoUsbError, new_context

NONE_HERE = "this machine has no USB"


@dataclass(frozen=True, slots=True)
class KnownUsb:
    """A kind of device that has a driver here.

    Attributes:
        vendor, product: its ids.
        scheme: of its addresses, such as ``pdi``.
        name: for people.
    """

    vendor: int
    product: int
    scheme: str
    name: str


@dataclass(frozen=True, slots=True)
class AttachedUsb:
    """One that is attached.

    Attributes:
        known: its kind.
        place: where.
        permitted: whether this user may open it; if not, ``retally scanners setup`` helps.
    """

    known: KnownUsb
    place: UsbPlace
    permitted: bool

    @property
    def address(self) -> str:
        """What opens this one and no other, as well after it was plugged in again."""
        return f"{self.known.scheme}:{self.place.serial or self.place.port}"


@dataclass(frozen=True, slots=True)
class UsbListing:
    """All that are attached.

    Attributes:
        devices: in the order of bus and port.
        remark: why there can be none, a few words for people; None where USB works.
    """

    devices: tuple[AttachedUsb, ...]
    remark: str | None = None


def list_usb(known: Iterable[KnownUsb]) -> UsbListing:
    """Look; nothing is claimed, and on Linux nothing is opened."""
    kinds = {(one.vendor, one.product): one for one in known}
    if sys.platform == "linux" and not SYSFS.is_dir():
        return UsbListing((), NONE_HERE)
    try:
        context = new_context()
    except NoUsbError as error:
        return UsbListing((), str(error))
    try:
        places = [
            place_of(device)
            for device in context.getDeviceIterator(skip_on_error=True)
            if (device.getVendorID(), device.getProductID()) in kinds
        ]
    finally:
        context.close()
    places.sort(key=lambda place: (place.bus, place.port))
    return UsbListing(
        tuple(AttachedUsb(kinds[one.vendor, one.product], one, _permitted(one)) for one in places)
    )


def _permitted(place: UsbPlace) -> bool:
    if sys.platform != "linux":
        return True
    return os.access(f"/dev/bus/usb/{place.bus:03d}/{place.device:03d}", os.R_OK | os.W_OK)
