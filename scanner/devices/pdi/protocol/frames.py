"""Where commands and replies begin and end (scanner-protocols 1.2).

A reply has no checksum, and some carry raw bytes that may look like its end: tag and length tell where it is.
"""

from __future__ import annotations

from typing import Final

from scanner.devices.pdi.protocol.crc import crc8

STX: Final = 0x02
ETX: Final = 0x03

MAX_TEXT: Final = 512
"""Longest reply of text that is waited for.  Ours; the longest known one has 39 bytes."""
MAX_PIXELS: Final = 16_384
"""Longest calibration table that is waited for.  Ours; native resolution has 3,456."""

_FIXED: Final = {b"Q": 4, b"s": 3, b"*": 9, b"<": 12, b">": 12, b"V": 10}
"""Bytes of a body, tag included, whatever it contains."""

_HEADS: Final = {b"W": 4, b"#": 3}
"""Bytes of a frame after which its length can be told, where that is not the tag alone."""

_WAIT: Final = -1
_BAD: Final = -2


def command_frame(body: bytes) -> bytes:
    """A command as it is sent: always with its checksum."""
    return bytes((STX, *body, ETX, crc8(body)))


def reply_frame(body: bytes) -> bytes:
    """A reply or an event as the scanner sends it."""
    return bytes((STX, *body, ETX))


class ReplyParser:
    """Takes the bytes of the reply pipe as they come, and gives the bodies of the frames in them.

    Any split into transfers gives the same bodies, with one exception that the format leaves open: the
    settings (``I``) of a scanner with three calibration tables, split just before that number, lose it.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.skipped = 0
        """Bytes that belonged to no frame."""

    @property
    def pending(self) -> bool:
        """Whether a frame has begun and not ended."""
        return bool(self._buffer)

    def reset(self) -> None:
        """Forget a frame that never ended."""
        self._buffer.clear()

    def feed(self, data: bytes) -> list[bytes]:
        """Add bytes; return the bodies that are complete now."""
        self._buffer += data
        bodies: list[bytes] = []
        while self._align():
            end = _end(self._buffer)
            if end == _WAIT:
                break
            if end == _BAD:
                self.skipped += 1
                del self._buffer[:1]
                continue
            bodies.append(bytes(self._buffer[1:end]))
            del self._buffer[: end + 1]
        return bodies

    def _align(self) -> bool:
        begin = self._buffer.find(STX)
        junk = len(self._buffer) if begin < 0 else begin
        self.skipped += junk
        del self._buffer[:junk]
        return bool(self._buffer)


def _end(buffer: bytearray) -> int:
    """Index of the end of the frame at the beginning of `buffer`, `_WAIT` or `_BAD`."""
    tag = bytes(buffer[1:2])
    if len(buffer) < _HEADS.get(tag, 2):
        return _WAIT
    if tag == b"W":
        pixels = int.from_bytes(buffer[2:4], "little")
        return _at(buffer, 2 * pixels + 8) if pixels <= MAX_PIXELS else _BAD
    if tag == b"I":
        return _end_of_settings(buffer)
    if tag == b"#" and buffer[2] != ord("L"):
        return _at(buffer, 3)
    length = _FIXED.get(tag)
    return _text(buffer) if length is None else _at(buffer, length)


def _at(buffer: bytearray, length: int) -> int:
    """For a body of known length."""
    if len(buffer) < length + 2:
        return _WAIT
    return length + 1 if buffer[length + 1] == ETX else _BAD


def _text(buffer: bytearray) -> int:
    """For a body that is text, in which neither beginning nor end of a frame can occur."""
    end = buffer.find(ETX, 1, MAX_TEXT)
    again = buffer.find(STX, 1, end if end >= 0 else MAX_TEXT)
    if again >= 0:
        return _BAD
    return end if end >= 0 else (_WAIT if len(buffer) < MAX_TEXT else _BAD)


def _end_of_settings(buffer: bytearray) -> int:
    """For five or six words; the sixth, where there is one, is the number of calibration tables."""
    if len(buffer) < 13:
        return _WAIT
    longer = len(buffer) >= 15 and buffer[13] == 0 and buffer[14] == ETX
    if buffer[12] == ETX and not longer:
        return 12
    return _at(buffer, 13)


class CommandParser:
    """The scanner's side: takes what a host wrote, and gives the commands in it.

    Commands carry raw bytes, too, so an end counts where the checksum after it is right; where none is, the
    first end does, and the checksum is wrong.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[tuple[bytes, bool]]:
        """Add bytes; return (body, whether its checksum is right) of the commands that are complete now."""
        self._buffer += data
        found: list[tuple[bytes, bool]] = []
        while (begin := self._buffer.find(STX)) >= 0:
            del self._buffer[:begin]
            ends = [at for at in range(2, len(self._buffer) - 1) if self._buffer[at] == ETX]
            right = [at for at in ends if crc8(bytes(self._buffer[1:at])) == self._buffer[at + 1]]
            if not ends:
                break
            end = (right or ends)[0]
            found.append((bytes(self._buffer[1:end]), bool(right)))
            del self._buffer[: end + 2]
        else:
            self._buffer.clear()
        return found
