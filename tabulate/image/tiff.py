"""TIFF pages: strips or tiles, multi-page.  Fax compression is decoded by us, all others by the TIFF library.

The directory is read by us first, so that sizes are known before memory is taken and missing strips are seen;
the library's own directory reader repairs such files silently.
"""

from __future__ import annotations

from typing import Final

import imagecodecs
import numpy as np

from tabulate.errors import ImageError
from tabulate.image.ifd import Directory, Tag, read_directories
from tabulate.image.levels import Samples, from_palette, gray_of
from tabulate.image.limits import MAX_PAGES, check_page, check_pages, check_size
from tabulate.image.raster import GrayImage, Raster

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _YCBCR = 0, 1, 2, 3, 6

_NONE, _JPEG = 1, 7
_FAX: Final = frozenset({2, 3, 4})

_ASSOCIATED: Final = 1
"""Extra sample that is opacity, with the colours already scaled by it."""

_OPACITY: Final = 2


def pages_of(data: bytes) -> list[Directory]:
    """Return the directories of the pages of a TIFF file, thumbnails and masks left out.

    Raises:
        ImageError: damaged, or more than `MAX_PAGES` pages.
    """
    pages: list[Directory] = []
    for directory in read_directories(data):
        if directory.is_page:
            pages.append(directory)
        check_pages(max(1, len(pages), directory.index + 1 - MAX_PAGES))
    check_pages(len(pages))
    return pages


def decode_tiff(data: bytes, page: int) -> Raster:
    """Decode one page of a TIFF file.

    Raises:
        ImageError: no such page, too large, cut off, damaged, or samples that we do not read.
    """
    pages = pages_of(data)
    check_page(page, len(pages))
    directory = pages[page]
    width, height = directory.number(Tag.WIDTH), directory.number(Tag.HEIGHT)
    check_size(width, height)
    _check_samples(directory)
    check_pieces(directory, len(data))
    levels = _two_levels(directory)
    bilevel = levels is not None and set(levels) == {0, 255}
    if levels is not None and directory.number(Tag.COMPRESSION, _NONE) in _FAX:
        from tabulate.image.fax import decode_fax_page  # noqa: PLC0415  the compiler loads for fax pages only

        return Raster(decode_fax_page(data, directory, *levels), bilevel=bilevel, dpi=directory.dpi)
    try:
        samples: Samples = imagecodecs.tiff_decode(data, index=directory.index)
    except Exception as error:  # whatever the decoder raises on foreign bytes is the file's fault
        raise ImageError(
            f"the TIFF is damaged ({error}); copy it from its source again, or scan the sheet again"
        ) from error
    gray = _gray(samples, directory)
    if gray.shape != (height, width):
        raise ImageError("the TIFF's pixels do not fill the size in its header; scan the sheet again")
    return Raster(gray, bilevel=bilevel, dpi=directory.dpi)


def _check_samples(directory: Directory) -> None:
    """Refuse samples whose grey level we would have to guess."""
    bits = set(directory.numbers(Tag.BITS) or (1,))
    if len(bits) != 1 or not bits <= {1, 8, 16}:
        raise ImageError(f"the TIFF has {sorted(bits)} bits a sample, not 1, 8 or 16; save it as 8-bit grey")
    if set(directory.numbers(Tag.SAMPLE_FORMAT)) - {1}:
        raise ImageError("the TIFF's samples are signed or floating-point numbers; save it as 8-bit grey")
    photometric = directory.number(Tag.PHOTOMETRIC)
    channels = directory.number(Tag.SAMPLES, 1)
    plain = {_WHITE_IS_ZERO: (1, 2), _BLACK_IS_ZERO: (1, 2), _RGB: (3, 4), _PALETTE: (1,), _YCBCR: (3,)}
    if channels not in plain.get(photometric, ()):
        raise ImageError(
            f"the TIFF has colour model {photometric} with {channels} samples a pixel, which we do not read; "
            "save it as grey or RGB"
        )
    if photometric == _YCBCR and directory.number(Tag.COMPRESSION, _NONE) != _JPEG:
        raise ImageError("the TIFF has YCbCr colour without JPEG compression; save it as grey or RGB")
    if bits == {1} and channels != 1:
        raise ImageError("the TIFF has several 1-bit samples a pixel; save it as 8-bit grey")


def check_pieces(directory: Directory, size: int) -> None:
    """Refuse a page that lacks strips or tiles, or whose strips lie beyond the file of `size` bytes.

    Raises:
        ImageError: it does.
    """
    height = directory.number(Tag.HEIGHT)
    planes = directory.number(Tag.SAMPLES, 1) if directory.number(Tag.PLANAR, 1) == 2 else 1
    if Tag.TILE_OFFSETS in directory.fields:
        offsets, counts = directory.numbers(Tag.TILE_OFFSETS), directory.numbers(Tag.TILE_BYTES)
        wide, tall = directory.number(Tag.TILE_WIDTH), directory.number(Tag.TILE_HEIGHT)
        check_size(wide, tall)
        needed = -(-directory.number(Tag.WIDTH) // wide) * -(-height // tall) * planes
    else:
        offsets, counts = directory.numbers(Tag.STRIP_OFFSETS), directory.numbers(Tag.STRIP_BYTES)
        rows = min(directory.number(Tag.ROWS_PER_STRIP, height), height)
        needed = -(-height // max(rows, 1)) * planes
    if len(offsets) < needed or len(counts) < needed:
        raise ImageError(
            f"the TIFF lists {min(len(offsets), len(counts))} of the {needed} pieces of its page; "
            "copy it from its source again, or scan the sheet again"
        )
    for number, (offset, count) in enumerate(zip(offsets[:needed], counts[:needed], strict=True), start=1):
        if count == 0 or offset + count > size:
            raise ImageError(
                f"the TIFF is cut off: piece {number} of {needed} of its page is missing or incomplete; "
                "copy it from its source again, or scan the sheet again"
            )


def _two_levels(directory: Directory) -> tuple[int, int] | None:
    """Return the grey levels of 0 and 1 bits of a 1-bit page, None for other pages."""
    if directory.number(Tag.BITS, 1) != 1:
        return None
    photometric = directory.number(Tag.PHOTOMETRIC)
    if photometric == _PALETTE:
        levels = _palette_levels(directory)
        return int(levels[0]), int(levels[1])
    return (255, 0) if photometric == _WHITE_IS_ZERO else (0, 255)


def _gray(samples: Samples, directory: Directory) -> GrayImage:
    """Turn decoded samples into grey levels by the page's colour model."""
    photometric = directory.number(Tag.PHOTOMETRIC)
    if samples.dtype == np.bool_:
        bits: GrayImage = samples.view(np.uint8)
        if photometric == _PALETTE:
            return from_palette(bits, _palette_levels(directory))
        # In place and without a table: 0 - 1 and -1 wrap to 255.
        return np.subtract(bits, 1, out=bits) if photometric == _WHITE_IS_ZERO else np.negative(bits, out=bits)
    if photometric == _PALETTE:
        if samples.dtype != np.uint8:
            raise ImageError("the TIFF has a palette of 65,536 colours; save it as 8-bit grey")
        return from_palette(samples, _palette_levels(directory))
    if directory.number(Tag.PLANAR, 1) == 2 and samples.ndim == 3:
        samples = np.moveaxis(samples, 0, -1)
    extra = directory.number(Tag.EXTRA_SAMPLES, 0)
    if samples.ndim == 3 and samples.shape[2] in (2, 4) and extra not in (_ASSOCIATED, _OPACITY):
        samples = samples[..., :-1]  # an extra sample without a meaning is not opacity
        samples = samples[..., 0] if samples.shape[2] == 1 else samples
    if photometric == _WHITE_IS_ZERO:
        if samples.ndim == 3:
            raise ImageError("the TIFF has white-is-zero grey with opacity; save it as 8-bit grey")
        samples = ~samples
    return gray_of(samples, premultiplied=extra == _ASSOCIATED)


def _palette_levels(directory: Directory) -> GrayImage:
    """Return the grey levels of the colour map: all reds, then greens, then blues, of 16 bits.

    The upper byte counts, because writers fill the lower one with the same byte or with zero; a map without
    upper bytes was written as if it had 8 bits.
    """
    colours = directory.numbers(Tag.COLOR_MAP)
    entries = 1 << directory.number(Tag.BITS, 1)
    if len(colours) != 3 * entries:
        raise ImageError("the TIFF's colour map is damaged; export it again")
    values = np.array(colours, dtype=np.uint32).reshape(3, 1, entries).transpose(1, 2, 0)
    table = (values if values.max() < 256 else values >> 8).astype(np.uint8)
    levels: GrayImage = gray_of(table)[0]
    return levels
