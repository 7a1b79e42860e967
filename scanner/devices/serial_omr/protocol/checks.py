"""Check characters over a text with its end code."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Final

Check = Callable[[bytes], bytes]


def none(data: bytes) -> bytes:
    return b""


def xor(data: bytes) -> bytes:
    """Block check character: the exclusive or of all bytes."""
    return bytes([reduce(lambda check, byte: check ^ byte, data, 0)])


def sum8(data: bytes) -> bytes:
    """The sum of all bytes, modulo 256."""
    return bytes([sum(data) & 0xFF])


def crc8(data: bytes) -> bytes:
    """CRC-8 with polynomial 0x07, from 0 (the catalogue's CRC-8/SMBUS)."""
    check = 0
    for byte in data:
        check ^= byte
        for _ in range(8):
            check = (check << 1 ^ 0x07) & 0xFF if check & 0x80 else check << 1
    return bytes([check])


def crc16(data: bytes) -> bytes:
    """CRC-16 with polynomial 0x1021, from 0, high byte first (the catalogue's CRC-16/XMODEM)."""
    check = 0
    for byte in data:
        check ^= byte << 8
        for _ in range(8):
            check = (check << 1 ^ 0x1021) & 0xFFFF if check & 0x8000 else check << 1
    return check.to_bytes(2, "big")


CHECKS: Final[dict[str, Check]] = {"none": none, "xor": xor, "sum8": sum8, "crc8": crc8, "crc16": crc16}


def check_text(kind: str, form: str, data: bytes) -> bytes:
    """The check as it is sent: raw, or as upper case hexadecimal characters."""
    check = CHECKS[kind](data)
    return check.hex().upper().encode("ascii") if form == "hex" else check
