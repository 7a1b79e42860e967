"""PNG pages.

Every chunk's checksum is verified by us before decoding: the library passes over errors in chunks that it does
not need, and a scan with any damaged byte is not the scan that was made.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import imagecodecs
import numpy as np

from tabulate.errors import ImageError
from tabulate.image.levels import from_palette, gray_of
from tabulate.image.limits import check_size, dpi_hint
from tabulate.image.raster import GrayImage, Raster

_METRE: Final = 0.0254
"""Metres in an inch; PNG counts pixels in a metre."""

_INDEXED: Final = 3
"""Colour type of images with a palette."""


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    depth: int
    palette: bytes | None
    opacity: bytes
    dpi: tuple[float, float] | None


def decode_png(data: bytes) -> Raster:
    """Decode a PNG file: grey, palette or colour, 1 to 16 bits, transparency laid on white.

    `Raster.bilevel` is true for one bit a pixel when the two levels are black and white.

    Raises:
        ImageError: too large, cut off, a wrong checksum, animated.
    """
    header = _read_header(data)
    try:
        samples = imagecodecs.png_decode(data if header.palette is None else _without_palette(data))
    except Exception as error:  # whatever the decoder raises on foreign bytes is the file's fault
        raise ImageError(f"the PNG is damaged ({error}); copy it again, or scan again") from error
    if samples.shape[:2] != (header.height, header.width):
        raise ImageError("the PNG's pixels do not fill the size in its header; scan the sheet again")
    if header.palette is None:
        return Raster(gray_of(samples), bilevel=header.depth == 1 and not header.opacity, dpi=header.dpi)
    levels = _levels(header)
    bilevel = header.depth == 1 and set(levels.tolist()) == {0, 255}
    # The decoder scales few-bit grey to 0 to 255, so the numbers of the palette stand that far apart.
    spread = np.zeros(256, dtype=np.uint8)
    step = 255 // ((1 << header.depth) - 1)
    spread[: len(levels) * step : step] = levels
    return Raster(from_palette(samples, spread), bilevel=bilevel, dpi=header.dpi)


def _levels(header: _Header) -> GrayImage:
    """Return the grey levels of the palette, transparent colours laid on white."""
    assert header.palette is not None
    colours = np.frombuffer(header.palette, dtype=np.uint8).reshape(1, -1, 3)[:, : 1 << header.depth]
    opacity = np.full((1, colours.shape[1], 1), 255, dtype=np.uint8)
    given = np.frombuffer(header.opacity, dtype=np.uint8)[: colours.shape[1]]
    opacity[0, : len(given), 0] = given
    levels: GrayImage = gray_of(np.concatenate([colours, opacity], axis=2))[0]
    return levels


def _without_palette(data: bytes) -> bytes:
    """Return the pixels as a grey PNG, so that palette numbers come out, not colours: a third of the work."""
    parts = [data[:8]]
    for name, start, end in _chunks(data):
        if name == b"IHDR":
            body = b"IHDR" + data[start : start + 9] + b"\x00" + data[start + 10 : end]
            parts.append(struct.pack(">I", end - start) + body + struct.pack(">I", zlib.crc32(body)))
        elif name in (b"IDAT", b"IEND"):
            parts.append(data[start - 8 : end + 4])
    return b"".join(parts)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, start, end) of each chunk's body, checksums verified, up to the last one.

    Raises:
        ImageError: cut off, or a checksum does not match.
    """
    view = memoryview(data)
    at = 8
    while True:
        end = at + 8 + struct.unpack_from(">I", data, at)[0] if at + 12 <= len(data) else len(data)
        if end + 4 > len(data):
            raise ImageError("the PNG is cut off before its end; copy it from its source again, or scan again")
        if zlib.crc32(view[at + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            raise ImageError("a checksum in the PNG does not match, so bytes were changed; copy it again")
        name = data[at + 4 : at + 8]
        yield name, at + 8, end
        if name == b"IEND":
            return
        at = end + 4


def _read_header(data: bytes) -> _Header:
    """Read size, palette and resolution, and verify all checksums."""
    width, height, depth, colour = _size(data)
    palette = opacity = b""
    dpi: tuple[float, float] | None = None
    for name, start, end in _chunks(data):
        if name == b"acTL":
            raise ImageError("this is an animated PNG; save the one page that is meant")
        if name == b"PLTE":
            palette = data[start:end]
        elif name == b"tRNS":
            opacity = data[start:end]
        elif name == b"pHYs" and end - start == 9:
            across, down, unit = struct.unpack_from(">IIB", data, start)
            dpi = dpi_hint(across * _METRE, down * _METRE) if unit == 1 else None
    if colour == _INDEXED and (not palette or len(palette) % 3):
        raise ImageError("the PNG's palette is damaged; export it again")
    return _Header(width, height, depth, palette if colour == _INDEXED else None, opacity, dpi)


def _size(data: bytes) -> tuple[int, int, int, int]:
    """Read width, height, bits a sample and colour type of the first chunk, and refuse what is too large."""
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise ImageError("the PNG ends inside its header; copy it from its source again, or scan again")
    width, height, depth, colour = struct.unpack_from(">IIBB", data, 16)
    check_size(width, height)
    if colour == _INDEXED and depth not in (1, 2, 4, 8):
        raise ImageError("the PNG's palette is damaged; export it again")
    return width, height, depth if colour in (0, _INDEXED) else 8, colour
