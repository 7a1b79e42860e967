"""What a scanner hands over: a sheet with its page images exactly as captured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PageImage:
    """One side of a sheet as the device or the file gave it.

    Attributes:
        encoded: the bytes as captured; what is hashed and stored.
        media_type: ``image/jpeg``, ``image/png``, ``image/tiff``, ``application/pdf``,
            or that of a level sheet (`scanner.levels`).
        page: page within `encoded` (multi-page TIFF, PDF), from 0.
        name: where it came from, for people: a file name, or the device's sequence number.
        dpi: what the device says of its resolution, or None.
    """

    encoded: bytes
    media_type: str
    page: int
    name: str
    dpi: float | None = None


@dataclass(frozen=True, slots=True)
class CapturedSheet:
    """One sheet of paper, or what a recording says was one.

    Attributes:
        key: names this sheet within its batch, the same on every replay of the same recording, so that an
            interrupted batch continues with the sheets it does not have yet.
        front, back: the two sides; the order is the device's, which side is which is for the reader to find.
        source: address of the scanner, such as ``folder:batch-17``.
        imprint: what the device printed on the sheet, or found printed there; None where it does not print.
    """

    key: str
    front: PageImage
    back: PageImage | None
    source: str
    imprint: str | None = None

    @property
    def pages(self) -> tuple[PageImage, ...]:
        return (self.front,) if self.back is None else (self.front, self.back)


Disposition = Literal["accept", "return"]
