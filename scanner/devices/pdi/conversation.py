"""Questions to the scanner and its answers, and events in between (scanner-protocols 1.7).

One question is open at a time.  Answers to earlier questions are thrown away before the next is asked, events
and image bytes never.  A command that moves paper is never repeated because no answer came.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

from scanner.clock import Clock
from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.events import REFUSED, Happening, happening
from scanner.devices.pdi.protocol.frames import ReplyParser, command_frame
from scanner.devices.pdi.protocol.status import Status
from scanner.devices.pdi.usb import COMMANDS, REPLIES
from scanner.link.transport import Transport
from scanner.trouble import Trouble, TroubleKind

STATUS_WITHIN: Final = 2.0
"""Seconds until a status must be there; it is late during long ejects."""
ANSWER_WITHIN: Final = 2.0
"""Seconds for any other answer.  One is enough for what is known (1.7); a slow unit is no fault."""
TIMES: Final = 3
"""How often a question or a setting is sent that the scanner refused as damaged.  Ours."""

T = TypeVar("T")


class Conversation:
    """Speaks with one scanner over an open link."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock
        self._parser = ReplyParser()
        self._replies: deque[bytes] = deque()
        self._events: deque[Happening] = deque()
        self._late = False
        self.refusals = 0
        """How many commands the scanner refused: damaged, or unknown to it.  They were not carried out."""

    @property
    def transport(self) -> Transport:
        return self._transport

    def tell(self, *bodies: bytes) -> None:
        """Send commands that have no answer.

        Raises:
            LinkError: they cannot be sent.
        """
        for body in bodies:
            self._transport.write(command_frame(body), pipe=COMMANDS)

    def ask(self, body: bytes, *, within: float = ANSWER_WITHIN) -> bytes:
        """Ask, and return the body of the answer.

        Raises:
            Trouble: there was no answer in time; SILENT.
            LinkError: the link failed.
        """
        answers = self.ask_for(body, 1, within)
        if not answers:
            raise silent(body)
        return answers[0]

    def ask_for(self, body: bytes, count: int, within: float) -> list[bytes]:
        """Ask, and return up to `count` answers: fewer when no more came in time."""
        self.in_step()
        for _ in range(TIMES):
            self.tell(body)
            answers, refused = self._collect(_tag(body), count, within)
            if not refused:
                break
        self._late = len(answers) < count
        return answers

    def understood(self, body: bytes, read: Callable[[bytes], T], *, within: float = ANSWER_WITHIN) -> T:
        """Ask, and return the answer as `read` understands it.

        Raises:
            Trouble: no answer, or one that makes no sense.
        """
        answer = self.ask(body, within=within)
        try:
            return read(answer)
        except ValueError as error:
            raise Trouble(
                TroubleKind.TRANSFER, "the scanner gave an answer that makes no sense", str(error)
            ) from error

    def status(self) -> Status:
        """Ask for the status.  Never while a scan may begin or is under way: it would be aborted.

        Raises:
            Trouble: no answer, or one that makes no sense.
        """
        return self.understood(commands.STATUS, Status.decode, within=STATUS_WITHIN)

    def test(self, within: float) -> bool:
        """Whether the scanner answers the test command in time."""
        self._forget()
        self.tell(commands.TEST_STRING)
        answers, _ = self._collect(commands.TEST_STRING, 1, within)
        return bool(answers)

    def event(self, timeout: float) -> Happening | None:
        """The next event; None when none came for so many seconds."""
        until = self._clock.now() + timeout
        while not self._events:
            left = until - self._clock.now()
            if not self._hear(max(0.0, left)) and left <= 0:
                return None
        return self._events.popleft()

    def events(self) -> list[Happening]:
        """All events that are there, at once."""
        while self._hear(0.0):
            pass
        found = list(self._events)
        self._events.clear()
        return found

    def waits(self, code: str) -> bool:
        """Whether an event of this code has come and was not taken yet."""
        return any(one.code == code for one in self._events)

    def in_step(self) -> None:
        """Throw away what belongs to earlier questions; after a late answer, until a test comes back.

        Answers come in the order of the questions, so everything before the answer to the test is old.

        Raises:
            Trouble: the test does not come back either; SILENT.
        """
        self._forget()
        if self._late:
            if not self.test(STATUS_WITHIN):
                raise silent(commands.TEST_STRING)
            self._late = False

    def _forget(self) -> None:
        while self._hear(0.0):
            pass
        self._replies.clear()
        self._parser.reset()

    def _collect(self, tag: bytes, count: int, within: float) -> tuple[list[bytes], bool]:
        """Answers with this tag, and whether the scanner refused the question instead."""
        answers: list[bytes] = []
        before = self.refusals
        until = self._clock.now() + within
        while True:
            while self._replies:
                body = self._replies.popleft()
                if body.startswith(tag):
                    answers.append(body)
            left = until - self._clock.now()
            refused = not answers and self.refusals > before
            if refused or len(answers) >= count:
                return answers, refused
            if left <= 0 or not self._hear(left):
                return answers, False

    def _hear(self, timeout: float) -> bool:
        """Take in one transfer; False when there was none."""
        data = self._transport.read(pipe=REPLIES, timeout=timeout)
        if data is None:
            return False
        for body in self._parser.feed(data):
            self._sort(body)
        return True

    def _sort(self, body: bytes) -> None:
        if not body.startswith(b"#"):
            self._replies.append(body)
            return
        event = happening(body)
        if event.code in REFUSED:
            self.refusals += 1
        else:
            self._events.append(event)


def silent(body: bytes) -> Trouble:
    """The trouble of a scanner that does not answer."""
    asked = body.decode("ascii", "backslashreplace").replace("\x1b", "ESC ")
    return Trouble(TroubleKind.SILENT, "the scanner does not answer", f"asked {asked}")


def _tag(body: bytes) -> bytes:
    """How the answer to a question begins."""
    if body[:1] != b"\x1b":
        return body if body[:3] == b"n3a" else body[:1]
    return {b"s": b"s", b"V": b"X"}.get(body[1:2], b"X")
