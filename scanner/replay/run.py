"""The calls of a recorded session, made again on the same driver over the recorded bytes."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from scanner.address import SCHEMES, parse_address
from scanner.attach import Build
from scanner.errors import RecordingError
from scanner.heard_machine import failure_of, outcome_of
from scanner.link.errors import LinkError
from scanner.link.recorded import Cursor, RecordedClock, RecordedTransport
from scanner.link.session import END, Line
from scanner.machine import Capture, Machine
from scanner.trouble import Trouble


class Fate(Enum):
    """What became of a captured sheet."""

    ACCEPTED = "accepted"
    GIVEN_BACK = "given back"
    OPEN = "left in the scanner"


@dataclass(frozen=True, slots=True)
class RecordedSheet:
    """A sheet of the session, captured again.

    Attributes:
        number: among the captures of the session, from 1.
    """

    number: int
    capture: Capture
    fate: Fate


class Run:
    """One pass through a session.

    Attributes:
        machine: the driver.
    """

    def __init__(self, cursor: Cursor) -> None:
        """Make the driver that was recorded.

        Raises:
            RecordingError: the recording does not say of which, or of one that we do not have.
        """
        self._cursor = cursor
        self._clock = RecordedClock(cursor)
        self._number = 0
        self.machine = self._build(cursor.expect("device", 0, None, "device"))

    def next_sheet(self) -> RecordedSheet | None:
        """Go on to the next capture that gave a sheet; None at the end of the recording.

        Raises:
            RecordingError: the driver does something else than it did; the message names the line.
        """
        while self._cursor.peek().what != END:
            line = self._cursor.expect("call", 0, None, "call")
            result = self._call(line)
            if isinstance(result, Capture):
                self._number += 1
                return RecordedSheet(self._number, result, self._fate())
        return None

    def _call(self, line: Line) -> object:
        name = line.data.decode("ascii", "replace")
        result: object = None
        try:
            result = self._do(name, line)
            outcome = outcome_of(result)
        except (Trouble, LinkError) as error:
            outcome = failure_of(error)
        end = self._cursor.peek()
        if end.what != "outcome" or end.data != outcome.encode("ascii"):
            raise self._cursor.differs(end, f"the driver ends '{name}' with '{outcome}', recorded is a {end}")
        self._cursor.take()
        return result

    def _do(self, name: str, line: Line) -> object:
        machine = self.machine
        calls: dict[str, Callable[[], object]] = {
            "connect": machine.connect,
            "capture": lambda: machine.capture(self._wanted),
            "accept": machine.accept,
            "give_back": machine.give_back,
            "ready": machine.ready,
            "forget": machine.forget,
            "report": machine.report,
            "close": machine.close,
        }
        if name not in calls:
            raise self._cursor.differs(line, f"there is no call '{name}'")
        return calls[name]()

    def _wanted(self) -> bool:
        if self._cursor.peek().what != "unwanted":
            return True
        self._cursor.take()
        return False

    def _fate(self) -> Fate:
        line = self._cursor.peek()
        calls = {b"accept": Fate.ACCEPTED, b"give_back": Fate.GIVEN_BACK}
        return calls.get(line.data, Fate.OPEN) if line.what == "call" else Fate.OPEN

    def _build(self, line: Line) -> Machine:
        address = parse_address(line.data.decode("utf-8", "replace"))
        scheme = SCHEMES.get(address.scheme)
        if scheme is None or scheme.machine is None:
            path = self._cursor.path
            raise RecordingError(f"{path}: sessions of {address.scheme}: cannot be replayed by this version")
        build: Build = getattr(importlib.import_module(scheme.module), scheme.machine)
        return build(lambda: RecordedTransport(self._cursor), self._clock, address)
