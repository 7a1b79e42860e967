"""From the bytes of a scan to the pages that are stored."""

from __future__ import annotations

from typing import Final

import numpy as np

from scanner.devices.pdi.protocol.geometry import Geometry
from scanner.devices.pdi.protocol.image import Gray, ImageDataError, Tables, decode_image
from scanner.machine import Capture
from scanner.pages import bilevel_page, gray_page
from scanner.sheet import PageImage
from scanner.trouble import Trouble, TroubleKind

SIDE_NAMES: Final = ("front", "back")
INCOMPLETE: Final = "the image of the sheet is not complete"


def capture_of(data: bytes, geometry: Geometry, tables: Tables, shortest: float, number: int) -> Capture:
    """Decode a scan.

    Args:
        data: all bytes between its begin and end.
        geometry: as the scanner was set.
        tables: of its arrays.
        shortest: inches below which the image is not all of a sheet.
        number: of the scan, for the names of its pages.

    Raises:
        Trouble: bytes are missing; SHORT_IMAGE.
    """
    try:
        pages = decode_image(data, geometry, tables)
    except ImageDataError as error:
        raise Trouble(TroubleKind.SHORT_IMAGE, INCOMPLETE, str(error)) from error
    rows = min(page.shape[0] for page in pages.values())
    if rows < shortest * geometry.dpi:
        detail = f"{rows / geometry.dpi:.2f} in, a sheet has at least {shortest:.2f} in"
        raise Trouble(TroubleKind.SHORT_IMAGE, INCOMPLETE, detail)
    stored = [_page(pages[side], geometry, f"{number:06d}-{SIDE_NAMES[side]}") for side in sorted(pages)]
    return Capture(stored[0], stored[1] if len(stored) > 1 else None)


def _page(page: Gray, geometry: Geometry, name: str) -> PageImage:
    if geometry.bilevel:
        return bilevel_page(page == 0, geometry.dpi, name)
    return gray_page(np.ascontiguousarray(page), geometry.dpi, name)
