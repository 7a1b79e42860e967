"""USB/IP on the wire: pure, and of the standard library alone, since the tests' emulated usbfs loads it, too.

The protocol is documented by the Linux kernel (Documentation/usb/usbip_protocol.rst), version 1.1.1.  All
numbers are big-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

VERSION: Final = 0x0111
DEVLIST: Final = 0x0005
IMPORT: Final = 0x0003
REQUEST: Final = 0x8000
"""Bit that a request has and its reply has not."""

FINE: Final = 0
BUSY: Final = 2
ABSENT: Final = 4
"""Status of an import."""

SUBMIT: Final = 1
UNLINK: Final = 2
SUBMITTED: Final = 3
UNLINKED: Final = 4

EPIPE: Final = -32
ECONNRESET: Final = -104
"""Status of a stalled and of an unlinked transfer."""

HIGH_SPEED: Final = 3

OPERATION: Final = struct.Struct(">HHI")
BUS_ID: Final = struct.Struct("32s")
DEVICE: Final = struct.Struct(">256s32sIIIHHHBBBBBB")
INTERFACE: Final = struct.Struct(">BBBx")
HEADER: Final = struct.Struct(">IIIII28s")
SUBMIT_TAIL: Final = struct.Struct(">IiIII8s")
RESULT_TAIL: Final = struct.Struct(">iiIII8x")
UNLINK_TAIL: Final = struct.Struct(">I24x")
UNLINKED_TAIL: Final = struct.Struct(">i24x")


@dataclass(frozen=True, slots=True)
class Submit:
    """The host wants a transfer.

    Attributes:
        number: names it.
        pipe: endpoint address; IN ones have bit 7.  0 and 0x80 are control.
        length: bytes that the host has, or has room for.
        setup: the eight bytes of a control request.
    """

    number: int
    pipe: int
    length: int
    setup: bytes = bytes(8)


@dataclass(frozen=True, slots=True)
class Unlink:
    """The host does not want transfer `target` any more."""

    number: int
    target: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """A transfer ended.

    Attributes:
        status: 0, or a negative errno.
        length: bytes transferred.
    """

    number: int
    status: int
    length: int


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Transfer was unlinked; with status 0 it had ended before."""

    number: int
    status: int


def pack_submit(submit: Submit, device: int) -> bytes:
    """The header; the data of an OUT transfer follows."""
    tail = SUBMIT_TAIL.pack(0, submit.length, 0, 0xFFFFFFFF, 0, submit.setup)
    return HEADER.pack(SUBMIT, submit.number, device, submit.pipe >> 7, submit.pipe & 0x0F, tail)


def pack_unlink(unlink: Unlink, device: int) -> bytes:
    return HEADER.pack(UNLINK, unlink.number, device, 0, 0, UNLINK_TAIL.pack(unlink.target))


def pack_submitted(result: Submitted) -> bytes:
    """The header; the data of an IN transfer follows."""
    tail = RESULT_TAIL.pack(result.status, result.length, 0, 0, 0)
    return HEADER.pack(SUBMITTED, result.number, 0, 0, 0, tail)


def pack_unlinked(result: Unlinked) -> bytes:
    return HEADER.pack(UNLINKED, result.number, 0, 0, 0, UNLINKED_TAIL.pack(result.status))


def unpack_command(header: bytes) -> Submit | Unlink:
    """What the host wants.

    Raises:
        ValueError: no such command.
    """
    command, number, _, direction, endpoint, tail = HEADER.unpack(header)
    if command == SUBMIT:
        _, length, _, _, _, setup = SUBMIT_TAIL.unpack(tail)
        return Submit(number, endpoint | direction << 7, length, setup)
    if command == UNLINK:
        return Unlink(number, UNLINK_TAIL.unpack(tail)[0])
    raise ValueError(f"USB/IP has no command {command}")


def unpack_result(header: bytes) -> Submitted | Unlinked:
    """What came of it.

    Raises:
        ValueError: no such reply.
    """
    command, number, _, _, _, tail = HEADER.unpack(header)
    if command == SUBMITTED:
        status, length, *_ = RESULT_TAIL.unpack(tail)
        return Submitted(number, status, length)
    if command == UNLINKED:
        return Unlinked(number, UNLINKED_TAIL.unpack(tail)[0])
    raise ValueError(f"USB/IP has no reply {command}")
