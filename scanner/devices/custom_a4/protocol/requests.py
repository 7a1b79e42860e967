"""Requests: 8 bytes each, four of which name the command (reference 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

from scanner.devices.custom_a4.protocol.errors import CodecError

JOB: Final = 1
"""The one job id there is; 0 stands in the request that creates it."""

REQUEST_SIZE: Final = 8

MOST_IMAGE: Final = 0xFFFFFF
"""Image bytes that one request can ask for: the length has three bytes."""


class Command(Enum):
    """The first four bytes of a request."""

    JOB = b"JOB\0"
    RELEASE = b"CAP\0"
    STATUS = b"INFO"
    PARAMETERS = b"PAR\0"
    SCAN = b"SCAN"
    STOP = b"STOP"
    IMAGE = b"IMG\0"
    MOVE = b"MOTO"
    RESET = b"PWR\0"
    TONE = b"MAP\0"


class Topic(IntEnum):
    """What release information is about."""

    MODEL = 1
    FIRMWARE = 2
    HARDWARE = 3
    CAPABILITIES = 4


class Move(IntEnum):
    """What the motor is to do with the paper."""

    LOAD = 1
    FORWARD = 2
    BACK = 3


class Side(IntEnum):
    """The two sides as a request for image bytes names them."""

    A = 0
    B = 1


DATA_SIZE: Final = {Command.PARAMETERS: 40, Command.TONE: 5}
"""Bytes that follow a request in a second write."""


@dataclass(frozen=True, slots=True)
class Request:
    """Any request.

    Attributes:
        arguments: the last four of its bytes.
    """

    command: Command
    arguments: bytes

    def encode(self) -> bytes:
        return self.command.value + self.arguments

    @classmethod
    def decode(cls, data: bytes) -> Request:
        """Read one.

        Raises:
            CodecError: not 8 bytes, or a command that does not exist.
        """
        if len(data) != REQUEST_SIZE:
            raise CodecError(f"a request has {REQUEST_SIZE} bytes, not {len(data)}")
        try:
            return cls(Command(data[:4]), data[4:])
        except ValueError as error:
            raise CodecError(f"no command begins with {data[:4].hex()}") from error

    @property
    def job(self) -> int:
        """The job it is for; not in requests for image bytes or release information."""
        return self.arguments[3]

    @property
    def image_length(self) -> int:
        return int.from_bytes(self.arguments[:3], "little")


def create_job() -> Request:
    """Ends a job that there is already, which stops the motor."""
    return Request(Command.JOB, b"C\0\0\0")


def end_job(job: int = JOB) -> Request:
    return Request(Command.JOB, bytes((ord("E"), 0, 0, job)))


def get_release(topic: Topic) -> Request:
    return Request(Command.RELEASE, bytes((0x1C, 0, topic, 0)))


def get_status() -> Request:
    return Request(Command.STATUS, bytes((0x30, 0, 0, JOB)))


def set_parameters() -> Request:
    """The 40 bytes of the parameters follow in a second write."""
    return Request(Command.PARAMETERS, bytes((0x28, 0, 0, JOB)))


def start_scan() -> Request:
    return Request(Command.SCAN, bytes((0, 0, 0, JOB)))


def stop_scan() -> Request:
    return Request(Command.STOP, bytes((0, 0, 0, JOB)))


def get_image(length: int, side: Side) -> Request:
    """Ask for `length` bytes, 1 to `MOST_IMAGE`."""
    if not 0 < length <= MOST_IMAGE:
        raise CodecError(f"{length} image bytes cannot be asked for at once")
    return Request(Command.IMAGE, length.to_bytes(3, "little") + bytes((side,)))


def move_paper(move: Move) -> Request:
    """Answered at once, while the paper moves on."""
    return Request(Command.MOVE, bytes((0, 0, move, JOB)))


def reset_hardware() -> Request:
    """May not be answered: the pipe halts."""
    return Request(Command.RESET, bytes((0, 0, 0, JOB)))


def set_tone(sides: int, channels: int) -> Request:
    """The 5 bytes of a `ToneMap` follow in a second write.

    Args:
        sides: bit 0 is side A, bit 1 is side B.
        channels: bits 0 to 3 are red, green, blue and infrared.
    """
    return Request(Command.TONE, bytes((ord("P"), sides, channels, JOB)))
