"""What the end of a batch in the middle of a sheet means for the operator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from scanner.devices.sane.protocol.status import Ended, Outcome
from scanner.devices.sane.scanimage import no_answer
from scanner.errors import ScannerError
from scanner.link import LinkError
from scanner.trouble import Trouble, TroubleKind

SENSORS: Final = ("page-loaded", "cover-open", "double-feed", "error-code")

Ask = Callable[[], Mapping[str, str]]
"""Asks the sensors of the device; raises `LinkError` when it cannot be reached."""


def failed(device: str, ended: Ended, sensors: Ask) -> ScannerError:
    """The error for a batch that ended; asks the sensors where the status does not tell."""
    match ended.outcome:
        case Outcome.COVER_OPEN:
            return Trouble(TroubleKind.COVER_OPEN, "the cover of the scanner is open", ended.detail)
        case Outcome.JAMMED:
            return _jammed(ended, sensors)
        case Outcome.STOPPED:
            return Trouble(TroubleKind.TRANSFER, "the scanner stopped in the middle of a sheet", ended.detail)
        case Outcome.GONE:
            return _gone(ended, sensors)
        case Outcome.BUSY | Outcome.USAGE | Outcome.DENIED:
            return no_answer(device, ended)
    return Trouble(TroubleKind.DEVICE, "the scanner reports an error", ended.detail)


def _gone(ended: Ended, sensors: Ask) -> ScannerError:
    """Tell a device that is away from one that reports an error: both are ``Error during device I/O``."""
    try:
        sensors()
    except LinkError as error:
        return error
    text = "the connection to the scanner broke off, or it reports an error"
    return Trouble(TroubleKind.TRANSFER, text, ended.detail)


def _jammed(ended: Ended, sensors: Ask) -> Trouble:
    """Tell a double feed from a jam: SANE has one status for both (scanner-protocols 3.2)."""
    try:
        seen = sensors()
    except LinkError as error:
        return Trouble(TroubleKind.JAM, "paper jam or double feed", f"{ended.detail}; {error}")
    detail = f"{ended.detail}; error code {seen['error-code']}"
    if seen["double-feed"] == "yes":
        return Trouble(TroubleKind.DOUBLE_FEED, "two or more sheets were drawn in together", detail)
    if seen["double-feed"] == "?":
        return Trouble(TroubleKind.JAM, "paper jam or double feed; this scanner does not say which", detail)
    return Trouble(TroubleKind.JAM, "paper jam", detail)


def stuck(seconds: float) -> Trouble:
    text = "the scanner does not answer, or the connection to it was closed"
    return Trouble(TroubleKind.SILENT, text, f"nothing for {seconds:g} s")


def mid_sheet() -> Trouble:
    return Trouble(TroubleKind.TRANSFER, "the scanner gave one side of the sheet only")


def short(detail: str) -> Trouble:
    return Trouble(TroubleKind.SHORT_IMAGE, "the image of the sheet is not complete", detail)
