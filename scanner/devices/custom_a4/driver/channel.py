"""One request, one answer: bytes to and from the scanner, and what is done when they do not come."""

from __future__ import annotations

from typing import Final

from scanner.clock import Clock
from scanner.devices.custom_a4.protocol import (
    Ack,
    Answer,
    CodecError,
    Command,
    Refusal,
    Release,
    Request,
    Side,
    Status,
    Unknown,
    decode_answer,
    get_image,
)
from scanner.devices.custom_a4.protocol.answers import TAGS
from scanner.devices.custom_a4.usb import COMMANDS, PACKET, REPLIES
from scanner.link.errors import LinkError, LinkLostError
from scanner.link.transport import Transport
from scanner.trouble import Trouble, TroubleKind

READS: Final = 5
"""Reads without data in a row after which there is no answer (reference 2.1)."""
READ_TIMEOUT: Final = 0.4
"""Seconds of one of them, so that they make the 2 s of reference 2.5."""
WRITES: Final = 3
IMAGE_TRIES: Final = 3
IMAGE_PAUSE: Final = 0.01
STALE: Final = 4
"""Answers to earlier requests that are passed over.  Ours: one is what a time-out leaves."""
GRACE: Final = 0.1
"""Seconds without data after which nothing old is under way.  Ours."""
NOT_ANSWERING: Final = "the scanner does not answer"


class RefusedError(Exception):
    """The scanner said no; never leaves the driver."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Channel:
    """Strict request and reply over a link."""

    def __init__(self, link: Transport, clock: Clock) -> None:
        self._link = link
        self._clock = clock
        self._came = b""
        self._doubtful = True
        """Whether an answer to an earlier request may still come; at first, one to another program's."""

    def ask(self, request: Request, data: bytes = b"", *, moves: bool = False) -> Answer:
        """Send a request and, in a second write, its data; return the answer.

        Args:
            request: which.
            data: what follows it.
            moves: it moves paper, and is therefore never written twice.

        Raises:
            RefusedError: the scanner refused it.
            Trouble: no answer, or one that is none.
            LinkLostError: the scanner is gone.
        """
        self._settle()
        self._write(request.encode(), once=moves)
        if data:
            self._write(data, once=moves)
        wanted = kind_of_answer(request)
        for _ in range(STALE + 1):
            answer = self._answer()
            if isinstance(answer, Refusal):
                # A refused request's data may be taken for a request of its own, and refused a second time.
                self._doubtful = bool(data)
                raise RefusedError(answer)
            if isinstance(answer, wanted):
                return answer
        raise self._spoilt("answers that nobody asked for")

    def image(self, ready: int, side: Side) -> bytes:
        """Fetch up to `ready` bytes, at least one.

        Raises:
            Trouble: refused, not complete, or not image bytes.
            LinkLostError: the scanner is gone.
        """
        # With a short packet at its end a transfer ends whether or not the scanner sends an empty one after
        # full packets, which is unknown (reference 10).
        size = ready - 1 if ready % PACKET == 0 else ready
        why = ""
        for _ in range(IMAGE_TRIES):
            self._settle()
            self._write(get_image(size, side).encode())
            try:
                return self._image(size)
            except RefusedError as error:
                why = str(error)
            self._clock.sleep(IMAGE_PAUSE)
        raise Trouble(TroubleKind.TRANSFER, "the scanner does not give the image", why)

    def doubt(self) -> None:
        """Something old may be under way; it is taken off the link before the next request."""
        self._doubtful = True

    def close(self) -> None:
        self._link.close()

    def _settle(self) -> None:
        if self._doubtful:
            self._link.drain(pipe=REPLIES, grace=GRACE)
            self._doubtful = False
        self._came = b""

    def _write(self, data: bytes, *, once: bool = False) -> None:
        # Whatever is written fits one packet: a write that failed was not taken in part.
        for left in reversed(range(1 if once else WRITES)):
            try:
                self._link.write(data, pipe=COMMANDS)
            except LinkLostError:
                raise
            except LinkError as error:
                if not left:
                    self._doubtful = True
                    raise Trouble(TroubleKind.SILENT, NOT_ANSWERING, str(error)) from error
            else:
                return

    def _more(self) -> bytes:
        """The next bytes; an empty transfer counts as none."""
        for _ in range(READS):
            data = self._link.read(pipe=REPLIES, timeout=READ_TIMEOUT)
            if data:
                return data
        self._doubtful = True
        raise Trouble(TroubleKind.SILENT, NOT_ANSWERING)

    def _answer(self) -> Answer:
        try:
            while not self._came or (taken := decode_answer(self._came)) is None:
                self._came += self._more()
        except CodecError as error:
            raise self._spoilt(str(error)) from error
        answer, self._came = taken
        if isinstance(answer, Unknown):
            raise self._spoilt(f"{len(answer.data)} bytes that are no answer")
        return answer

    def _image(self, size: int) -> bytes:
        data = bytearray(self._more())
        while len(data) < size:
            if len(data) >= min(size, 8) and bytes(data[:4]) in TAGS:
                break
            data += self._more()
        if bytes(data[:4]) in TAGS and size > 4:
            taken = decode_answer(bytes(data))
            if taken is not None and isinstance(taken[0], Refusal):
                raise RefusedError(taken[0])
            raise self._spoilt("an answer instead of image bytes")
        if len(data) > size:
            raise self._spoilt(f"{len(data) - size} more image bytes than were asked for")
        return bytes(data)

    def _spoilt(self, detail: str) -> Trouble:
        self._doubtful = True
        return Trouble(TroubleKind.TRANSFER, "the scanner sent something unexpected", detail)


def kind_of_answer(request: Request) -> type[Answer]:
    """What a request is answered with, when it is not refused."""
    return {Command.STATUS: Status, Command.RELEASE: Release}.get(request.command, Ack)
