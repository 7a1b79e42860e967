"""Image files as people name them: every page of each file read, whatever the file is like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tabulate.errors import ImageError
from tabulate.image import decode, page_count
from tabulate.marks.flags import MEANING, UNREADABLE_IMAGE
from tabulate.marks.level_page import decode_levels, is_level_page
from tabulate.read import PageSource, Reader
from tabulate.read.sheet import read_page
from tabulate.votes import PageReading

SUFFIXES = (".jpeg", ".jpg", ".levels.json", ".pdf", ".png", ".tif", ".tiff")
"""Files taken from a folder; a file named on its own is read whatever its name."""

NOT_OPENED = "not-opened"
"""Flag of a page whose file could not be opened at all."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """What became of a file.

    Attributes:
        pages: the readings as JSON, in order; never empty.
        reasons: for each page why it was refused, in words; empty when it was not.
        opened: False when the file is not there or may not be read.
    """

    pages: tuple[dict[str, Any], ...]
    reasons: tuple[tuple[str, ...], ...]
    opened: bool = True


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file to read.

    Attributes:
        path: as the user named it.
        only: the pages wanted, from 1; empty for all.
    """

    path: str
    only: tuple[int, ...] = ()

    def run(self, reader: Reader) -> FileReading:
        """Read the pages; whatever is wrong with the file becomes a refused page."""
        try:
            data = Path(self.path).read_bytes()
        except OSError as error:
            reason = f"{self.path}: cannot be opened: {error.strerror}"
            return FileReading((refused(self.path, reader.seal, NOT_OPENED),), ((reason,),), opened=False)
        try:
            count = page_count(data)
        except ImageError:
            count = 1  # reading says what is wrong
        readings, reasons = [], []
        for number in self.only or range(1, count + 1):
            name = self.path if count == 1 and number == 1 else f"{self.path}#page={number}"
            page = read_page(reader, PageSource(data, number - 1, name))
            words = [MEANING.get(flag, flag) for flag in page.flags] if page.refused else []
            if UNREADABLE_IMAGE in page.flags:
                words = _why_not(data, number - 1)
            readings.append(page.to_json())
            reasons.append(tuple(words))
        return FileReading(tuple(readings), tuple(reasons))


def refused(image: str, seal: str, *flags: str) -> dict[str, Any]:
    """The reading of a page that never reached the reader."""
    return PageReading(image, seal, None, None, None, None, None, None, flags).to_json()


def files_of(paths: Iterable[str]) -> Iterator[str]:
    """The files named, in the order named; a folder gives its image files by name, folders within it too.

    Raises:
        ImageError: a folder without image files.
    """
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        found = sorted(str(file) for file in Path(path).rglob("*") if file.name.lower().endswith(SUFFIXES))
        if not found:
            raise ImageError(f"{path}: this folder has no image files ({', '.join(SUFFIXES)})")
        yield from found


def _why_not(data: bytes, page: int) -> list[str]:
    """What the decoder says of a page that it refuses."""
    try:
        if is_level_page(data):
            decode_levels(data)
        else:
            decode(data, page)
    except ImageError as error:
        return [str(error)]
    return []
