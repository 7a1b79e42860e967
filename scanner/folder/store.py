"""Where recorded images lie: a directory or a ZIP archive, seen alike.  Neither is ever written to."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from scanner.errors import RecordingError

MAX_FILE_BYTES: Final = 512 * 2**20
"""Bytes of one recorded file: a document of 2,000 pages at 250 KiB each."""

MAX_ENTRIES: Final = 1_000_000
"""Files of one recording: a batch has hundreds, the largest county's whole count fewer than this."""

HEAD_BYTES: Final = 1024
"""First bytes that are enough to know the kind of a file (a PDF may begin that late)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a recording.

    Attributes:
        name: path below the recording's root, with forward slashes; what sheet keys are made of.
        size: bytes.
        stamp: changes whenever the file is written to, as far as the file system tells (nanoseconds).
    """

    name: str
    size: int
    stamp: int


class Store(Protocol):
    """Reads a recording."""

    def entries(self) -> list[Entry]:
        """List all files, in no particular order.

        Raises:
            RecordingError: the recording can not be listed.
        """

    def read(self, name: str) -> bytes:
        """Return a whole file.

        Raises:
            RecordingError: it can not be read, or is larger than `MAX_FILE_BYTES`.
        """

    def head(self, name: str) -> bytes:
        """Return the first `HEAD_BYTES` of a file.

        Raises:
            RecordingError: it can not be read.
        """

    def close(self) -> None:
        """Free the archive."""


class VanishedError(RecordingError):
    """A listed file that is not there any more."""


class DirectoryStore:
    """All files below a directory; links to directories are not followed, so that none is read twice."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def entries(self) -> list[Entry]:
        found: list[Entry] = []
        for folder, _, names in os.walk(self._root, onerror=_refuse):
            for name in names:
                path = Path(folder, name)
                try:
                    state = path.stat()
                except FileNotFoundError:
                    continue  # renamed since it was listed; it is found under its new name
                except OSError as error:
                    raise RecordingError(f"{path}: {error.strerror}; check the disk and the rights") from error
                found.append(Entry(path.relative_to(self._root).as_posix(), state.st_size, state.st_mtime_ns))
        check_entries(found, str(self._root))
        return found

    def read(self, name: str) -> bytes:
        return self._read(name, None)

    def head(self, name: str) -> bytes:
        return self._read(name, HEAD_BYTES)

    def close(self) -> None:
        """Nothing is open between calls."""

    def _read(self, name: str, most: int | None) -> bytes:
        path = self._root / name
        try:
            with path.open("rb") as file:
                if most is not None:
                    return file.read(most)
                check_file_bytes(os.fstat(file.fileno()).st_size, str(path))
                return file.read(MAX_FILE_BYTES)
        except FileNotFoundError as error:
            raise VanishedError(
                f"{path} was there and is gone; put it back and scan the batch again"
            ) from error
        except OSError as error:
            raise RecordingError(f"{path}: {error.strerror}; check the disk and the rights") from error


def check_file_bytes(size: int, where: str) -> None:
    """Refuse a file that is too large to be held in memory.

    Raises:
        RecordingError: it has more than `MAX_FILE_BYTES`.
    """
    if size > MAX_FILE_BYTES:
        raise RecordingError(
            f"{where} has {size:,} bytes, more than {MAX_FILE_BYTES:,}; split it into smaller files"
        )


def check_entries(entries: Iterable[Entry], where: str) -> None:
    """Refuse a recording with too many files, or with two of one name.

    Raises:
        RecordingError: it is one.
    """
    seen: set[str] = set()
    for entry in entries:
        if entry.name in seen:
            raise RecordingError(f"{where} holds {entry.name} twice; make the archive again")
        seen.add(entry.name)
    if len(seen) > MAX_ENTRIES:
        raise RecordingError(f"{where} holds more than {MAX_ENTRIES:,} files; split it into batches")


def _refuse(error: OSError) -> None:
    raise RecordingError(f"{error.filename}: {error.strerror}; check the disk and the rights") from error
