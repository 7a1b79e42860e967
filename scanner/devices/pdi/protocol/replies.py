"""Other replies (scanner-protocols 1.3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

TEST_REPLY = b"D Test Message USB 1.1/2.0 Communication"
ARRAYS = {1: "front", 2: "back", 3: "both"}


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """The reply to ``I``.

    Attributes:
        dpi: resolution that is set.
        bits: bits a pixel, 1 or 8.
        pixels: pixels of a row, of both sides where both are scanned.
        arrays: 1 front, 2 back, 3 both.
        calibration_needed: the image sensors want to be calibrated.
        tables: number of calibration tables, where the scanner says it.
    """

    dpi: int
    bits: int
    pixels: int
    arrays: int
    calibration_needed: bool
    tables: int | None = None

    @classmethod
    def decode(cls, body: bytes) -> DeviceSettings:
        """Take the body of an ``I`` reply apart.

        Raises:
            ValueError: it is none.
        """
        if body[:1] != b"I" or len(body) not in {11, 13}:
            raise ValueError(f"{body[:16].hex(' ')} is no reply about settings")
        words = struct.unpack(f"<{(len(body) - 1) // 2}H", body[1:])
        dpi, bits, pixels, arrays, calibration, *tables = words
        return cls(dpi, bits, pixels, arrays, calibration != 0, tables[0] if tables else None)

    def encode(self) -> bytes:
        words = [self.dpi, self.bits, self.pixels, self.arrays, int(self.calibration_needed)]
        if self.tables is not None:
            words.append(self.tables)
        return b"I" + struct.pack(f"<{len(words)}H", *words)


@dataclass(frozen=True, slots=True)
class Firmware:
    """The reply to ``V``: product, version and the version of the logic chip."""

    product: str
    major: str
    minor: str
    logic: str

    @classmethod
    def decode(cls, body: bytes) -> Firmware:
        """Take the body of a ``V`` reply apart.

        Raises:
            ValueError: it is none.
        """
        text = body[1:].decode("ascii", "replace")
        if body[:1] != b"V" or len(text) != 9:
            raise ValueError(f"{body[:16].hex(' ')} is no firmware version")
        return cls(text[:4], text[4:6], text[6:8], text[8])

    def encode(self) -> bytes:
        return f"V{self.product}{self.major}{self.minor}{self.logic}".encode("ascii")


def threshold_of(body: bytes) -> tuple[str, int]:
    """Side and percentage of an ``X`` reply to a threshold command.

    Raises:
        ValueError: it is none.
    """
    text = body.decode("ascii", "replace")
    if len(text) < 5 or text[:2] not in {"XT", "XB"} or text[2] != " ":
        raise ValueError(f"{text!r} is no threshold")
    return text[1], int(text[3:5], 16)


def threshold_reply(side: str, percent: int) -> bytes:
    return f"X{side} {percent:02X}".encode("ascii")


def register_of(body: bytes) -> tuple[int, int]:
    """Index and value of a ``<`` or ``>`` reply.

    Raises:
        ValueError: it is none.
    """
    if body[:1] not in {b"<", b">"} or len(body) != 12:
        raise ValueError(f"{body!r} is no register")
    return int(body[1:4], 16), int(body[4:], 16)


def entry_sensors_of(body: bytes) -> tuple[int, int]:
    """Required and available sensors of an ``s`` reply.

    Raises:
        ValueError: it is none.
    """
    if body[:1] != b"s" or len(body) != 3:
        raise ValueError(f"{body!r} does not say how many sensors there are")
    return int(body[1:2]), int(body[2:3])


def value_of(body: bytes, asked: bytes) -> int:
    """The number in a reply such as ``n3a30=41``.

    Raises:
        ValueError: it is none.
    """
    tag, _, number = body.partition(b"=")
    if tag != asked:
        raise ValueError(f"{body!r} does not answer {asked!r}")
    return int(number)
