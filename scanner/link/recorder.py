"""Writes a session to a file while it happens: ``--record``."""

from __future__ import annotations

import base64
import os
import threading
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from scanner.address import parse_address
from scanner.errors import RecordingError
from scanner.link.session import END, FORMAT, Chain, Event, Header


class Recorder:
    """A `Tee` into a new file that only its owner can read: it holds ballots.

    A medium that is full ends the recording, not the scanning: it is told when the recorder is closed.
    """

    def __init__(self, path: Path, address: str) -> None:
        """Begin a file.

        Args:
            path: of the file; it must not exist.
            address: of the scanner, as it was given.

        Raises:
            RecordingError: it exists, or cannot be made.
            AddressError: not an address.
        """
        parts = parse_address(address)
        self._path = path
        self._chain = Chain()
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._sheets = 0
        self._failed: OSError | None = None
        try:
            self._file: BinaryIO | None = os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            )
        except FileExistsError as error:
            raise RecordingError(f"{path}: exists already; give the recording another name") from error
        except OSError as error:
            raise RecordingError(f"{path}: {error.strerror}; give a path that can be written") from error
        header = {
            "retally-session": FORMAT,
            "address": address,
            "scheme": parts.scheme,
            "options": dict(parts.options),
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "code": _version(),
        }
        self._write(self._chain.seal(Header.model_validate(header)))

    def note(self, what: str, pipe: int, data: bytes, at: float | None = None) -> None:
        """Write one event; see `scanner.link.Tee`."""
        with self._lock:
            now = max(0.0, time.monotonic() - self._started) if at is None else at
            event = Event(at=now, what=what, pipe=pipe, data=base64.b64encode(data).decode("ascii"))
            if self._file is not None and self._failed is None:
                self._write(self._chain.seal(event))
                self._sheets += what == "outcome" and data == b"sheet"

    def close(self) -> None:
        """Write the end.  May be called twice.

        Raises:
            RecordingError: the recording is not complete.
        """
        if self._file is None:
            return
        self.note(END, 0, str(self._sheets).encode("ascii"))
        file, self._file = self._file, None
        try:
            file.close()
        except OSError as error:
            self._failed = self._failed or error
        if self._failed is not None:
            why = f"the recording stopped after sheet {self._sheets}: {self._failed.strerror}"
            raise RecordingError(f"{self._path}: {why}; the sheets themselves are not affected")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, line: bytes) -> None:
        try:
            if self._file is not None:
                self._file.write(line)
                self._file.flush()
        except OSError as error:
            self._failed = error


def _version() -> str:
    try:
        return metadata.version("retally")
    except metadata.PackageNotFoundError:
        return "unknown"
