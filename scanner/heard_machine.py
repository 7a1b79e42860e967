"""A machine whose calls are told, so that a replay can make the same ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scanner.interface import ScannerInfo
from scanner.link.errors import LinkError
from scanner.link.heard import HeardClock, word_of
from scanner.machine import Capture, Leftover, Machine, Wanted
from scanner.trouble import Trouble

T = TypeVar("T")


class HeardMachine(Machine):
    """Tells each call and what came of it; what is done in between is told by the link and the clock."""

    def __init__(self, machine: Machine, clock: HeardClock) -> None:
        self._machine = machine
        self._clock = clock
        self.holds = machine.holds
        self.into_bin = machine.into_bin
        self.unasked = machine.unasked

    def connect(self) -> Leftover:
        return self._call("connect", self._machine.connect)

    def capture(self, wanted: Wanted) -> Capture | None:
        def heard() -> bool:
            answer = wanted()
            if not answer:
                self._clock.note("unwanted")
            return answer

        return self._call("capture", lambda: self._machine.capture(heard))

    def accept(self) -> None:
        self._call("accept", self._machine.accept)

    def give_back(self) -> None:
        self._call("give_back", self._machine.give_back)

    def ready(self) -> bool:
        return self._call("ready", self._machine.ready)

    def forget(self) -> None:
        self._call("forget", self._machine.forget)

    def describe(self) -> ScannerInfo:
        return self._machine.describe()

    def report(self) -> dict[str, str]:
        return self._call("report", self._machine.report)

    def close(self) -> None:
        self._call("close", self._machine.close)

    def _call(self, name: str, function: Callable[[], T]) -> T:
        self._clock.note("call", 0, name.encode("ascii"))
        outcome = "broken"
        try:
            result = function()
            outcome = outcome_of(result)
        except (Trouble, LinkError) as error:
            outcome = failure_of(error)
            raise
        finally:
            self._clock.note("outcome", 0, outcome.encode("ascii"))
        return result


def outcome_of(result: object) -> str:
    """What came of a call, in a word."""
    match result:
        case Capture():
            return "sheet"
        case Leftover():
            return f"leftover {result.name.lower()}"
        case bool():
            return "yes" if result else "no"
        case None:
            return "nothing"
    return "done"


def failure_of(error: Trouble | LinkError) -> str:
    """What came of a call that failed, in a word or two."""
    return f"trouble {error.kind.value}" if isinstance(error, Trouble) else f"link {word_of(error)}"
