"""The internal status of the scanner: 48 bytes (reference 2.4)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Final

from scanner.devices.custom_a4.protocol.errors import CodecError

STATUS_SIZE: Final = 48
TAG_STATUS: Final = b"IDAT"
_LAYOUT: Final = struct.Struct("<4s2H2I2H2H4sBcBcBcBBBB6sI")
_UNUSED: Final = bytes(6)


class Sensor(IntFlag):
    """Byte 35."""

    HELD_BACK = 0x01
    """"Encoder error" in one place of the reference, "paper held back" in another."""
    DOUBLE = 0x02
    DESKEW_LEFT = 0x04
    DESKEW_RIGHT = 0x08
    ENTRY_LEFT = 0x10
    ENTRY_CENTRE_LEFT = 0x20
    ENTRY_CENTRE_RIGHT = 0x40
    ENTRY_RIGHT = 0x80


class Exit(IntFlag):
    """Byte 36."""

    LEFT = 0x01
    CENTRE_LEFT = 0x02
    CENTRE_RIGHT = 0x04
    RIGHT = 0x08


ENTRY: Final = Sensor.ENTRY_LEFT | Sensor.ENTRY_CENTRE_LEFT | Sensor.ENTRY_CENTRE_RIGHT | Sensor.ENTRY_RIGHT
DESKEW: Final = Sensor.DESKEW_LEFT | Sensor.DESKEW_RIGHT
EXIT: Final = Exit.LEFT | Exit.CENTRE_LEFT | Exit.CENTRE_RIGHT | Exit.RIGHT


class JobState(IntFlag):
    """Bytes 44 to 47: what the scanner is busy with."""

    SCAN = 0x1
    CALIBRATION = 0x2
    ULTRASONIC = 0x4
    FLASH = 0x8
    ADF_LOAD = 0x10000
    ADF_EJECT = 0x20000
    ADF_HOME = 0x40000
    DUMMY = 0x80000000


@dataclass(frozen=True, slots=True)
class SideStatus:
    """How far the scan of one side is.

    Attributes:
        pages: scanned in this job.
        ready: image bytes that can be fetched now.
        width: in pixels; 0 until there are data.
        height: in rows; 0 until the side is complete.
        page_end: the end of the page was reached.
        ended: the scan of the side has ended.  Bytes may still be ready (reference 10).
    """

    pages: int = 0
    ready: int = 0
    width: int = 0
    height: int = 0
    page_end: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """Everything the scanner says of itself at one moment.

    Attributes:
        ultrasonic: byte 28, of unknown meaning.
        jam: paper or drive stopped; a double sheet shows as one (`double`).
        cancelled: the scan was cancelled, there is no document.
        motor: ``S`` scanning, ``M`` moving paper, anything else: off.
        sensors, exit: bytes 35 and 36, unknown bits included.
        jobs: what the scanner is busy with, unknown bits included.
    """

    a: SideStatus = field(default_factory=SideStatus)
    b: SideStatus = field(default_factory=SideStatus)
    ultrasonic: int = 0
    jam: bool = False
    cover_open: bool = False
    cancelled: bool = False
    key: int = 0
    motor: str = "\0"
    sensors: int = 0
    exit: int = 0
    owner: int = 0
    jobs: int = 0

    @property
    def motor_on(self) -> bool:
        return self.motor in {"S", "M"}

    @property
    def double(self) -> bool:
        return bool(self.sensors & Sensor.DOUBLE)

    @property
    def held_back(self) -> bool:
        return bool(self.sensors & Sensor.HELD_BACK)

    @property
    def front(self) -> bool:
        """A sheet lies in the entry as it should: all four sensors are covered."""
        return self.sensors & ENTRY == ENTRY

    @property
    def entry_covered(self) -> bool:
        """At least one entry sensor is covered."""
        return bool(self.sensors & ENTRY)

    @property
    def rear(self) -> bool:
        """A sheet lies at the exit: all four sensors are covered."""
        return self.exit & EXIT == EXIT

    @property
    def exit_covered(self) -> bool:
        return bool(self.exit & EXIT)

    @property
    def inside(self) -> bool:
        """Something is behind the entry.

        Which sensors a held sheet covers is not known for sure (reference 10), so any of them counts.
        """
        return self.exit_covered or bool(self.sensors & DESKEW)

    def encode(self) -> bytes:
        a, b = self.a, self.b
        marks = (a.page_end, b"P"), (b.page_end, b"p"), (a.ended, b"S"), (b.ended, b"S")
        ends = b"".join(letter if is_set else b"\0" for is_set, letter in marks)
        sizes = a.pages, b.pages, a.ready, b.ready, a.width, b.width, a.height, b.height
        return _LAYOUT.pack(
            TAG_STATUS,
            *sizes,
            ends,
            self.ultrasonic,
            b"J" if self.jam else b"\0",
            self.cover_open,
            b"C" if self.cancelled else b"\0",
            self.key,
            self.motor.encode("latin-1"),
            0,
            self.sensors,
            self.exit,
            self.owner,
            _UNUSED,
            self.jobs,
        )

    @classmethod
    def decode(cls, data: bytes) -> Status:
        """Read the 48 bytes.

        Raises:
            CodecError: another length, or another tag.
        """
        if len(data) != STATUS_SIZE or data[:4] != TAG_STATUS:
            raise CodecError(f"{len(data)} bytes that begin with {data[:4].hex()} are no status")
        (_, pages_a, pages_b, ready_a, ready_b, width_a, width_b, height_a, height_b, ends, sonic, jam, cover,
         cancelled, key, motor, _, sensors, exits, owner, _, jobs) = _LAYOUT.unpack(data)  # fmt: skip
        return cls(
            SideStatus(pages_a, ready_a, width_a, height_a, ends[0:1] == b"P", ends[2:3] == b"S"),
            SideStatus(pages_b, ready_b, width_b, height_b, ends[1:2] == b"p", ends[3:4] == b"S"),
            ultrasonic=sonic,
            jam=jam == b"J",
            cover_open=cover != 0,
            cancelled=cancelled == b"C",
            key=key,
            motor=motor.decode("latin-1"),
            sensors=sensors,
            exit=exits,
            owner=owner,
            jobs=jobs,
        )
