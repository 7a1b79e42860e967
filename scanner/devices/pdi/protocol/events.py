"""All events that the scanner sends unasked, and what each means to an operator (scanner-protocols 1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.trouble import TroubleKind

BEGIN: Final = "30"
END: Final = "31"
DOUBLE_FEED: Final = "33"
PAUSED: Final = "36"
RESUMED: Final = "37"
JAM: Final = "01"
COVER_OPEN: Final = frozenset({"34", "0C"})
"""The manual says 0C and real units send 34."""
COVER_CLOSED: Final = frozenset({"35", "0D"})
REFUSED: Final = frozenset({"0E", "05"})
"""A command was not carried out: its checksum was wrong, or the scanner does not know it."""
SENSORS_CALIBRATED: Final = "10"
DOUBLE_FEED_CALIBRATED: Final = "90"
DOUBLE_FEED_CALIBRATION_FAILED: Final = "9A"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event.

    Attributes:
        code: two hexadecimal digits as sent, or ``L0`` for free text.
        meaning: in the maker's terms.
        message: for the operator; empty where there is nothing to do or to know.
        trouble: what it is when it comes while a sheet is under way; None when the feed goes on.
        text: free text that came with it.
    """

    code: str
    meaning: str
    message: str = ""
    trouble: TroubleKind | None = None
    text: str = ""


_JAM = TroubleKind.JAM
_CAL = TroubleKind.CALIBRATION_NEEDED
_DEVICE = TroubleKind.DEVICE
_TRANSFER = TroubleKind.TRANSFER

_WHITE = "the {side} image sensor does not see white well; clean its glass"
_BLACK = "the {side} image sensor does not see black well; clean its glass"
_LIGHT = "the {side} image sensor has {much} {colour} light; clean its glass"


def _lights(first: int, side: str) -> dict[str, Happening]:
    found = {}
    code = first
    for colour in ("red", "blue", "green"):
        for much in ("too little", "too much"):
            meaning = f"{side} array: {much} {colour} light"
            found[f"{code:02X}"] = Happening(
                f"{code:02X}", meaning, _LIGHT.format(side=side, much=much, colour=colour), _CAL
            )
            code += 1
    for level in ("high", "low"):
        meaning = f"{side} array: pixels too {level}"
        message = f"the {side} image sensor is too {'bright' if level == 'high' else 'dark'}; clean its glass"
        found[f"{code:02X}"] = Happening(f"{code:02X}", meaning, message, _CAL)
        code += 1
    return found


def _listed(*happenings: Happening) -> dict[str, Happening]:
    return {one.code: one for one in happenings}


_OPEN = "the cover of the scanner is open"
_STRIP = "the calibration sheet was too short; use a clean white sheet of the ballots' length"

EVENTS: Final[dict[str, Happening]] = _listed(
    Happening("00", "OK"),
    Happening("01", "document jam", "the sheet is jammed, or longer than the scanner was told", _JAM),
    Happening("02", "calibration needed", "the image sensors must be calibrated", _CAL),
    Happening("05", "command error", "the scanner does not know a command that it was sent", _DEVICE),
    Happening("06", "read error", "the scanner could not read the sheet", _TRANSFER),
    Happening(
        "07", "double-feed detection needs calibration", "the double-feed sensor must be calibrated", _CAL
    ),
    Happening(
        "08",
        "double-feed detection missing or old firmware",
        "the scanner cannot detect double feeds: its sensor is missing or its firmware is old",
        _DEVICE,
    ),
    Happening("09", "FIFO overflow", "this computer took the image too slowly, and a part is lost", _TRANSFER),
    Happening("0C", "cover open", _OPEN, TroubleKind.COVER_OPEN),
    Happening("0D", "cover closed"),
    Happening("0E", "command CRC error", "a command was damaged on its way to the scanner", _TRANSFER),
    Happening("0F", "FPGA out of date", "the scanner's logic chip has old firmware", _DEVICE),
    Happening("10", "sensor calibration OK"),
    Happening("11", "calibration sheet too short", _STRIP, _CAL),
    Happening(
        "12", "calibration sheet removed", "the calibration sheet was taken out; calibrate once more", _CAL
    ),
    Happening("13", "front array: black pixel error", _BLACK.format(side="front"), _CAL),
    Happening("19", "front array: white pixel error", _WHITE.format(side="front"), _CAL),
    Happening("1A", "calibration timed out", "no calibration sheet was put in; calibrate once more", _CAL),
    Happening("1B", "speed value"),
    Happening("1C", "speed box"),
    Happening("30", "scan begins"),
    Happening("31", "scan ended, all data sent"),
    Happening(
        "33",
        "double feed",
        "two sheets went in on each other; neither is stored: take out both",
        TroubleKind.DOUBLE_FEED,
    ),
    Happening("34", "cover open", _OPEN, TroubleKind.COVER_OPEN),
    Happening("35", "cover closed"),
    Happening(
        "36", "eject paused", "another sheet was pushed in while a sheet is passed on", TroubleKind.SECOND_SHEET
    ),
    Happening("37", "eject resumed"),
    Happening("51", "back array: black pixel error", _BLACK.format(side="back"), _CAL),
    Happening("53", "back array: white pixel error", _WHITE.format(side="back"), _CAL),
    Happening("54", "short calibration sheet (back)", _STRIP, _CAL),
    Happening("90", "double-feed calibration done"),
    Happening(
        "9A",
        "double-feed calibration timed out",
        "no sheet was put in for the double-feed sensor; calibrate it once more",
        _CAL,
    ),
) | (_lights(0x71, "front") | _lights(0x81, "back"))
"""By code; 71 to 78 belong to the front array and 81 to 88 to the back."""


def happening(body: bytes) -> Happening:
    """What the body of an event frame says; a code that is not known is an event without consequence.

    Frames that begin ``#L0`` and go on with free text occur during calibration.
    """
    text = body[1:].decode("ascii", "replace")
    if text.startswith("L"):
        return Happening(text[:2], "remark", text=text[2:])
    code = text.upper()
    return EVENTS.get(code, Happening(code, "unknown event"))
