"""What the image arrays of a simulated scanner see of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from scanner.devices.pdi.protocol.geometry import WIDTHS, Geometry
from scanner.devices.pdi.protocol.image import Gray, encode_image, sides_of
from scanner.devices.pdi.protocol.tables import BOTTOM, TOP, CalibrationTable
from scanner.devices.pdi.simulator.state import State
from scanner.devices.simulated.paper import SimulatedSheet
from scanner.sheet import PageImage
from scanner.surroundings import Optics

WHITE: Final = 255
BED_ROWS: Final = 6
"""Black rows of the empty bed above and below a 1-bit image.  How many there are is not known."""
SAME_DPI: Final = 1.0
"""Dots per inch by which a file may be off and still mean a resolution of the scanner."""

Resampled = Callable[[PageImage, float, int], None]


@dataclass(frozen=True, slots=True)
class View:
    """The pixels of a sheet, both sides of the same shape."""

    pages: dict[int, Gray]
    dpi: int

    @property
    def inches(self) -> float:
        """Length of the sheet."""
        rows: int = next(iter(self.pages.values())).shape[0]
        return rows / self.dpi


class Arrays:
    """Two image arrays, as wide as they are built."""

    def __init__(
        self, optics: Optics, wide: Mapping[int, int], resampled: Resampled, *, worn: bool = False
    ) -> None:
        """Look with somebody's eyes.

        Args:
            optics: decode recorded pages.
            wide: by number of the sheet, pixels at 400 dpi of an array in which it fits, where a real one is
                too narrow for what was recorded with another scanner.
            resampled: told when a page had another resolution than the scan.
            worn: glass and light are uneven, as real ones are; then 8-bit levels are rounded on the way.
        """
        self._optics = optics
        self._wide = wide
        self._native = WIDTHS[400]
        self._resampled = resampled
        self._worn = worn

    def fit(self, sheet: SimulatedSheet | None) -> None:
        """Be as wide as the next sheet needs.

        No real array does.  It keeps the pixels of every recorded page, without a margin that only its
        neighbours in the pile need.
        """
        number = 0 if sheet is None else sheet.number
        self._native = self._wide.get(number, WIDTHS[400])

    def width(self, dpi: int) -> int:
        return self._native * dpi // 400

    def table(self, side: int, dpi: int) -> CalibrationTable:
        """Of the resolution's own width; the medium one has none in the device."""
        width = self.width(dpi)
        if not self._worn:
            return CalibrationTable.identity(side, width)
        at = np.arange(width, dtype=np.float64) / width
        white = 205 + 25 * np.sin(3 * at + side)
        black = 14 + 8 * np.cos(5 * at + side)
        return CalibrationTable(side, np.rint(white).astype(np.uint8), np.rint(black).astype(np.uint8))

    def look(self, sheet: SimulatedSheet, state: State) -> View:
        """See a sheet with its left edge at the first pixel; beside and below the paper it is white."""
        recorded = sheet.recorded
        pages = {TOP: recorded.front, BOTTOM: recorded.back}
        seen = {
            side: self._pixels(page, state.dpi)
            for side in sides_of(state.sides)
            if (page := pages[side]) is not None
        }
        rows = max((page.shape[0] for page in seen.values()), default=1)
        width = self.width(state.dpi)
        placed = {side: _placed(seen.get(side), rows, width) for side in sides_of(state.sides)}
        return View(placed, state.dpi)

    def encode(self, view: View, state: State) -> bytes:
        """The bytes of a whole scan."""
        geometry = Geometry(state.dpi, self.width(state.dpi), state.sides, state.bilevel)
        if not state.bilevel:
            tables = {side: self.table(side, state.dpi) for side in view.pages}
            return encode_image(view.pages, geometry, tables)
        percent = {TOP: state.thresholds["T"], BOTTOM: state.thresholds["B"]}
        cut = {
            side: _on_bed(np.where(page < -(-percent[side] * WHITE // 100), 0, WHITE).astype(np.uint8))
            for side, page in view.pages.items()
        }
        return encode_image(cut, geometry, {})

    def _pixels(self, page: PageImage, dpi: int) -> Gray:
        pixels = self._optics.pixels(page)
        if abs(pixels.dpi - dpi) < SAME_DPI:
            return pixels.gray
        self._resampled(page, pixels.dpi, dpi)
        rows, width = (max(1, round(length * dpi / pixels.dpi)) for length in pixels.gray.shape)
        return np.asarray(Image.fromarray(pixels.gray).resize((width, rows), Image.Resampling.BOX), np.uint8)


def _placed(page: Gray | None, rows: int, width: int) -> Gray:
    if page is not None and page.shape == (rows, width):
        return page
    whole = np.full((rows, width), WHITE, np.uint8)
    if page is not None:
        whole[: page.shape[0], : min(width, page.shape[1])] = page[:, :width]
    return whole


def _on_bed(page: Gray) -> Gray:
    return np.pad(page, ((BED_ROWS, BED_ROWS), (0, 0)), constant_values=0)
