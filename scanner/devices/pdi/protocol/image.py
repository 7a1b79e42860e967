"""Pixels on the image pipe, both ways (scanner-protocols 1.6).

Pages are uint8 of shape (rows, width), 0 is black, origin top left, as a person reads them.  On the wire the
bytes of the two sides alternate, the front's rows come from right to left, and 1-bit data is scrambled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scanner.devices.pdi.protocol.geometry import Geometry, Sides
from scanner.devices.pdi.protocol.tables import BOTTOM, TOP, CalibrationTable

Gray = NDArray[np.uint8]
Tables = Mapping[int, CalibrationTable]
SCRAMBLE = 0x33


class ImageDataError(ValueError):
    """Bytes that are no image of the form that was asked for."""


def decode_image(data: bytes, geometry: Geometry, tables: Tables) -> dict[int, Gray]:
    """From the bytes between begin and end of a scan to pages.

    Args:
        data: all of them.
        geometry: what the scanner was told to send.
        tables: of the sides that scan; not needed for one bit.

    Returns:
        The page of each side; 1-bit pages as 0 and 255, without the black bed above and below the sheet.

    Raises:
        ImageDataError: no rows, or a part of a row: bytes are missing, and nobody knows where.
    """
    rows, rest = divmod(len(data), geometry.row_bytes)
    if rest or not rows:
        raise ImageDataError(f"{len(data)} bytes are {rows} rows of {geometry.row_bytes} and {rest} bytes")
    sides = sides_of(geometry.sides)
    wire = np.frombuffer(data, np.uint8).reshape(rows, -1, len(sides))
    if geometry.bilevel:
        return _uncrop({side: _from_bits(wire[:, :, at], side) for at, side in enumerate(sides)})
    return {side: _level(_mirrored(wire[:, :, at], side), tables[side]) for at, side in enumerate(sides)}


def encode_image(pages: Mapping[int, Gray], geometry: Geometry, tables: Tables) -> bytes:
    """What a scanner sends for pages: the inverse of `decode_image`, but for the bed around 1-bit pages.

    Args:
        pages: of the sides that scan, all of one shape (rows, width); for one bit, below 128 is black.
        geometry: what it was told to send.
        tables: of the sides that scan.
    """
    sides = sides_of(geometry.sides)
    planes = [
        _to_bits(pages[side], side)
        if geometry.bilevel
        else _mirrored(_unlevel(pages[side], tables[side]), side)
        for side in sides
    ]
    return np.stack(planes, axis=2).tobytes()


def sides_of(sides: Sides) -> Sequence[int]:
    """In the order in which their bytes alternate."""
    return {Sides.BOTH: (TOP, BOTTOM), Sides.FRONT: (TOP,), Sides.BACK: (BOTTOM,)}[sides]


def _mirrored(page: Gray, side: int) -> Gray:
    return page[:, ::-1] if side == TOP else page


def _from_bits(wire: Gray, side: int) -> Gray:
    black = np.unpackbits(np.ascontiguousarray(wire) ^ np.uint8(SCRAMBLE), axis=1)
    return (black[:, ::-1] if side == TOP else black) - np.uint8(1)


def _to_bits(page: Gray, side: int) -> Gray:
    return np.packbits(_mirrored(page, side) < 128, axis=1) ^ np.uint8(SCRAMBLE)


def _uncrop(pages: dict[int, Gray]) -> dict[int, Gray]:
    """Without the rows at top and bottom that are black on all sides: the bed, which both arrays see at once.

    A page that is black all over is left as it is, for a person to look at.
    """
    lit = np.logical_or.reduce([page.any(axis=1) for page in pages.values()])
    rows = np.flatnonzero(lit)
    if not len(rows):
        return pages
    return {side: page[rows[0] : rows[-1] + 1] for side, page in pages.items()}


def _level(raw: Gray, table: CalibrationTable) -> Gray:
    """min(255, (raw - black) * 255 / (white - black)), rounded down; 0 where white is not above black.

    Whether the maker's software rounds down is not known.
    """
    upright = table.upright
    if (upright.white == 255).all() and not upright.black.any():
        return np.ascontiguousarray(raw)
    levels = _levels(upright)
    place = np.arange(raw.shape[1], dtype=np.int32)[None, :] * 256 + raw
    return levels.reshape(-1).take(place)


def _levels(upright: CalibrationTable) -> Gray:
    """For each pixel of a row, what each of the 256 raw values becomes; shape (width, 256)."""
    black = upright.black.astype(np.int32)[:, None]
    span = upright.white.astype(np.int32)[:, None] - black
    above = np.maximum(np.arange(256, dtype=np.int32)[None, :] - black, 0)
    found = np.minimum(255, above * 255 // np.maximum(span, 1))
    return np.where(span > 0, found, 0).astype(np.uint8)


def _unlevel(page: Gray, table: CalibrationTable) -> Gray:
    """The inverse of `_level`: black + page * (white - black) / 255.

    Rounded up, so that `_level` comes as near as the raw values allow.
    """
    upright = table.upright
    if (upright.white == 255).all() and not upright.black.any():
        return page
    black = upright.black.astype(np.int32)[None, :]
    span = np.maximum(upright.white.astype(np.int32)[None, :] - black, 0)
    raw: Gray = (black - (-page.astype(np.int32) * span // 255)).astype(np.uint8)
    return raw
