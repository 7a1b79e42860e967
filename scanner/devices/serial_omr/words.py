"""What the operator is told of a reader's troubles."""

from __future__ import annotations

from typing import Final

from scanner.trouble import Trouble, TroubleKind

NOT_STORED: Final = "the last card is not stored"

STATUS: Final[dict[str, tuple[TroubleKind, str]]] = {
    "jam": (TroubleKind.JAM, "the card is stuck in the reader, or cards were left in it"),
    "feed": (TroubleKind.JAM, "the reader could not draw the card in"),
    "double_feed": (
        TroubleKind.DOUBLE_FEED,
        "two cards went through together, and neither is stored; they may be in the reader or in its output",
    ),
    "timing": (TroubleKind.TIMING, "the reader did not find the timing marks of the card; look how it lies"),
    "cover": (TroubleKind.COVER_OPEN, "the cover of the reader is open"),
    "comm": (TroubleKind.TRANSFER, f"the reader reports an error on the line; {NOT_STORED}"),
    "command": (
        TroubleKind.DEVICE,
        "the reader did not understand a command; compare its switches with the profile",
    ),
    "held": (TroubleKind.JAM, "a card lies in the reader"),
}


def of_status(word: str, code: str) -> Trouble:
    """The trouble that a status means."""
    kind, text = STATUS[word]
    return Trouble(kind, text, f"status {code!r}")


def unknown(code: str) -> Trouble:
    return Trouble(
        TroubleKind.TRANSFER, f"the reader answered something unknown; {NOT_STORED}", f"status {code!r}"
    )


def no_answer() -> Trouble:
    """The feed command was not answered: nobody knows whether a card went through, and it is not sent again."""
    text = "the reader did not say whether it read a card: one may have gone through that is not stored"
    return Trouble(TroubleKind.TRANSFER, text, "no answer")


def damaged(why: str) -> Trouble:
    return Trouble(TroubleKind.TRANSFER, f"what the reader sent was damaged on the line; {NOT_STORED}", why)


def silent() -> Trouble:
    return Trouble(TroubleKind.SILENT, "the reader does not answer")


def stuck_sensor(value: int) -> Trouble:
    return Trouble(
        TroubleKind.SENSOR_STUCK, "the sensors of the reader say what cannot be", f"sensors {value:02x}h"
    )


def out_of_step(expected: str, came: str) -> Trouble:
    text = f"a record is missing or came twice; {NOT_STORED}, nor may be the one before it"
    return Trouble(TroubleKind.TRANSFER, text, f"number {came} instead of {expected}")
