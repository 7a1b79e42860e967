"""From the bytes of a file to the pixels of a page."""

from __future__ import annotations

from typing import Final

from tabulate.image.jpeg import decode_jpeg
from tabulate.image.kinds import Kind, kind_of
from tabulate.image.limits import check_bytes, check_page
from tabulate.image.pdf import decode_pdf, pdf_page_count
from tabulate.image.png import decode_png
from tabulate.image.raster import Raster
from tabulate.image.tiff import decode_tiff, pages_of

PDF_DPI: Final = 200.0
"""Pixels an inch for PDF pages: what county scanners use, and enough for the marks of every layout we know."""


def decode(data: bytes, page: int = 0, *, pdf_dpi: float = PDF_DPI) -> Raster:
    """Decode one page of a JPEG, PNG, TIFF or PDF file, recognised by its content.

    Pixels are those stored, in the order stored: an orientation field is not applied, nothing is resampled (PDF
    pages are drawn).  Colour becomes BT.601 luma, one bit becomes 0 or 255, transparency is laid on white.

    Args:
        data: the whole file.
        page: page within the file, from 0.
        pdf_dpi: pixels an inch for PDF pages.

    Raises:
        ImageError: not one of these files, no such page, too large, cut off or damaged.  The message is one
            line without the file's name, which the caller knows.
    """
    check_bytes(len(data))
    kind = kind_of(data)
    if kind is Kind.TIFF:
        return decode_tiff(data, page)
    if kind is Kind.PDF:
        return decode_pdf(data, page, pdf_dpi)
    check_page(page, 1)
    return decode_jpeg(data) if kind is Kind.JPEG else decode_png(data)


def page_count(data: bytes) -> int:
    """Return how many pages a file has: 1 for JPEG and PNG, thumbnails in a TIFF not counted.

    Raises:
        ImageError: not a file that we open, damaged, or more pages than `limits.MAX_PAGES`.
    """
    check_bytes(len(data))
    kind = kind_of(data)
    if kind is Kind.TIFF:
        return len(pages_of(data))
    if kind is Kind.PDF:
        return pdf_page_count(data)
    return 1
