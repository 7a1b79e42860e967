"""The SANE network protocol, from the side of a server: words, strings, arrays (scanner-protocols 5.3).

Everything is big-endian and 32 bits wide.  A string is its length with the closing NUL, then the bytes; length
0 is no string.  An array is its length, then its items.  A pointer is a word that is 1 where there is nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Final

VERSION: Final = 0x01000003
"""SANE 1.0, network protocol 3.  Debian's client asks with 1.1, and takes this (scanner-protocols 10)."""

LONGEST: Final = 1 << 16
"""Longest string or array that is believed; a client that sends more is no SANE client."""

END_OF_RECORDS: Final = b"\xff\xff\xff\xff"


class Call(IntEnum):
    """What a client asks for."""

    INIT = 0
    GET_DEVICES = 1
    OPEN = 2
    CLOSE = 3
    GET_OPTION_DESCRIPTORS = 4
    CONTROL_OPTION = 5
    GET_PARAMETERS = 6
    START = 7
    CANCEL = 8
    AUTHORIZE = 9
    EXIT = 10


class HungUpError(Exception):
    """The client is gone, or speaks something else."""


class Reader:
    """Reads items off a stream; `receive` gives exactly so many bytes or raises `HungUpError`."""

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive

    def word(self) -> int:
        return int(struct.unpack(">i", self._receive(4))[0])

    def count(self) -> int:
        number = self.word()
        if not 0 <= number <= LONGEST:
            raise HungUpError(f"a length of {number}")
        return number

    def raw(self, size: int) -> bytes:
        return self._receive(size)

    def string(self) -> str:
        return self.raw(self.count()).split(b"\0", 1)[0].decode("latin-1")

    def words(self) -> list[int]:
        return [self.word() for _ in range(self.count())]


def word(value: int) -> bytes:
    return struct.pack(">I", value & 0xFFFFFFFF)


def words(values: Sequence[int]) -> bytes:
    """An array of words."""
    return word(len(values)) + b"".join(word(value) for value in values)


def string(text: str | None) -> bytes:
    if text is None:
        return word(0)
    data = text.encode("latin-1") + b"\0"
    return word(len(data)) + data


def pointer(data: bytes | None) -> bytes:
    return word(1) if data is None else word(0) + data


def record(data: bytes) -> bytes:
    """A piece of an image on the data connection."""
    return word(len(data)) + data


def end_of_image(status: int) -> bytes:
    """What closes the data connection; 5 is the normal end, 6 a jam (scanner-protocols 5.3)."""
    return END_OF_RECORDS + bytes([status])
