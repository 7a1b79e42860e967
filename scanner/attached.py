"""What is attached to this machine and could be a scanner; nothing is claimed, and no paper moves."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from scanner.devices.sane.listing import list_devices
from scanner.errors import ScannerError
from scanner.known import USB
from scanner.link.ports import serial_ports
from scanner.link.usb_list import list_usb


@dataclass(frozen=True, slots=True)
class Found:
    """One of them.

    Attributes:
        scheme: of its address.
        address: opens it.
        name: what it says it is.
        remark: why it cannot be opened now, and what helps; empty when nothing is in the way.
    """

    scheme: str
    address: str
    name: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """All of them.

    Attributes:
        found: USB first, then SANE, then serial ports.
        remarks: where nothing could be looked for, and why.
    """

    found: tuple[Found, ...]
    remarks: tuple[str, ...]


NO_ACCESS = "this user may not open it: run 'sudo retally scanners setup' once, and plug it in again"


def attached() -> Attached:
    """Look everywhere; what cannot be looked at is said, and hides nothing else."""
    usb = list_usb(USB)
    found = [
        Found(
            one.known.scheme,
            one.address,
            f"{one.known.name} ({one.place})",
            "" if one.permitted else NO_ACCESS,
        )
        for one in usb.devices
    ]
    remarks = [] if usb.remark is None else [f"USB: {usb.remark}"]
    try:
        found += [
            Found("sane", f"sane:{one.name}", f"{one.maker} {one.model} ({one.kind})") for one in list_devices()
        ]
    except ScannerError as error:
        remarks.append(f"SANE: {error}")
    if shutil.which("scanimage") is None:
        remarks.append("SANE: scanimage is not installed (Debian: apt-get install sane-utils)")
    found += [Found("serial", f"serial:{port.path}", port.name) for port in serial_ports()]
    return Attached(tuple(found), tuple(remarks))
