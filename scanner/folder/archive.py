"""A ZIP archive as a store.  Nothing is extracted, so names in it can not lead anywhere."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from scanner.errors import RecordingError
from scanner.folder.store import HEAD_BYTES, Entry, check_entries, check_file_bytes


class ArchiveStore:
    """All files of a ZIP archive.

    An entry is read up to the size that the archive's directory states and no further, and its checksum must
    match, so an entry that unpacks to more than it says does no harm.
    """

    def __init__(self, path: Path) -> None:
        """Open the archive.

        Raises:
            RecordingError: no ZIP, damaged, or an entry that is encrypted or too large.
        """
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise RecordingError(f"{path} is no ZIP archive or is cut off ({error}); copy it again") from error
        except OSError as error:
            raise RecordingError(f"{path}: {error.strerror}; check the disk and the rights") from error
        self._infos = {self._name(info): info for info in self._zip.infolist() if not info.is_dir()}
        try:
            self._check()
        except RecordingError:
            self._zip.close()
            raise

    def entries(self) -> list[Entry]:
        return [Entry(name, info.file_size, info.CRC) for name, info in self._infos.items()]

    def read(self, name: str) -> bytes:
        return self._read(name, self._infos[name].file_size)

    def head(self, name: str) -> bytes:
        return self._read(name, HEAD_BYTES)

    def close(self) -> None:
        """Close the archive."""
        self._zip.close()

    def _read(self, name: str, most: int) -> bytes:
        try:
            with self._zip.open(self._infos[name]) as file:
                return file.read(most)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
            raise RecordingError(
                f"{name} in {self._path} can not be unpacked ({error}); copy or make the archive again"
            ) from error

    def _check(self) -> None:
        listed = [Entry(self._name(info), 0, 0) for info in self._zip.infolist() if not info.is_dir()]
        check_entries(listed, str(self._path))
        for name, info in self._infos.items():
            check_file_bytes(info.file_size, f"{name} in {self._path}")
            if info.flag_bits & 0x1:
                raise RecordingError(
                    f"{name} in {self._path} is encrypted; make the archive without a password"
                )

    @staticmethod
    def _name(info: zipfile.ZipInfo) -> str:
        return info.filename.replace("\\", "/").lstrip("/")
