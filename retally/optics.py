"""The eyes of simulated devices: recorded pages decoded as the reader decodes them."""

from __future__ import annotations

from scanner.errors import ScannerError
from scanner.levels import LevelSheet
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Pixels
from tabulate.errors import ImageError
from tabulate.image import decode

PLAIN_DPI = 200.0
"""Dots per inch of an image that does not say; what the devices that are simulated scan with."""


class DeskOptics:
    """How recorded sheets look to a simulated device; `scanner.surroundings.Optics`."""

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

    def levels(self, sheet: CapturedSheet) -> LevelSheet:
        """Measure a recorded sheet as a mark reader would.

        Raises:
            ScannerError: always: no program is at hand here.
        """
        raise ScannerError(f"sheet {sheet.key}: mark levels cannot be measured without a program")
