"""The case file: opening, locking, and SQLite's errors in the operator's words."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger.errors import StorageError
from tabulate.ledger.schema import APPLICATION_ID, expected_shape, shape, version

T = TypeVar("T")

WAIT_SECONDS = 60.0
"""How long a write waits for readers of the same case, and the other way round."""

TURN_SECONDS = 0.003
"""How often a reader asks for its turn.  SQLite's own waiting grows to 0.1 s, and a writer at full speed
leaves gaps of a millisecond: such a reader would hardly ever get in."""

VERIFY = "run 'retally verify' on it"
FOLDER = "a folder, not a case; give the file that 'retally case new' made"
NO_CASE = "not a Retally case, or its first bytes are damaged; give the file that 'retally case new' made"

_NO_PLACE = {
    sqlite3.SQLITE_FULL: "the medium is full",
    sqlite3.SQLITE_IOERR: "the medium cannot be read or written",
    sqlite3.SQLITE_READONLY: "the case or its folder cannot be written",
    sqlite3.SQLITE_PERM: "access is refused",
    sqlite3.SQLITE_CANTOPEN: "the case or its journal cannot be opened",
    sqlite3.SQLITE_NOMEM: "out of memory",
    sqlite3.SQLITE_TOOBIG: "an image is too large for a case",
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours, with the name of the case and what to do next."""
    try:
        yield
    except sqlite3.ProgrammingError:  # a closed ledger, or another thread's: a mistake of ours, not of the file
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise OrderError(
                f"{path}: in use by another process that does not let go; nothing was written, try again"
            ) from error
        if code in _NO_PLACE:
            raise StorageError(
                f"{path}: {_NO_PLACE[code]}; nothing was half written; see to it and run the command again"
            ) from error
        if code == sqlite3.SQLITE_NOTADB:
            raise EvidenceError(f"{path}: {NO_CASE}") from error
        raise EvidenceError(f"{path}: the case is damaged ({error}); {VERIFY}") from error
    except UnicodeDecodeError as error:  # of SQLite's message, which quotes what is damaged
        raise EvidenceError(f"{path}: the case is damaged (text that is no Unicode); {VERIFY}") from error
    except OverflowError as error:
        raise StorageError(f"{path}: an image is too large for a case; nothing was written") from error


def connect(path: Path, mode: str, wait: float = WAIT_SECONDS) -> sqlite3.Connection:
    """Opens a file that exists, in autocommit mode.

    Args:
        path: the case file.
        mode: ``ro`` or ``rw``.
        wait: seconds that SQLite waits for others on each statement.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=wait
    )
    try:
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def patiently(read: Callable[[], T]) -> T:
    """Reads, asking again while a writer is at it, for `WAIT_SECONDS` in all."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return read()
        except sqlite3.OperationalError as error:
            busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise  # otherwise SQLite has waited for TURN_SECONDS before it said so


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Opens a case for reading; first lets SQLite take back what a killed writer left half done.

    A case with such a leftover cannot be read as it is: the file holds pages of an entry that was never
    reported as written.  Taking them back needs write access once.
    """
    connection = connect(path, "ro", TURN_SECONDS)
    try:
        patiently(lambda: connection.execute("SELECT count(*) FROM sqlite_schema").fetchone())
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_READONLY_ROLLBACK:
            connection.close()
            raise
        writer = connect(path, "rw")
        try:
            writer.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        finally:
            writer.close()
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_write(path: Path) -> sqlite3.Connection:
    """Opens a case for writing; `make_durable` comes before the first write."""
    return connect(path, "rw")


def make_durable(connection: sqlite3.Connection) -> None:
    """Sets up that a commit is on the medium when it returns; only for files that are known to be cases.

    EXTRA rather than FULL: after FULL alone a power cut could bring the deleted journal back, and with it take
    back the last commit.
    """
    for setting in (
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "fullfsync = ON",
        "secure_delete = ON",
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def check_format(path: Path, connection: sqlite3.Connection) -> None:
    """Refuses a file that is no case, or one whose tables this version does not know.

    Raises:
        EvidenceError: no case file, or one whose tables or triggers were altered.
        OrderError: written by a newer version, or its creation was interrupted.
    """
    (application,) = patiently(lambda: connection.execute("PRAGMA application_id").fetchone())
    (user_version,) = patiently(lambda: connection.execute("PRAGMA user_version").fetchone())
    found = patiently(lambda: shape(connection))
    if not found and application == 0 and user_version == 0:
        raise OrderError(
            f"{path}: an empty file; if making the case was interrupted, delete it and make it again"
        )
    if application != APPLICATION_ID:
        raise EvidenceError(f"{path}: {NO_CASE}")
    if user_version > version():
        raise OrderError(
            f"{path}: written by a newer Retally (format {user_version}, this knows {version()}); use that one"
        )
    if user_version < 1 or found != expected_shape(user_version):
        raise EvidenceError(f"{path}: tables or triggers of the case were altered; {VERIFY}")


def _locked(path: Path, descriptor: int) -> int:
    """The descriptor, locked; closed again when the lock cannot be had."""
    try:
        _lock(path, descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def create_locked(path: Path) -> int:
    """Makes an empty file that was not there and locks it; gives the lock's descriptor."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        raise OrderError(f"{path}: exists already; open it, or choose another name for a new case") from None
    except OSError as error:
        raise StorageError(f"{path}: cannot make the case file: {error.strerror}") from error
    return _locked(path, descriptor)


def lock_existing(path: Path) -> int:
    """Locks a case for the only process that may write; the lock ends with the process, however it ends."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        raise _missing(path) from None
    except IsADirectoryError:
        raise EvidenceError(f"{path}: {FOLDER}") from None
    except OSError as error:
        raise StorageError(f"{path}: cannot be opened for writing: {error.strerror}") from error
    return _locked(path, descriptor)


def check_readable(path: Path) -> None:
    """Says in plain words why a path cannot be read as a file, before SQLite does.

    The file is not opened here: closing it would drop SQLite's locks of this process on it.
    """
    if path.is_dir():
        raise EvidenceError(f"{path}: {FOLDER}")
    if not path.exists():
        raise _missing(path)
    if not os.access(path, os.R_OK):
        raise StorageError(f"{path}: cannot be opened for reading: access is refused")


def discard(path: Path) -> None:
    """Removes a case file whose creation failed, with its journal."""
    for leftover in (path, path.with_name(path.name + "-journal")):
        with suppress(OSError):
            leftover.unlink()


def _missing(path: Path) -> OrderError:
    return OrderError(f"{path}: no such case; make it with 'retally case new'")


def _lock(path: Path, descriptor: int) -> None:
    # flock, not fcntl: SQLite's own locks are fcntl locks, and the two kinds do not meet.
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OrderError(
            f"{path}: in use by another process; wait until it is done, or close it, and try again"
        ) from None
    except OSError as error:
        raise StorageError(f"{path}: cannot be locked ({error.strerror}); use a local disk") from error
