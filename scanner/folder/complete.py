"""Whether an image file has its end, that is, whether its writer was done with it."""

from __future__ import annotations

import struct
from typing import Final

from scanner.folder.kinds import JPEG, PDF, PNG, TIFF
from scanner.levels import MEDIA_TYPE

_TAIL: Final = 4096
"""Last bytes in which an end mark is looked for; some writers pad the file after it."""

_MARKS: Final = {JPEG: b"\xff\xd9", PNG: b"IEND\xaeB`\x82", PDF: b"%%EOF"}

_PIECES: Final = {273: 279, 324: 325}
"""TIFF 6.0: StripOffsets with StripByteCounts, TileOffsets with TileByteCounts."""

_COMPRESSION: Final = 259
"""TIFF 6.0 Compression; 1 is none, and then zeros may be paper."""

_ZEROS: Final = 64
"""Bytes at the end of a compressed piece that are never all zeros; fax data are padded with three at most."""

_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8}
"""TIFF 6.0 field types and their bytes, as far as they are looked at."""


def has_end(data: bytes, media_type: str) -> bool:
    """Return whether the file's last part is there.

    A file whose whole length was set aside before it was filled ends in zeros and so has none.  Of formats that
    we do not know nothing can be said, so they count as ended.
    """
    tail = data[-_TAIL:]
    if media_type in _MARKS:
        return _MARKS[media_type] in tail
    if media_type == TIFF:
        try:
            return _tiff_has_end(data)
        except struct.error:
            return False
    if media_type == MEDIA_TYPE:
        return tail.rstrip().endswith(b"}")
    return bool(data)


def _tiff_has_end(data: bytes) -> bool:
    """Follow all directories; all strips and tiles must lie in the file, compressed ones not end in zeros."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(data[:4])
    if order is None:
        return False
    (at,) = struct.unpack_from(order + "I", data, 4)
    seen: set[int] = set()
    while at and at not in seen:
        seen.add(at)
        (entries,) = struct.unpack_from(order + "H", data, at)
        fields = {}
        for entry in range(at + 2, at + 2 + 12 * entries, 12):
            tag, kind, count = struct.unpack_from(order + "HHI", data, entry)
            fields[tag] = _numbers(data, entry + 8, kind, count, order) if kind in (3, 4) else ()
        if not any(fields.get(offsets) for offsets in _PIECES):
            return False
        compressed = fields.get(_COMPRESSION, (1,))[:1] != (1,)
        for offsets, counts in _PIECES.items():
            for offset, count in zip(fields.get(offsets, ()), fields.get(counts, ()), strict=False):
                piece = data[offset : offset + count]
                if len(piece) < count or (compressed and not piece[-_ZEROS:].strip(b"\x00")):
                    return False
        end = at + 2 + 12 * entries
        at = struct.unpack_from(order + "I", data, end)[0] if end + 4 <= len(data) else 0
    return bool(seen)


def _numbers(data: bytes, at: int, kind: int, count: int, order: str) -> tuple[int, ...]:
    """Read the values of a SHORT or LONG field, which stand at `at` when they fit in 4 bytes."""
    if count * _SIZES[kind] > 4:
        (at,) = struct.unpack_from(order + "I", data, at)
    if at + count * _SIZES[kind] > len(data):
        raise struct.error
    return struct.unpack_from(f"{order}{count}{'H' if kind == 3 else 'I'}", data, at)
