"""From a kind of USB device to an open link: find, lock, reset, claim."""

from __future__ import annotations

import contextlib
import time
from typing import Final

import usb1

from scanner.link.errors import LinkBusyError, LinkError
from scanner.link.usb import UsbTransport
from scanner.link.usb_find import UsbPlace, find, place_of
from scanner.link.usb_library import new_context, plain
from scanner.link.usb_lock import DeviceLock
from scanner.link.usb_spec import UsbSpec

BACK_WITHIN: Final = 5.0
"""Seconds that a device may take to be there again after a reset.  Ours; hubs take about one."""
LOOK_EVERY: Final = 0.05
"""Seconds between two looks for it.  Ours."""


def open_usb(spec: UsbSpec, name: str = "") -> UsbTransport:
    """Open the one device of a kind that is attached, or the one of that name.

    Args:
        spec: the kind.
        name: serial number, port such as ``1-2.4``, or bus and device number such as ``001/004``; empty for
            "there is only one".  Only the first two still name the device after it was plugged in again.

    Raises:
        LinkBusyError: another process uses it.
        LinkLostError: it is not attached.
        LinkError: several are attached and none is named, no permission, or no USB on this machine.
    """
    context = new_context()
    try:
        device = find(context, spec.vendor, spec.product, name)
        place = place_of(device)
        lock = DeviceLock(f"usb-{place.ids.replace(':', '-')}-{place.port}")
    except BaseException:
        context.close()
        raise
    try:
        if spec.reset_on_open:
            _reset(spec, device, place)
            context.close()
            context, handle = _claim_again(spec, place)
        else:
            handle = _claim(spec, device, place)
    except BaseException:
        context.close()
        lock.release()
        raise
    return UsbTransport(spec, context, handle, lock, str(place))


def _claim(spec: UsbSpec, device: usb1.USBDevice, place: UsbPlace) -> usb1.USBDeviceHandle:
    try:
        handle = device.open()
    except usb1.USBError as error:
        raise plain(error, str(place)) from error
    try:
        with contextlib.suppress(usb1.USBErrorNotSupported):
            handle.setAutoDetachKernelDriver(True)
        # Setting the configuration that is set already is a reset on some devices, so only when it differs.
        if handle.getConfiguration() != spec.configuration:
            handle.setConfiguration(spec.configuration)
        handle.claimInterface(spec.interface)
    except usb1.USBError as error:
        handle.close()
        raise plain(error, str(place)) from error
    return handle


def _reset(spec: UsbSpec, device: usb1.USBDevice, place: UsbPlace) -> None:
    """Reset the device; claimed once before, so that nobody's running scan is reset."""
    handle = _claim(spec, device, place)
    try:
        handle.releaseInterface(spec.interface)
        with contextlib.suppress(usb1.USBErrorNotFound):  # it is there again under another number
            handle.resetDevice()
    except usb1.USBError as error:
        raise plain(error, str(place)) from error
    finally:
        handle.close()


def _claim_again(spec: UsbSpec, place: UsbPlace) -> tuple[usb1.USBContext, usb1.USBDeviceHandle]:
    """The device after its reset: in the same socket, under whatever number.

    For a moment it may be missing, or not be permitted yet because udev comes later.
    """
    until = time.monotonic() + BACK_WITHIN
    while True:
        context = new_context()
        try:
            return context, _claim(spec, find(context, spec.vendor, spec.product, place.port), place)
        except LinkError as error:
            context.close()
            if isinstance(error, LinkBusyError) or time.monotonic() >= until:
                raise
        time.sleep(LOOK_EVERY)
