"""The rule that lets other users than root open a scanner on Linux."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from scanner.link.usb_list import KnownUsb

RULES: Final = Path("/etc/udev/rules.d/70-retally-scanners.rules")
"""Where the rules belong.  Below 73: what is tagged later than that, systemd's rules for seats do not see."""

RELOAD: Final = (("udevadm", "control", "--reload"), ("udevadm", "trigger", "--subsystem-match=usb"))
"""Commands that make them work for what is plugged in already."""


def udev_rules(known: Iterable[KnownUsb], group: str | None = None) -> str:
    """The text of the rules.

    Args:
        known: the devices.
        group: members of this group may use the device from anywhere; None: whoever sits at the machine.
    """
    access = 'MODE="0660", TAG+="uaccess"' + (f', GROUP="{group}"' if group else "")
    lines = ["# Written by 'retally scanners setup': who may use these ballot scanners."]
    for one in known:
        ids = f'ATTR{{idVendor}}=="{one.vendor:04x}", ATTR{{idProduct}}=="{one.product:04x}"'
        lines += [f"# {one.name}", f'SUBSYSTEM=="usb", ENV{{DEVTYPE}}=="usb_device", {ids}, {access}']
    return "\n".join(lines) + "\n"
