"""What can go wrong with paper and machine while sheets are fed."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from scanner.errors import ScannerError


class TroubleKind(Enum):
    """Kinds of trouble that every family maps its own codes to."""

    JAM = "jam"
    DOUBLE_FEED = "double-feed"
    COVER_OPEN = "cover-open"
    SHEET_PULLED = "sheet-pulled"
    SECOND_SHEET = "second-sheet"
    SENSOR_STUCK = "sensor-stuck"
    CALIBRATION_NEEDED = "calibration-needed"
    SHORT_IMAGE = "short-image"
    TRANSFER = "transfer-error"
    SILENT = "silent"
    TIMING = "timing-marks"
    DEVICE = "device-error"


class Trouble(ScannerError):  # noqa: N818  an event of the paper path that is handled, not a failure of ours
    """The sheet under way did not get through; a person, or the machine by itself, has to mend something.

    Attributes:
        kind: what it is.
        detail: the device's own word for it: event code, status bits, SANE status.
    """

    exit_code: ClassVar[int] = 8

    def __init__(self, kind: TroubleKind, text: str, detail: str = "") -> None:
        super().__init__(f"{text} ({detail})" if detail else text)
        self.kind = kind
        self.text = text
        self.detail = detail
