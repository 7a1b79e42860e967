"""The eyes of simulated devices: recorded pages decoded as the reader decodes them."""

from __future__ import annotations

from dataclasses import dataclass

from retally.level_optics import SIZE, see_levels
from scanner.errors import ScannerError
from scanner.levels import LevelSheet, Scale
from scanner.sheet import PageImage
from scanner.surroundings import Pixels
from tabulate.errors import ImageError
from tabulate.image import decode

PLAIN_DPI = 200.0
"""Dots per inch of an image that does not say; what the devices that are simulated scan with."""


@dataclass(frozen=True, slots=True)
class DeskOptics:
    """How recorded sheets look to a simulated device; `scanner.surroundings.Optics`.

    Attributes:
        size: width and height in inches of what a mark reader looks at around each place.
    """

    size: tuple[float, float] = SIZE

    def pixels(self, page: PageImage) -> Pixels:
        """Decode a recorded page.

        Raises:
            ScannerError: it cannot be decoded; the message names the page.
        """
        try:
            raster = decode(page.encoded, page.page)
        except ImageError as error:
            raise ScannerError(f"{page.name}: a simulated device cannot see this page: {error}") from error
        across = page.dpi if page.dpi is not None else PLAIN_DPI if raster.dpi is None else raster.dpi[0]
        return Pixels(raster.gray, across)

    def levels(self, page: PageImage, scale: Scale) -> LevelSheet:
        """Measure each place of the grid as the head of a mark reader would that sees all of them.

        Raises:
            ScannerError: the page cannot be decoded; the message names it.
        """
        return see_levels(page, scale, self.size)
