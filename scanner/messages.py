"""Words for the operator: what a trouble means, and what to do with the sheet that it met."""

from __future__ import annotations

from typing import Final

from scanner.notice import Ask, Notice
from scanner.trouble import Trouble, TroubleKind

FIRST: Final[dict[TroubleKind, Ask]] = {
    TroubleKind.COVER_OPEN: Ask.CLOSE_COVER,
    TroubleKind.SECOND_SHEET: Ask.TAKE_AWAY,
    TroubleKind.CALIBRATION_NEEDED: Ask.CALIBRATE,
    TroubleKind.SENSOR_STUCK: Ask.CALL_SERVICE,
    TroubleKind.DEVICE: Ask.CALL_SERVICE,
    TroubleKind.SILENT: Ask.CALL_SERVICE,
}
"""What is asked for beside the handling of the sheet itself."""


def notice_of(trouble: Trouble, paper: Ask, sheet: str | None) -> tuple[Notice, ...]:
    """What the operator is told of a trouble, in the order in which it is to be done.

    Args:
        trouble: what happened.
        paper: what becomes of the sheet under way.
        sheet: its key, when it is stored or was given back.
    """
    notices = [Notice(trouble.kind.value, sentence(str(trouble)), paper, sheet)]
    extra = FIRST.get(trouble.kind)
    if extra is not None:
        notices.append(Notice(trouble.kind.value, "", extra, sheet))
    return tuple(notices)


def sentence(text: str) -> str:
    """With a capital at the beginning, and a stop and a blank at the end."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}" if text else ""
