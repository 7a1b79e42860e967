"""How many pages a recorded file has, without decoding any."""

from __future__ import annotations

import struct
import threading
from typing import Final, cast

import pypdfium2 as pdfium

from scanner.folder.kinds import PDF, TIFF

_LOCK: Final = cast(threading.Lock, vars(pdfium).setdefault("one_at_a_time", threading.Lock()))
"""PDFium is not thread-safe, and pages may be decoded in another thread while a folder is watched in this one.
The lock hangs on the library's module, because that room and this one do not know each other."""

MAX_PAGES: Final = 2_000
"""Pages of one TIFF or PDF; a damaged chain of pages is not followed further."""

_SUBFILE: Final = 254
"""TIFF 6.0 NewSubfileType; bit 0 marks a thumbnail, bit 2 a mask, and neither is a page."""


def page_count(data: bytes, media_type: str) -> int:
    """Return the pages of a file; 1 for a damaged one, which is captured whole and refused by the reader."""
    if media_type == TIFF:
        return max(1, _tiff_pages(data))
    if media_type == PDF:
        return max(1, _pdf_pages(data))
    return 1


def _pdf_pages(data: bytes) -> int:
    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            return 1
        try:
            return len(document)
        finally:
            document.close()


def _tiff_pages(data: bytes) -> int:
    """Follow the chain of directories; where it breaks the file is damaged and counts as one page."""
    order = "<" if data[:2] == b"II" else ">"
    seen: set[int] = set()
    pages = 0
    try:
        (at,) = struct.unpack_from(order + "I", data, 4)
        while at:
            if at in seen or len(seen) > MAX_PAGES:
                return 1
            seen.add(at)
            (fields,) = struct.unpack_from(order + "H", data, at)
            pages += not any(
                struct.unpack_from(order + "H", data, entry)[0] == _SUBFILE
                and struct.unpack_from(order + "I", data, entry + 8)[0] & 0b101
                for entry in range(at + 2, at + 2 + 12 * fields, 12)
            )
            end = at + 2 + 12 * fields
            at = struct.unpack_from(order + "I", data, end)[0] if end + 4 <= len(data) else 0
    except struct.error:
        return 1
    return pages
