"""TIFF directories: what a TIFF file (or an EXIF block) says of its pages, read without decoding any.

Facts from "TIFF Revision 6.0" (Adobe, 1992): header and directory layout in section 2, fields in appendix A.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from tabulate.errors import ImageError
from tabulate.image.limits import dpi_hint


class Tag(IntEnum):
    """The fields we look at."""

    SUBFILE = 254
    WIDTH = 256
    HEIGHT = 257
    BITS = 258
    COMPRESSION = 259
    PHOTOMETRIC = 262
    FILL_ORDER = 266
    STRIP_OFFSETS = 273
    SAMPLES = 277
    ROWS_PER_STRIP = 278
    STRIP_BYTES = 279
    X_RESOLUTION = 282
    Y_RESOLUTION = 283
    PLANAR = 284
    T4_OPTIONS = 292
    T6_OPTIONS = 293
    RESOLUTION_UNIT = 296
    COLOR_MAP = 320
    TILE_WIDTH = 322
    TILE_HEIGHT = 323
    TILE_OFFSETS = 324
    TILE_BYTES = 325
    EXTRA_SAMPLES = 338
    SAMPLE_FORMAT = 339


_WANTED: Final = frozenset(int(tag) for tag in Tag)

_INTEGERS: Final = {1: "B", 3: "H", 4: "I"}
"""Field types BYTE, SHORT and LONG."""

_RATIONAL: Final = 5

_CUT: Final = "the TIFF is cut off: {what} lies beyond its end; copy it again, or scan the sheet again"

_MAX_ENTRIES: Final = 512
"""Fields in one directory; real ones have about twenty."""


@dataclass(frozen=True, slots=True)
class Directory:
    """One page's fields.

    Attributes:
        index: place in the file's chain of directories, from 0, thumbnails counted.
        order: ``<`` or ``>``, the byte order of the file.
        fields: the values of the tags of `Tag` that are there.
    """

    index: int
    order: str
    fields: dict[int, tuple[float, ...]]

    def number(self, tag: Tag, default: int | None = None) -> int:
        """Return the first value of a field as an integer.

        Raises:
            ImageError: the field is missing and there is no default.
        """
        values = self.fields.get(tag)
        if values:
            return int(values[0])
        if default is None:
            raise ImageError(f"the TIFF says nothing of {tag.name.lower()} (field {int(tag)}); export it again")
        return default

    def numbers(self, tag: Tag) -> tuple[int, ...]:
        """Return all values of a field as integers, none when it is missing."""
        return tuple(int(value) for value in self.fields.get(tag, ()))

    @property
    def is_page(self) -> bool:
        """Whether this is a page; others are thumbnails (bit 0 of the subfile type) and masks (bit 2)."""
        return not self.number(Tag.SUBFILE, 0) & 0b101

    @property
    def dpi(self) -> tuple[float, float] | None:
        """Resolution (across, down) as the file says, None when it says none that a page can have."""
        unit = {2: 1.0, 3: 2.54}.get(self.number(Tag.RESOLUTION_UNIT, 2))
        across = self.fields.get(Tag.X_RESOLUTION)
        down = self.fields.get(Tag.Y_RESOLUTION)
        if unit is None or not across or not down:
            return None
        return dpi_hint(across[0] * unit, down[0] * unit)


def read_directories(data: bytes) -> Iterator[Directory]:
    """Yield the directories of a TIFF file or EXIF block in the order of their chain.

    Raises:
        ImageError: not a TIFF, cut off, or the chain bites its tail.
    """
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(bytes(data[:4]))
    if order is None or len(data) < 8:
        raise ImageError("the TIFF has no header; copy it again, or scan the sheet again")
    (at,) = struct.unpack_from(order + "I", data, 4)
    seen: set[int] = set()
    index = 0
    while at:
        if at in seen:
            raise ImageError("the TIFF is damaged: its pages point in a circle; export it again")
        seen.add(at)
        directory, at = _directory(data, at, index, order)
        yield directory
        index += 1


def _directory(data: bytes, at: int, index: int, order: str) -> tuple[Directory, int]:
    """Read the directory at byte `at`; return it and where the next one is (0 for none)."""
    if at + 2 > len(data):
        raise ImageError(_CUT.format(what="the list of a page's fields"))
    (entries,) = struct.unpack_from(order + "H", data, at)
    end = at + 2 + 12 * entries
    if entries > _MAX_ENTRIES or end > len(data):
        raise ImageError(_CUT.format(what="the list of a page's fields"))
    fields: dict[int, tuple[float, ...]] = {}
    for entry in range(at + 2, end, 12):
        tag, kind, count = struct.unpack_from(order + "HHI", data, entry)
        if tag in _WANTED:
            values = _values(data, entry + 8, kind, count, order)
            if values is not None:
                fields[tag] = values
    # Some writers end the file right after the last directory, without the final link.
    following = struct.unpack_from(order + "I", data, end)[0] if end + 4 <= len(data) else 0
    return Directory(index, order, fields), following


def _values(data: bytes, at: int, kind: int, count: int, order: str) -> tuple[float, ...] | None:
    """Read one field's values, which stand at `at` when they fit in 4 bytes; None for odd types."""
    if kind == _RATIONAL:
        letter, size = "II", 8
    elif kind in _INTEGERS:
        letter = _INTEGERS[kind]
        size = struct.calcsize(letter)
    else:
        return None
    if count * size > 4:
        (at,) = struct.unpack_from(order + "I", data, at)
    if at + count * size > len(data):
        raise ImageError(_CUT.format(what="a field"))
    numbers = struct.unpack_from(f"{order}{count * len(letter)}{letter[0]}", data, at)
    if kind == _RATIONAL:
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return tuple(top / bottom if bottom else 0.0 for top, bottom in pairs)
    return numbers
