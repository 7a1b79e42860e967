"""The checksum of commands (scanner-protocols 1.2)."""

from __future__ import annotations

from typing import Final

POLYNOMIAL: Final = 0x97


def _entry(value: int) -> int:
    for _ in range(8):
        value = (value << 1) ^ (POLYNOMIAL if value & 0x80 else 0)
        value &= 0xFF
    return value


_TABLE: Final = tuple(_entry(value) for value in range(256))


def crc8(body: bytes) -> int:
    """CRC-8 with polynomial 0x97, initial value 0, not reflected, no final xor; 0x94 for ``123456789``."""
    value = 0
    for byte in body:
        value = _TABLE[value ^ byte]
    return value
