"""A recorded session in place of a device: a driver that does anything else than it did is an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scanner.errors import RecordingError
from scanner.link.errors import LinkBusyError, LinkError, LinkLostError
from scanner.link.session import END, Header, Line, read_lines, shown

ERRORS: Final[dict[str, type[LinkError]]] = {
    "lost": LinkLostError,
    "busy": LinkBusyError,
    "failed": LinkError,
}


class Cursor:
    """Goes through the lines of a session, one after the other and never back."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            RecordingError: it cannot be read, or its header is wrong.
        """
        self.path = path
        self._lines: Iterator[Header | Line] = read_lines(path)
        first = next(self._lines)
        if not isinstance(first, Header):
            raise RecordingError(f"{path}: not a recorded session; give a file that --record wrote")
        self.header = first
        self.now = 0.0
        self._next: Line | None = None

    def peek(self) -> Line:
        """The next line; that of the end once all others are taken."""
        if self._next is None:
            line = next(self._lines)
            if isinstance(line, Header):
                raise RecordingError(f"{self.path}: a second header; use the file as it was recorded")
            self._next = line
        return self._next

    def take(self) -> Line:
        """The next line, and its time is now; the end is never passed."""
        line = self.peek()
        if line.what != END:
            self._next = None
        self.now = line.at
        return line

    def expect(self, wanted: str, pipe: int, data: bytes | None, *words: str) -> Line:
        """Take the next line.

        Args:
            wanted: what the driver does, for the message.
            pipe: on which.
            data: the bytes it writes; None when it does not.
            words: what may be recorded there.

        Raises:
            RecordingError: something else is recorded there; the message has both sides.
        """
        line = self.peek()
        if line.what not in words or line.pipe != pipe or (data is not None and line.data != data):
            mine = f"{wanted} on pipe {pipe:#04x}{shown(data or b'')}"
            theirs = "the end of the recording" if line.what == END else f"a {line}"
            raise self.differs(line, f"the driver asks for a {mine}, recorded is {theirs}")
        return self.take()

    def differs(self, line: Line, text: str) -> RecordingError:
        """The error of a driver that does something else than it did."""
        return RecordingError(f"{self.path}: line {line.number}: {text}; "
                              f"it was recorded by retally {self.header.code}")  # fmt: skip

    def close(self) -> None:
        """Let go of the file."""
        close = getattr(self._lines, "close", None)
        if close is not None:
            close()


class RecordedClock:
    """The time of the recording: that of the last event that was replayed."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def now(self) -> float:
        return self._cursor.now

    def sleep(self, seconds: float) -> None:
        self._cursor.expect("sleep", 0, repr(float(seconds)).encode("ascii"), "sleep")


class RecordedTransport:
    """`Transport` out of a recording."""

    def __init__(self, cursor: Cursor) -> None:
        """Open the device as it was opened; fails as it failed then."""
        self._cursor = cursor
        _raise_if_failed(cursor.expect("open", 0, None, "open", *(f"open-{word}" for word in ERRORS)), "open-")

    def write(self, data: bytes, *, pipe: int = 0, timeout: float = 1.0) -> None:
        words = ("write", *(f"write-{word}" for word in ERRORS))
        _raise_if_failed(self._cursor.expect("write", pipe, data, *words), "write-")

    def read(self, *, pipe: int = 0, timeout: float) -> bytes | None:
        line = self._cursor.expect("read", pipe, None, "read", "silence", *ERRORS)
        _raise_if_failed(line, "")
        return None if line.what == "silence" else line.data

    def drain(self, *, pipe: int = 0, grace: float) -> bytes:
        line = self._cursor.expect("drain", pipe, None, "drain", *ERRORS)
        _raise_if_failed(line, "")
        return line.data

    def close(self) -> None:
        self._cursor.expect("close", 0, None, "close")


def _raise_if_failed(line: Line, prefix: str) -> None:
    kind = ERRORS.get(line.what.removeprefix(prefix)) if line.what.startswith(prefix) else None
    if kind is not None:
        raise kind(f"the scanner was not there at line {line.number} of the recording; nothing is to be done")
