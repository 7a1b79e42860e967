"""From events and status to troubles, in words for the operator."""

from __future__ import annotations

from scanner.devices.pdi.protocol.events import DOUBLE_FEED, EVENTS, Happening
from scanner.devices.pdi.protocol.status import Status
from scanner.trouble import Trouble, TroubleKind


def of_event(event: Happening) -> Trouble | None:
    """The trouble that an event means while a sheet is under way; None when the feed goes on."""
    if event.trouble is None:
        return None
    return Trouble(event.trouble, event.message, f"event #{event.code}, {event.meaning}")


def double_feed() -> Trouble:
    """Two sheets on each other."""
    trouble = of_event(EVENTS[DOUBLE_FEED])
    assert trouble is not None
    return trouble


def of_status(status: Status, *, scanned: bool = False) -> Trouble | None:
    """The trouble that the status shows; a sheet in the path is none.

    Args:
        status: as it is now.
        scanned: a scan was made just now.  Otherwise the bit of an aborted transmission is of an earlier one;
            how long it stays set is not known, and waiting until it is gone could be for ever.
    """
    kinds = (
        (status.cover_open, TroubleKind.COVER_OPEN, "the cover of the scanner is open"),
        (status.jam, TroubleKind.JAM, "the sheet is jammed, or longer than the scanner was told"),
        (scanned and status.aborted, TroubleKind.TRANSFER, "the scanner could not send the whole image"),
        (status.pixel_error, TroubleKind.CALIBRATION_NEEDED, "an image sensor has pixels that do not work"),
        (status.calibration_needed, TroubleKind.CALIBRATION_NEEDED, "the image sensors must be calibrated"),
        (status.diagnostic, TroubleKind.DEVICE, "the scanner is in its diagnostic mode"),
    )
    for bit, kind, text in kinds:
        if bit:
            return Trouble(kind, text, detail(status))
    return None


def detail(status: Status) -> str:
    """The status as evidence."""
    return f"status {status.bits}"
