"""Which kind of file the bytes are.  The name is never looked at: names lie, first bytes seldom do."""

from __future__ import annotations

from enum import Enum
from typing import Final

from tabulate.errors import ImageError


class Kind(Enum):
    """The kinds of file that hold pages; the value is the media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    PDF = "application/pdf"


ACCEPTED: Final = "JPEG, PNG, TIFF or PDF"

_PDF_SEARCH: Final = 1024
"""Readers look for the PDF header in this many first bytes; some scanners put a line before it."""

_FOREIGN: Final = (
    (0, b"GIF8", "a GIF image"),
    (0, b"BM", "a BMP image"),
    (0, b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image"),
    (0, b"\x00\x00\x00\x0cJXL ", "a JPEG XL image"),
    (0, b"\xff\x0a", "a JPEG XL image"),
    (0, b"\x97JB2", "a JBIG2 image"),
    (0, b"8BPS", "a Photoshop document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"PK\x03\x04", "a ZIP archive"),
    (8, b"WEBP", "a WebP image"),
    (4, b"ftyp", "a HEIC or AVIF image, or a film"),
    (0, b"II+\x00", "a BigTIFF file"),
    (0, b"MM\x00+", "a BigTIFF file"),
    (0, b"P4", "a PBM image"),
    (0, b"P5", "a PGM image"),
    (0, b"P6", "a PPM image"),
)


def kind_of(data: bytes) -> Kind:
    """Say which kind of file `data` is, by its first bytes.

    Raises:
        ImageError: none that we open; the message names what it looks like and what we open.
    """
    if data[:3] == b"\xff\xd8\xff":
        return Kind.JPEG
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return Kind.PNG
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return Kind.TIFF
    if b"%PDF-" in data[:_PDF_SEARCH]:
        return Kind.PDF
    raise ImageError(f"{_foreign(data)}; we open {ACCEPTED}: scan or save it as one of these")


def _foreign(data: bytes) -> str:
    """Name what the bytes look like, so that the operator sees which file went astray."""
    for at, start, name in _FOREIGN:
        if data[at : at + len(start)] == start:
            return f"this is {name}"
    if not data[:512].strip(b"\x00"):
        return "this is not an image: it begins with nothing but zeros, as a copy does that was never finished"
    return "this is not an image"
