"""The eyes of simulated devices: recorded pages decoded as the reader decodes them."""

from __future__ import annotations

from config.program import ElectionProgram
from scanner.errors import ScannerError
from scanner.levels import LevelSheet
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Pixels
from tabulate.errors import ImageError
from tabulate.image import decode

PLAIN_DPI = 200.0
"""Dots per inch of an image that does not say; what the devices that are simulated scan with."""


class DeskOptics:
    """How recorded sheets look to a simulated device; `scanner.surroundings.Optics`.

    Args:
        program: of the case, to measure levels with; None where there is no case.
    """

    def __init__(self, program: ElectionProgram | None = None) -> None:
        self._program = program

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
            ScannerError: there is no program, or no way yet to measure with it.
        """
        if self._program is None:
            raise ScannerError(f"sheet {sheet.key}: mark levels are measured with a case's program; give one")
        raise ScannerError(f"sheet {sheet.key}: mark levels cannot be measured by this version")
