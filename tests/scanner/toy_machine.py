"""A machine of cardboard: a pile, one sheet in the path, and a list of what goes wrong at which call."""

from __future__ import annotations

import numpy as np

from scanner import Notice, Surroundings
from scanner.interface import ScannerInfo
from scanner.machine import Capture, Leftover, Machine, Wanted
from scanner.notice import Ask
from scanner.pages import gray_page

PAGE = gray_page(np.full((4, 6), 255, dtype=np.uint8), 200.0, "toy")


class Instant:
    """A clock on which waiting takes no time; it gives up when somebody waits for ever."""

    def __init__(self, patience: int = 50) -> None:
        self.waits, self.patience = 0, patience

    def now(self) -> float:
        return float(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits += 1
        assert self.waits < self.patience, "the station waits for ever"


class Toy(Machine):
    """Attributes:
    pile, counted, returned: numbers of sheets; path: the sheet in the machine, or None.
    wrong: by the name of a call, what it raises, in turn; None lets one call pass.
    """

    def __init__(self, sheets: int = 3, wrong: dict[str, list[Exception | None]] | None = None) -> None:
        self.pile = list(range(sheets, 0, -1))
        self.path: int | None = None
        self.counted: list[int] = []
        self.returned: list[int] = []
        self.wrong = {name: list(errors) for name, errors in (wrong or {}).items()}
        self.told: list[Notice] = []
        self.put_back = False
        self.closed = 0

    def around(self, clock: Instant | None = None) -> Surroundings:
        return Surroundings(
            notify=self.hear, finished=lambda: not self.pile and self.path is None, clock=clock or Instant()
        )

    def hear(self, notice: Notice) -> None:
        """The person obeys."""
        self.told.append(notice)
        self.put_back = notice.ask is Ask.PUT_BACK
        if self.path is None or notice.code in ("leftover", "returned"):
            return  # what the machine gives back is taken when it comes
        if notice.ask is Ask.PUT_BACK:
            self.pile.append(self.path)
        elif notice.ask is Ask.PUT_ON_COUNTED:
            self.counted.append(self.path)
        elif notice.ask is Ask.TAKE_RETURNED:
            self.returned.append(self.path)
        else:
            return
        self.path = None

    def _stumble(self, call: str) -> None:
        errors = self.wrong.get(call)
        if errors and (error := errors.pop(0)) is not None:
            raise error

    def connect(self) -> Leftover:
        self._stumble("connect")
        return Leftover.NOTHING if self.path is None else Leftover.SHEET

    def capture(self, wanted: Wanted) -> Capture | None:
        if not self.pile or not wanted():
            return None
        assert self.path is None, "fed on doubt"
        self.path = self.pile.pop()
        self._stumble("capture")
        return Capture(PAGE, imprint=f"T{self.path}")

    def accept(self) -> None:
        self._stumble("accept")
        assert self.path is not None
        self.counted.append(self.path)
        self.path = None

    def give_back(self) -> None:
        self._stumble("give_back")
        assert self.path is not None
        (self.pile if self.put_back else self.returned).append(self.path)
        self.path = None

    def ready(self) -> bool:
        self._stumble("ready")
        return self.path is None

    def describe(self) -> ScannerInfo:
        return ScannerInfo("toy:", "a toy")

    def report(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        self.closed += 1
