"""Where a reply begins and ends.

Each function looks at all bytes that have come and gives the reply and how many of the bytes it took, or None
while more must come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from scanner.devices.serial_omr.protocol.checks import check_text
from scanner.devices.serial_omr.protocol.profile import Profile, Reply

LONGEST = 1 << 16
"""Bytes of a reply after which no end is waited for: a card of 160 rows and 80 columns takes 40,000."""


class LineError(Exception):
    """A reply that is damaged on the line."""


class Kind(Enum):
    """What a reply is."""

    TEXT = "text"
    MESSAGE = "status message"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Taken:
    """A whole reply: its text without codes and check, and the number of bytes it took."""

    kind: Kind
    text: bytes
    size: int


Frame = Callable[[bytes], Taken | None]
Length = Callable[[bytes], int | None]
"""How many bytes a text without an end code has, judged by what has come; None while that is not known."""


def answer(profile: Profile, length: Length) -> Frame:
    """A frame for an answer of which `length` tells the end where the reply has no codes.

    A device may put codes around some answers and not around others (scanner-protocols 10, Sekonic 5), so an
    answer that does not begin with the start code is taken bare; and one with an end code alone is as long as
    `length` says, or ends there.
    """
    reply = profile.reply

    def frame(data: bytes) -> Taken | None:
        start = _code(reply.start)
        if reply.end and (not start or data.startswith(start)):
            return _until_end(data, start, reply)
        if start and len(data) < len(start) and start.startswith(data):
            return None
        size = length(data)
        return None if size is None or len(data) < size else Taken(Kind.TEXT, data[:size], size)

    return frame


def record(profile: Profile) -> Frame:
    """A frame for a record or, in its place, a status message or a single control character."""
    reply = profile.reply
    alone = {_code(code): kind for code, kind in _single(reply).items() if code}
    lone_status = {_code(code) for code in profile.status if len(code) == 1 and ord(code) < 0x20}

    def frame(data: bytes) -> Taken | None:
        first, message = data[:1], _code(reply.message_start)
        if first in alone:
            return Taken(alone[first], b"", 1)
        if first in lone_status:
            return Taken(Kind.MESSAGE, first, 1)
        if message and data.startswith(message):
            end = data.find(_code(reply.message_end), len(message))
            text = data[len(message) : end]
            return None if end < 0 else Taken(Kind.MESSAGE, text, end + len(reply.message_end))
        start = _code(reply.start)
        if len(data) < max(len(start), len(message)):
            return None
        if not data.startswith(start):
            raise LineError("a record without its beginning")
        taken = _until_end(data, start, reply)
        if taken is not None and taken.text.decode("latin-1") in profile.status:
            return Taken(Kind.MESSAGE, taken.text, taken.size)
        return taken

    return frame


def single(profile: Profile) -> Frame:
    """A frame for one character: an acknowledgement and the like, or the text of a status."""
    alone = {_code(code): kind for code, kind in _single(profile.reply).items() if code}
    bare = answer(profile, lambda data: 1)

    def frame(data: bytes) -> Taken | None:
        if data[:1] in alone:
            return Taken(alone[data[:1]], b"", 1)
        taken = bare(data)
        if taken is not None and taken.text and taken.text in alone:
            return Taken(alone[taken.text], b"", taken.size)
        return taken

    return frame


def _single(reply: Reply) -> dict[str, Kind]:
    return {reply.acknowledge: Kind.ACKNOWLEDGED, reply.refuse: Kind.REFUSED, reply.busy: Kind.BUSY}


def _until_end(data: bytes, start: bytes, reply: Reply) -> Taken | None:
    end = _code(reply.end)
    at = data.find(end, len(start))
    if at < 0:
        if len(data) > LONGEST:
            raise LineError("a reply that does not end")
        return None
    text = data[len(start) : at]
    stop = at + len(end)
    check = check_text(reply.check, reply.check_form, text + end)
    if len(data) < stop + len(check):
        return None
    came = data[stop : stop + len(check)]
    if (came.upper() if reply.check_form == "hex" else came) != check:
        raise LineError("a reply whose check is wrong")
    return Taken(Kind.TEXT, text, stop + len(check))


def _code(text: str) -> bytes:
    return text.encode("latin-1")
