"""One process at a time: a lock that holds before the kernel is asked, and while the device is reset.

Claiming the interface would do, were it not for the reset on opening: it needs the interface free for a moment,
in which another process could take it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from pathlib import Path

from scanner.link.errors import LinkBusyError, LinkError

FOLDERS = ("/run/lock", tempfile.gettempdir())


class DeviceLock:
    """Held from construction until `release`, or until the process ends however it ends."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        """Take the lock.

        Args:
            name: of the device, the same in all processes; letters, digits, ``-`` and ``.``.
            folder: where lock files are; the system's by default.

        Raises:
            LinkBusyError: another process, or another scanner object in this one, holds it.
            LinkError: no lock file can be made.
        """
        place = folder or next(Path(one) for one in FOLDERS if os.access(one, os.W_OK))
        path = place / f"retally-{name}.lock"
        try:
            self._file: int | None = _open(path)
        except OSError as error:
            raise LinkError(f"{path}: {error.strerror}; let this user read and make files there") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.release()
            raise LinkBusyError("the scanner is used by another retally; close that one first") from error

    def release(self) -> None:
        """Let others have it; may be called twice.  The file stays, since removing it would race."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _open(path: Path) -> int:
    # Opening without making first: the kernel may refuse to "make" another user's file in a shared folder.
    with contextlib.suppress(FileNotFoundError):
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)
