"""What the operator is told, and what the operator is asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Ask(Enum):
    """The one thing that the operator is asked to do.  A simulated operator obeys these words and nothing else.

    The rule behind those that move paper: a sheet that is stored belongs on the counted stack, a sheet that is
    not stored belongs back on the pile, and a sheet that was given back is the operator's to set aside.
    """

    NOTHING = "nothing"
    LOAD = "put sheets into the feeder"
    PUT_BACK = "take the sheet out of the scanner and put it back on the pile"
    PUT_ON_COUNTED = "take the sheet out of the scanner and put it on the counted stack; do not feed it again"
    TAKE_RETURNED = "take the sheet that the scanner gives back and set it aside"
    SET_ASIDE = "take the sheet off the counted stack and set it aside"
    TAKE_AWAY = "take away the sheet that was pushed in, and feed it again when asked"
    CLOSE_COVER = "close the cover of the scanner"
    RECONNECT = "plug the scanner in again and switch it on"
    FREE_DEVICE = "close the other program that uses the scanner"
    CALIBRATE = "stop with Ctrl-C, run 'retally scanners calibrate' with a clean white sheet, and scan on"
    PUT_IN = "put it in now; the scanner gives it back at the front"
    CHECK_STACK = "put every sheet above these, and one you hold and were told nothing of, back on the pile"
    CALL_SERVICE = "switch the scanner off and on; call service when it comes again"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the operator must know now.

    Attributes:
        code: one word for logs and tests, such as ``jam`` or ``double-feed``.
        text: what happened, a sentence for a county clerk.
        ask: what to do; shown after `text`.
        sheet: key of the sheet concerned, when it has one.
        stack: for `Ask.CHECK_STACK` and `Ask.SET_ASIDE`, how many sheets lie on the counted stack below those
            that are to be taken off it.
        over: the trouble is over, and the scanner goes on by itself; what was asked for it need not be done.
    """

    code: str
    text: str
    ask: Ask = Ask.NOTHING
    sheet: str | None = None
    stack: int | None = None
    over: bool = False

    def __str__(self) -> str:
        todo = "" if self.ask is Ask.NOTHING else f"{self.ask.value[:1].upper()}{self.ask.value[1:]}."
        return " ".join(part for part in (self.text.strip(), todo) if part)


Notify = Callable[[Notice], None]


def nobody(notice: Notice) -> None:
    """For callers that show nothing."""
