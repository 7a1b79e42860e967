"""libusb through python-libusb1, and its errors in plain words.

The libusb of the system is used, not one bundled in a wheel: the distribution mends it, it is the one that the
emulated USB of the tests runs, and it looks for devices itself where no udev runs.
"""

from __future__ import annotations

import usb1

from scanner.link.errors import LinkBusyError, LinkError, LinkLostError

GONE = "the scanner is not connected any more; plug it in again and switch it on"


class NoUsbError(LinkError):
    """This machine cannot speak USB at all."""


def new_context() -> usb1.USBContext:
    """A session of libusb; a new one for each open, since one that saw a device go may not see it come back.

    Raises:
        NoUsbError: no library, or a kernel without USB.
    """
    try:
        usb1.loadLibrary()
    except OSError as error:
        raise NoUsbError(
            "the library libusb-1.0 is missing; install it (on Debian and Ubuntu: apt install libusb-1.0-0)"
        ) from error
    context = usb1.USBContext()
    try:
        context.open()
    except usb1.USBError as error:
        raise NoUsbError("this machine has no USB, or does not let programs use it") from error
    return context


def plain(error: usb1.USBError, where: str) -> LinkError:
    """The error that an operator can act on.

    Args:
        error: what libusb said.
        where: the device, such as ``0bd7:a002 on bus 1, device 4``.
    """
    match error:
        case usb1.USBErrorBusy():
            return LinkBusyError(f"the scanner {where} is used by another program; close that program")
        case usb1.USBErrorAccess():
            return LinkError(
                f"you may not use the scanner {where} yet; run 'sudo retally scanners setup' once, "
                "then plug it in again"
            )
        case usb1.USBErrorNoDevice() | usb1.USBErrorNotFound() | usb1.USBErrorIO() | usb1.USBErrorPipe():
            return LinkLostError(GONE)
        case _:
            return LinkError(f"USB error at the scanner {where}: {error}; plug it in again")
