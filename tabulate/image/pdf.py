"""PDF pages, drawn to pixels by PDFium.

PDFium is not thread-safe: one lock holds all calls of this process, so use processes, not threads, to go
faster.  A scan inside a PDF is redrawn at the asked resolution; where the
scanner offers TIFF or JPEG, take that.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast

import numpy as np
import pypdfium2 as pdfium

from tabulate.errors import ImageError
from tabulate.image.limits import check_page, check_pages, check_size
from tabulate.image.raster import Raster

_POINTS: Final = 72.0
"""PDF points in an inch (ISO 32000-1, 8.3.2.3)."""

_LOCK: Final = cast(threading.Lock, vars(pdfium).setdefault("one_at_a_time", threading.Lock()))
"""One for the process.  It hangs on the library's module, because rooms that do not know each other use it."""


def pdf_page_count(data: bytes) -> int:
    """Return how many pages a PDF has.

    Raises:
        ImageError: damaged, encrypted, or more than `MAX_PAGES`.
    """
    with _document(data) as document:
        return len(document)


def decode_pdf(data: bytes, page: int, dpi: float) -> Raster:
    """Draw one page of a PDF at `dpi` pixels an inch.

    Raises:
        ImageError: no such page, too large at this resolution, damaged, or encrypted.
        ValueError: `dpi` is not a positive number.
    """
    if not (math.isfinite(dpi) and dpi > 0):
        raise ValueError(f"pdf_dpi must be a positive number, not {dpi}")
    with _document(data) as document:
        check_page(page, len(document))
        try:
            sheet = document[page]
            width, height = sheet.get_size()
            check_size(math.ceil(width * dpi / _POINTS), math.ceil(height * dpi / _POINTS))
            bitmap = sheet.render(scale=dpi / _POINTS, grayscale=True)
        except pdfium.PdfiumError as error:
            raise ImageError(f"page {page + 1} of the PDF is damaged ({error}); export it again") from error
        pixels = bitmap.to_numpy()
        # A copy, because the pixels belong to the document that closes now.
        gray = np.array(pixels.reshape(pixels.shape[:2]), dtype=np.uint8, order="C", copy=True)
        bitmap.close()
        sheet.close()
    return Raster(gray, bilevel=False, dpi=(dpi, dpi))


@contextmanager
def _document(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF for one use, alone in this process."""
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "assword" in str(error):
                raise ImageError("the PDF is locked with a password; save it without one") from error
            raise ImageError(f"the PDF is damaged or cut off ({error}); copy it again") from error
        try:
            check_pages(len(document))
            yield document
        finally:
            document.close()
