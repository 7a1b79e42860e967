"""JPEG pages.

A colour page yields its stored luma (the Y of YCbCr) without passing through RGB: faster, and no clipping.
Pure red has a luma of 76 of 255 and so stays visible; the reader must not take a red oval for a mark.

The decoder is strict: a cut or damaged stream is refused where a lenient one fills the rest with grey.  A
changed bit that leaves a valid stream can not be seen: the format has no checksum.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
import simplejpeg

from tabulate.errors import ImageError
from tabulate.image.exif import exif_dpi
from tabulate.image.limits import MAX_SCANS, check_size, dpi_hint
from tabulate.image.raster import GrayImage, Raster

_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length: TEM, RST0 to RST7 and SOI."""

_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start-of-frame markers; C4, C8 and CC are tables."""

_PROGRESSIVE: Final = 0xC2

_SUPPORTED: Final = frozenset({0xC0, 0xC1, _PROGRESSIVE})
"""Baseline, extended and progressive Huffman: what scanners write and libjpeg decodes everywhere."""


@dataclass(frozen=True, slots=True)
class _Header:
    """What the segments before the pixels say; `scans_follow`: the first scan does not hold the whole page."""

    width: int
    height: int
    dpi: tuple[float, float] | None
    scans_follow: bool


def decode_jpeg(data: bytes) -> Raster:
    """Decode a JPEG file.

    Raises:
        ImageError: too large, cut off, damaged, CMYK, or of a rare process.
    """
    header = _read_header(data)
    check_size(header.width, header.height)
    if header.scans_follow and data.count(b"\xff\xda") > MAX_SCANS:
        raise ImageError(f"the JPEG has more than {MAX_SCANS} scans; save it as a plain JPEG")
    try:
        pixels = simplejpeg.decode_jpeg(data, "GRAY", strict=True)
    except Exception as error:  # whatever the decoder raises on foreign bytes is the file's fault
        raise ImageError(_explain(str(error))) from error
    gray: GrayImage = pixels.reshape(pixels.shape[:2])
    if gray.shape != (header.height, header.width) or gray.dtype != np.uint8:
        raise ImageError("the JPEG's two headers contradict each other; scan the sheet again")
    return Raster(gray, bilevel=False, dpi=header.dpi)


def _explain(message: str) -> str:
    """Turn the decoder's words into ours."""
    if "remature end" in message:
        return "the JPEG is cut off before its end; copy it from its source again, or scan the sheet again"
    return f"the JPEG is damaged ({message}); copy it from its source again, or scan the sheet again"


def _read_header(data: bytes) -> _Header:
    """Walk the segments up to the pixels for size and resolution."""
    cut = "the JPEG ends inside its header; copy it from its source again, or scan the sheet again"
    frame: _Frame | None = None
    jfif: tuple[float, float] | None = None
    exif: tuple[float, float] | None = None
    at = 2
    while True:
        at = data.find(b"\xff", at)
        while at >= 0 and data[at + 1 : at + 2] == b"\xff":
            at += 1
        if at < 0 or at + 4 > len(data):
            raise ImageError(cut)
        marker = data[at + 1]
        if marker in _STANDALONE or marker == 0:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        body = data[at + 4 : at + 2 + length]
        if marker == 0xD9 or length < 2 or len(body) != length - 2:
            raise ImageError(cut)
        if marker == 0xDA:
            break
        if marker in _FRAMES:
            frame = _frame(marker, body)
        elif marker == 0xE0 and body[:5] == b"JFIF\x00" and len(body) >= 12:
            jfif = _density(body)
        elif marker == 0xE1 and body[:6] == b"Exif\x00\x00":
            exif = exif_dpi(body[6:])
        at += 2 + length
    if frame is None or not body:
        raise ImageError(cut)
    return _Header(frame.width, frame.height, jfif or exif, frame.progressive or body[0] < frame.components)


@dataclass(frozen=True, slots=True)
class _Frame:
    width: int
    height: int
    components: int
    progressive: bool


def _frame(marker: int, body: bytes) -> _Frame:
    """Read a start-of-frame segment."""
    if marker not in _SUPPORTED:
        raise ImageError("the JPEG is lossless, arithmetic or hierarchical; save it as a plain JPEG")
    if len(body) < 6:
        raise ImageError("the JPEG's header is damaged; scan the sheet again")
    bits, height, width, components = struct.unpack_from(">BHHB", body)
    if bits != 8:
        raise ImageError(f"the JPEG has {bits} bits a sample; save it with 8")
    if components not in (1, 3):
        raise ImageError(f"the JPEG has {components} colours a pixel; save it as grey or RGB")
    return _Frame(width, height, components, progressive=marker == _PROGRESSIVE)


def _density(body: bytes) -> tuple[float, float] | None:
    """Read the resolution of a JFIF segment."""
    unit, across, down = struct.unpack_from(">BHH", body, 7)
    if unit == 1:
        return dpi_hint(across, down)
    if unit == 2:
        return dpi_hint(across * 2.54, down * 2.54)
    return None
