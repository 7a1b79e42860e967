"""Words for the operator: what a trouble means, and what to do with the sheet that it met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scanner.notice import Ask, Notice
from scanner.trouble import Trouble, TroubleKind

ALSO: Final[dict[TroubleKind, Ask]] = {
    TroubleKind.COVER_OPEN: Ask.CLOSE_COVER,
    TroubleKind.SECOND_SHEET: Ask.TAKE_AWAY,
    TroubleKind.CALIBRATION_NEEDED: Ask.CALIBRATE,
    TroubleKind.SENSOR_STUCK: Ask.CALL_SERVICE,
    TroubleKind.DEVICE: Ask.CALL_SERVICE,
    TroubleKind.SILENT: Ask.CALL_SERVICE,
}
"""What is asked for beside the handling of the sheet itself."""

BEFORE: Final = frozenset({TroubleKind.SECOND_SHEET})
"""Kinds in which that comes first: a second sheet must not go where the first one belongs."""

READY: Final = "The scanner is ready again."


def notices_of(trouble: Trouble, paper: Ask, sheet: str | None) -> Iterator[Notice]:
    """What the operator is told of a trouble, in the order in which it is to be done.

    Args:
        trouble: what happened.
        paper: what becomes of the sheet under way.
        sheet: its key, when it is stored.
    """
    asks: list[Ask] = [ask for ask in (paper, ALSO.get(trouble.kind, Ask.NOTHING)) if ask is not Ask.NOTHING]
    if trouble.kind in BEFORE:
        asks.reverse()
    text = sentence(str(trouble))
    for ask in asks or [Ask.NOTHING]:
        yield Notice(trouble.kind.value, text, ask, sheet)
        text = ""


def on_the_stack(stored: int) -> str:
    """How many sheets belong on the counted stack."""
    words = "1 sheet is stored and belongs" if stored == 1 else f"{stored} sheets are stored and belong"
    return f"{words} on the counted stack"


def sentence(text: str) -> str:
    """With a capital at the beginning and a stop at the end."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}" if text else ""
