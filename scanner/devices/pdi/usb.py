"""The PageScan on USB (scanner-protocols 1.1)."""

from __future__ import annotations

from typing import Final

from scanner.link.usb_spec import InPipe, UsbSpec

COMMANDS: Final = 0x05
REPLIES: Final = 0x85
"""Answers, and events nobody asked for."""
IMAGE: Final = 0x86
"""Image bytes without any framing."""

SPEC: Final = UsbSpec(
    vendor=0x0BD7,
    product=0xA002,
    configuration=1,
    interface=0,
    out_pipe=COMMANDS,
    # Read too slowly, the scanner's buffer overflows (#09): two large reads are always queued.
    in_pipes=(InPipe(REPLIES, 16_384, 1), InPipe(IMAGE, 1 << 20, 2)),
    # Without it the first scan after a reconnect may be shifted sideways, with dark bands on top (1.1).
    reset_on_open=True,
)
