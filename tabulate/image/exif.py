"""The resolution in a JPEG's EXIF block, which is a small TIFF directory.  Its orientation is not applied."""

from __future__ import annotations

from tabulate.errors import ImageError
from tabulate.image.ifd import read_directories


def exif_dpi(block: bytes) -> tuple[float, float] | None:
    """Return (across, down) as the EXIF `block` says, or None; a damaged block says nothing."""
    try:
        first = next(read_directories(block), None)
    except ImageError:
        return None
    return None if first is None else first.dpi
