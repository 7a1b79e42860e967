"""Which files of a recording are images.  By content first; by name only where the content is damaged."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from scanner.levels import MEDIA_TYPE, SUFFIX

JPEG, PNG, TIFF, PDF = "image/jpeg", "image/png", "image/tiff", "application/pdf"

_STARTS: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)

_SUFFIXES: Final = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".png": PNG,
    ".tif": TIFF,
    ".tiff": TIFF,
    ".pdf": PDF,
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".jp2": "image/jp2",
    ".jxl": "image/jxl",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".jb2": "image/jbig2",
    ".pbm": "image/x-portable-bitmap",
    ".pgm": "image/x-portable-graymap",
    ".ppm": "image/x-portable-pixmap",
}
"""A file named like an image is a sheet even when it is damaged or of a format that we do not read: somebody
recorded it, so the reader has to refuse it where people see it."""

_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db"})

_UNFINISHED: Final = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".download", "~")
"""Endings of files that a program is still writing and will rename."""


def media_type(name: str, head: bytes) -> str | None:
    """Return the media type of an image or level sheet, by its first bytes or else its name; else None."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if b"%PDF-" in head:
        return PDF
    if name.lower().endswith(SUFFIX):
        return MEDIA_TYPE
    return _SUFFIXES.get(PurePosixPath(name).suffix.lower())


def stem_of(name: str) -> str:
    """The name without folder and ending; a level sheet's ending has two parts."""
    file = PurePosixPath(name)
    return file.name[: -len(SUFFIX)] if file.name.lower().endswith(SUFFIX) else file.stem


def is_hidden(name: str) -> bool:
    """Whether a file belongs to the system or is hidden: a part of its path starts with a dot, or Thumbs.db."""
    parts = PurePosixPath(name).parts
    return any((part[0] == "." and part != "..") or part.lower() in _SYSTEM for part in parts)


def is_unfinished(name: str) -> bool:
    """Whether the name says that the file is still being written and will be renamed."""
    return name.lower().endswith(_UNFINISHED)
