"""Fax-compressed TIFF pages (ITU-T T.4 and T.6, "group 3" and "group 4"), decoded strictly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from tabulate.errors import ImageError
from tabulate.image.fax_codes import BLACK, WHITE
from tabulate.image.ifd import Directory, Tag
from tabulate.image.kernels_fax import decode_fax
from tabulate.image.raster import GrayImage

RUNS, GROUP_3, GROUP_4 = 2, 3, 4
"""TIFF compression numbers that are fax: T.4 runs without end-of-line marks, T.4, T.6."""

_GROUP_3_RELATIVE: Final = 32
"""How the kernel calls T.4 two-dimensional coding (bit 0 of T4Options)."""

_REVERSED: Final = np.array([int(f"{byte:08b}"[::-1], 2) for byte in range(256)], dtype=np.uint8)
"""Bytes with their bits in the other order (FillOrder 2)."""

_MARGIN: Final = 8
"""Zero bytes behind the data, so that the kernel reads whole words."""

_END_ZEROS: Final = 11
"""Zeros at the beginning of every end mark (T.4, 4.1.3)."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A strip or tile: where its bytes are and where its pixels go."""

    offset: int
    count: int
    top: int
    left: int
    height: int
    width: int


def decode_fax_page(data: bytes, directory: Directory, paper: int, ink: int) -> GrayImage:
    """Decode a fax-compressed page whose pieces were checked to be there.

    Args:
        data: the TIFF file.
        directory: the page.
        paper: level of white runs, which are 0 bits.
        ink: level of black runs.

    Raises:
        ImageError: a row is damaged or missing, with its number.
    """
    scheme = directory.number(Tag.COMPRESSION)
    options = directory.number(Tag.T6_OPTIONS if scheme == GROUP_4 else Tag.T4_OPTIONS, 0)
    if options & 2:
        raise ImageError(
            "the TIFF uses the uncompressed mode of fax coding, which nobody writes; export it again"
        )
    if scheme == GROUP_3 and options & 1:
        scheme = _GROUP_3_RELATIVE
    gray = np.empty((directory.number(Tag.HEIGHT), directory.number(Tag.WIDTH)), dtype=np.uint8)
    turned = directory.number(Tag.FILL_ORDER, 1) == 2
    for piece in _pieces(directory):
        encoded = np.zeros(piece.count + _MARGIN, dtype=np.uint8)
        encoded[: piece.count] = np.frombuffer(data, np.uint8, piece.count, piece.offset)
        if turned:
            encoded = _REVERSED[encoded]
        whole = piece.left == 0 and piece.width == gray.shape[1] and piece.top + piece.height <= gray.shape[0]
        pixels = (
            gray[piece.top : piece.top + piece.height]
            if whole
            else np.empty((piece.height, piece.width), dtype=np.uint8)
        )
        _decode_piece(encoded, piece, scheme, pixels, (paper, ink))
        if not whole:
            room = gray[piece.top : piece.top + piece.height, piece.left : piece.left + piece.width]
            room[:] = pixels[: room.shape[0], : room.shape[1]]
    return gray


def _pieces(directory: Directory) -> Iterator[_Piece]:
    """List the strips or tiles of a page in the order in which they are stored."""
    width, height = directory.number(Tag.WIDTH), directory.number(Tag.HEIGHT)
    if Tag.TILE_OFFSETS in directory.fields:
        wide, tall = directory.number(Tag.TILE_WIDTH), directory.number(Tag.TILE_HEIGHT)
        corners = [(top, left) for top in range(0, height, tall) for left in range(0, width, wide)]
        places = zip(directory.numbers(Tag.TILE_OFFSETS), directory.numbers(Tag.TILE_BYTES), strict=False)
        for (top, left), (offset, count) in zip(corners, places, strict=False):
            yield _Piece(offset, count, top, left, tall, wide)
        return
    rows = max(1, min(directory.number(Tag.ROWS_PER_STRIP, height), height))
    places = zip(directory.numbers(Tag.STRIP_OFFSETS), directory.numbers(Tag.STRIP_BYTES), strict=False)
    for top, (offset, count) in zip(range(0, height, rows), places, strict=False):
        yield _Piece(offset, count, top, 0, min(rows, height - top), width)


def _decode_piece(
    encoded: GrayImage, piece: _Piece, scheme: int, pixels: GrayImage, levels: tuple[int, int]
) -> None:
    """Decode one piece into `pixels` and see that nothing is missing or left over."""
    where = np.zeros(2, dtype=np.int64)
    status = decode_fax(encoded, scheme, pixels, *levels, WHITE, BLACK, where)
    row, bits = int(where[0]), int(where[1])
    if status:
        what = "is damaged" if status == 1 else "and all that follow are missing"
        raise ImageError(
            f"the TIFF is damaged: row {piece.top + row + 1} {what}; copy it again, or scan the sheet again"
        )
    # What follows is an end mark, which begins with eleven zeros, or nothing but zeros.
    following = int.from_bytes(encoded[bits >> 3 : (bits >> 3) + _MARGIN].tobytes(), "big") << (bits & 7)
    if (following >> (_MARGIN * 8 - _END_ZEROS)) & ((1 << _END_ZEROS) - 1):
        raise ImageError(
            f"the TIFF is damaged: data are left over after row {piece.top + piece.height}; copy it again, "
            "or scan the sheet again"
        )
