"""Answers: what comes back on the pipe, told apart by their first four bytes (reference 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from scanner.devices.custom_a4.protocol.status import STATUS_SIZE, TAG_STATUS, Status

TAG_STATE: Final = b"STA\0"
TAG_RELEASE: Final = b"CDAT"
TAGS: Final = (TAG_STATE, TAG_RELEASE, TAG_STATUS)
STATE_SIZE: Final = 8
RELEASE_SIZE: Final = 100
"""Bytes of release information, at most."""


class RefusalCode(IntEnum):
    """Why a request was refused."""

    FORMAT = 0x00
    COMMAND = 0x80
    JOB = 0x81


WORDS: Final[dict[int, str]] = {
    RefusalCode.FORMAT: "format error",
    RefusalCode.COMMAND: "invalid command",
    RefusalCode.JOB: "invalid job id",
}


@dataclass(frozen=True, slots=True)
class Ack:
    """Done, or begun."""

    job: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not done.

    Attributes:
        code: a `RefusalCode`, or a number that nobody knows.
    """

    code: int

    def __str__(self) -> str:
        return f"answer {self.code:02x}, {WORDS.get(self.code, 'unknown')}"


@dataclass(frozen=True, slots=True)
class Release:
    """Release information, as text."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes that are no answer: image bytes where none are expected, or noise."""

    data: bytes


Answer = Ack | Refusal | Release | Status | Unknown


def decode_answer(data: bytes) -> tuple[Answer, bytes] | None:
    """Take the first answer off what came.

    Returns:
        the answer and what follows it; None while it is not complete.  Release information ends with its
        transfer, so `data` holds all of it.
    """
    tag = data[:4]
    if not any(known.startswith(tag) for known in TAGS):
        return Unknown(data), b""
    if tag == TAG_RELEASE:
        return Release(data[4 : 4 + RELEASE_SIZE].rstrip(b"\0").decode("ascii", "replace")), b""
    size = STATUS_SIZE if tag == TAG_STATUS else STATE_SIZE
    if len(data) < size:
        return None
    whole = data[:size]
    return (Status.decode(whole) if tag == TAG_STATUS else _state(whole)), data[size:]


def _state(data: bytes) -> Answer:
    match data[4:5]:
        case b"A":
            return Ack(data[7])
        case b"E":
            return Refusal(data[7])
    return Unknown(data)


def encode_answer(answer: Answer) -> bytes:
    """The bytes that `decode_answer` reads."""
    match answer:
        case Ack():
            return TAG_STATE + bytes((ord("A"), 0, 0, answer.job))
        case Refusal():
            return TAG_STATE + bytes((ord("E"), 0, 0, answer.code))
        case Release():
            return TAG_RELEASE + answer.text.encode("ascii")
        case Status():
            return answer.encode()
        case Unknown():
            return answer.data
