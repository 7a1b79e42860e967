"""The operator's Enter: what was asked is done, or else the pile is."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable

from scanner.errors import ScannerError
from scanner.notice import Ask, Notice

Lines = Callable[[], str | None]
"""Gives the next line that was typed, or None when there is none; does not wait."""


def typed() -> str | None:
    """The next line typed at the terminal."""
    if not select.select([sys.stdin], [], [], 0)[0]:
        return None
    return sys.stdin.readline() or None


class Keyboard:
    """What a scanner asks the operator, answered with Enter; used from the scanner's thread alone.

    While a notice waits for its confirmation, Enter confirms it; otherwise Enter, or ``q`` and Enter, says that
    the pile is done.

    Args:
        lines: gives what was typed; None where there is no terminal.
        stack_checked: for a station without a terminal, the counted stack was compared before it was started.
        ask: told once when a notice waits for Enter.
    """

    def __init__(
        self,
        lines: Lines | None,
        *,
        stack_checked: bool = False,
        ask: Callable[[Notice], None] = lambda notice: None,
    ) -> None:
        self._lines = lines
        self._stack_checked = stack_checked
        self._ask = ask
        self._asking: Notice | None = None
        self._finished = False

    def finished(self) -> bool:
        """Whether the operator said that the pile is done."""
        while not self._finished and self._lines is not None and (line := self._lines()) is not None:
            self._finished = line.strip().lower() in ("", "q")
        return self._finished

    def confirmed(self, notice: Notice) -> bool:
        """Whether what the notice asks for is done.

        Raises:
            ScannerError: nobody can be asked, and a stack must be compared before anything is fed.
        """
        if self._lines is None:
            if notice.ask is Ask.CHECK_STACK and not self._stack_checked:
                raise ScannerError(
                    f"{notice} Then run this again with --stack-checked, or at a terminal, which asks for it"
                )
            self._stack_checked = False  # it was, up to here
            return True
        if notice != self._asking:
            while self._lines() is not None:
                pass  # typed before it was asked
            self._asking = notice
            self._ask(notice)
        while (line := self._lines()) is not None:
            if line.strip() == "":
                self._asking = None
                return True
        return False
