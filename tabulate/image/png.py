"""PNG pages.

Every chunk's checksum is verified by us before decoding: the library passes over errors in chunks that it does
not need, and a scan with any damaged byte is not the scan that was made.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final

import imagecodecs

from tabulate.errors import ImageError
from tabulate.image.levels import gray_of
from tabulate.image.limits import check_size, dpi_hint
from tabulate.image.raster import Raster

_METRE: Final = 0.0254
"""Metres in an inch; PNG counts pixels in a metre."""


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    depth: int
    palette: bytes | None
    transparent: bool
    dpi: tuple[float, float] | None


def decode_png(data: bytes) -> Raster:
    """Decode a PNG file: grey, palette or colour, 1 to 16 bits, transparency laid on white.

    `Raster.bilevel` is true for one bit a pixel when the two levels are black and white.

    Raises:
        ImageError: too large, cut off, a wrong checksum, animated.
    """
    header = _read_header(data)
    try:
        samples = imagecodecs.png_decode(data)
    except Exception as error:  # whatever the decoder raises on foreign bytes is the file's fault
        raise ImageError(f"the PNG is damaged ({error}); copy it again, or scan again") from error
    if samples.shape[:2] != (header.height, header.width):
        raise ImageError("the PNG's pixels do not fill the size in its header; scan the sheet again")
    black_and_white = header.palette is None or set(header.palette) <= {0, 255}
    bilevel = header.depth == 1 and black_and_white and not header.transparent
    return Raster(gray_of(samples), bilevel=bilevel, dpi=header.dpi)


def _read_header(data: bytes) -> _Header:
    """Walk all chunks: size first, then checksums, palette and resolution."""
    size = _size(data)
    palette: bytes | None = None
    transparent = False
    dpi: tuple[float, float] | None = None
    view = memoryview(data)
    at = 8
    while True:
        if at + 12 > len(data):
            raise ImageError("the PNG is cut off before its end; copy it from its source again, or scan again")
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 8 + length
        if end + 4 > len(data):
            raise ImageError("the PNG is cut off before its end; copy it from its source again, or scan again")
        if zlib.crc32(view[at + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            raise ImageError("a checksum in the PNG does not match, so bytes were changed; copy it again")
        body = data[at + 8 : end] if name in (b"PLTE", b"pHYs") else b""
        if name == b"acTL":
            raise ImageError("this is an animated PNG; save the one page that is meant")
        if name == b"PLTE":
            palette = body
        elif name == b"tRNS":
            transparent = True
        elif name == b"pHYs" and length == 9:
            across, down, unit = struct.unpack(">IIB", body)
            dpi = dpi_hint(across * _METRE, down * _METRE) if unit == 1 else None
        elif name == b"IEND":
            return _Header(*size, palette, transparent, dpi)
        at = end + 4


def _size(data: bytes) -> tuple[int, int, int]:
    """Read width, height and bits a sample of the first chunk, and refuse what is too large."""
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise ImageError("the PNG ends inside its header; copy it from its source again, or scan again")
    width, height, depth, colour = struct.unpack_from(">IIBB", data, 16)
    check_size(width, height)
    return width, height, depth if colour in (0, 3) else 8
