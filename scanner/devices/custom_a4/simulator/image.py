"""What the two arrays see of a sheet, and how much of it can be fetched by now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scanner.devices.custom_a4.protocol import ScanParameters, Side, Sides, SideStatus
from scanner.notice import Notice, Notify
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Optics

INCHES_PER_SECOND: Final = 10.0
"""Assumed: a letter sheet takes about a second."""
LAG: Final = 0.1
"""Seconds by which side B, whose array lies behind, ends later.  Assumed."""
WHITE: Final = 255
SAME_DPI: Final = 0.02
"""Resolutions that differ by less than this part are the same: files round theirs."""

Gray = NDArray[np.uint8]


class Camera:
    """Lays recorded pages on the arrays, pixel for pixel from column 0, with white beside them."""

    def __init__(self, optics: Optics, notify: Notify) -> None:
        self._optics = optics
        self._notify = notify
        self._told: set[str] = set()

    def sides(self, sheet: CapturedSheet, parameters: ScanParameters) -> dict[Side, Gray]:
        """The sides that are asked for; a sheet that was recorded from one side has a white back."""
        front = self._page(sheet.front, parameters)
        back = np.full_like(front, WHITE) if sheet.back is None else self._page(sheet.back, parameters)
        wanted = {Side.A: (Sides.A, front), Side.B: (Sides.B, back)}
        return {side: gray for side, (bit, gray) in wanted.items() if parameters.sides & bit}

    def _page(self, page: PageImage, parameters: ScanParameters) -> Gray:
        seen = self._optics.pixels(page)
        gray = seen.gray
        if abs(seen.dpi / parameters.dpi - 1) > SAME_DPI:
            self._tell("resampled", f"{page.name} has {seen.dpi:.0f} dpi and is shown at {parameters.dpi}")
            scale = parameters.dpi / seen.dpi
            size = round(gray.shape[1] * scale), round(gray.shape[0] * scale)
            gray = np.asarray(Image.fromarray(gray).resize(size, Image.Resampling.BOX))
        rows, columns = min(gray.shape[0], parameters.height), gray.shape[1]
        if columns > parameters.width:
            # A real one would cut it off, and recorded sheets would not read as they did.
            text = f"{page.name} is {columns} pixels wide, and a Custom A4 sees {parameters.width}"
            self._tell("too-wide", f"{text}; the simulated one sees all of it")
        laid = np.full((rows, max(columns, parameters.width)), WHITE, np.uint8)
        laid[:, :columns] = gray[:rows]
        return laid

    def _tell(self, code: str, text: str) -> None:
        if code not in self._told:
            self._told.add(code)
            self._notify(Notice(code, f"{text}. The same is done with other pages of that kind. "))


@dataclass(slots=True)
class _Strip:
    """One side under way."""

    data: bytes
    width: int
    height: int
    starts: float
    fetched: int = 0


class SimulatedScan:
    """One scan.

    Attributes:
        seconds: that it takes.
        ended: all rows were seen.  Bytes may still be ready then: field knowledge of reference 10, and the
            reason why upstream's loop, taken literally, loses the end of a page.
    """

    def __init__(self, sides: dict[Side, Gray], dpi: int, now: Callable[[], float]) -> None:
        self._now = now
        self._rate = INCHES_PER_SECOND * dpi
        begin = now()
        self._strips = {
            side: _Strip(gray.tobytes(), gray.shape[1], gray.shape[0], begin + (LAG if side is Side.B else 0.0))
            for side, gray in sides.items()
        }
        self.seconds = max(one.starts + one.height / self._rate for one in self._strips.values()) - begin
        self.ended = False
        self.aborted = False

    def abort(self) -> None:
        """No more rows come."""
        if not self.ended:
            self.aborted = True

    def lose_rows(self, rows: int) -> None:
        """The last rows never come, although the height says so: a short image."""
        for one in self._strips.values():
            one.data = one.data[: max(0, one.height - rows) * one.width]

    def status(self, side: Side) -> SideStatus:
        one = self._strips.get(side)
        if one is None:
            return SideStatus()
        rows = self._rows(one)
        ready = max(0, min(rows * one.width, len(one.data)) - one.fetched)
        done = rows >= one.height
        return SideStatus(
            pages=int(done),
            ready=ready,
            width=one.width if rows else 0,
            height=one.height if done else 0,
            page_end=done,
            ended=done and self.ended,
        )

    def fetch(self, side: Side, size: int) -> bytes | None:
        """Bytes of a side; None when there are fewer.  What real ones do then is unknown (reference 10)."""
        one = self._strips.get(side)
        if one is None or size > self.status(side).ready:
            return None
        data = one.data[one.fetched : one.fetched + size]
        one.fetched += size
        return data

    def _rows(self, one: _Strip) -> int:
        if self.ended:
            return one.height
        if self.aborted:
            return one.fetched // one.width
        return max(0, min(one.height, int((self._now() - one.starts) * self._rate)))
