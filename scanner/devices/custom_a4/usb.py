"""How a Custom A4 is found on USB (reference 2.1)."""

from __future__ import annotations

from typing import Final

from scanner.link.usb_spec import InPipe, UsbSpec

COMMANDS: Final = 0x02
"""Bulk endpoint for requests."""

REPLIES: Final = 0x81
"""Bulk endpoint for answers and image bytes."""

PACKET: Final = 512
"""Bytes of a full packet.  High speed USB has no other size for bulk endpoints; not seen on hardware."""

SPEC: Final = UsbSpec(
    vendor=0x0DD4,
    product=0x4103,
    configuration=1,
    interface=0,
    out_pipe=COMMANDS,
    in_pipes=(InPipe(REPLIES, 64 * 1024, 1),),
    reset_on_open=False,
    clear_halt=True,
)
