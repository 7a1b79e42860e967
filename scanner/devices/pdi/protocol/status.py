"""The three bytes that answer ``Q`` (scanner-protocols 1.4)."""

from __future__ import annotations

from dataclasses import dataclass

ALWAYS = 0x80
REAR = ("rear left", "rear right")
FRONT = ("front left", "front M1", "front M2", "front M3", "front M4", "front M5", "front right")


@dataclass(frozen=True, slots=True)
class Status:
    """What the scanner says of itself and its sensors.

    Attributes:
        first, second, third: the bytes as sent; bit 7 of each is always set.
    """

    first: int = ALWAYS
    second: int = ALWAYS
    third: int = ALWAYS

    @classmethod
    def decode(cls, body: bytes) -> Status:
        """Take the body of a ``Q`` reply apart.

        Raises:
            ValueError: it is none.
        """
        if len(body) != 4 or body[:1] != b"Q" or any(not byte & ALWAYS for byte in body[1:]):
            raise ValueError(f"{body.hex(' ')} is no status")
        return cls(*body[1:])

    @property
    def rear(self) -> bool:
        """Paper covers a sensor at the rear."""
        return bool(self.first & 0x03)

    @property
    def front(self) -> bool:
        """Paper covers a sensor at the entry."""
        return bool(self.second & 0x7F)

    @property
    def cover_open(self) -> bool:
        return bool(self.first & 0x10)

    @property
    def enabled(self) -> bool:
        """The feeder is on."""
        return bool(self.first & 0x40)

    @property
    def ready(self) -> bool:
        return bool(self.third & 0x01)

    @property
    def aborted(self) -> bool:
        """The transmission of an image was aborted."""
        return bool(self.third & 0x02)

    @property
    def jam(self) -> bool:
        return bool(self.third & 0x04)

    @property
    def pixel_error(self) -> bool:
        return bool(self.third & 0x08)

    @property
    def diagnostic(self) -> bool:
        return bool(self.third & 0x10)

    @property
    def document(self) -> bool:
        """A document is in the scanner."""
        return bool(self.third & 0x20)

    @property
    def calibration_needed(self) -> bool:
        return bool(self.third & 0x40)

    @property
    def covered(self) -> tuple[str, ...]:
        """Names of the sensors that are covered."""
        rear = [name for bit, name in enumerate(REAR) if self.first >> bit & 1]
        return (*rear, *(name for bit, name in enumerate(FRONT) if self.second >> bit & 1))

    @property
    def bits(self) -> str:
        """As it is written in logs: ``83 80 a1``."""
        return bytes((self.first, self.second, self.third)).hex(" ")

    def encode(self) -> bytes:
        """The body of the reply."""
        return bytes((ord("Q"), self.first, self.second, self.third))
