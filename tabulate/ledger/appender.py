"""Adding to a case: one transaction at a time, and only at the end of the chain."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tabulate.errors import OrderError
from tabulate.ledger import file, schema
from tabulate.ledger.bodies import check_body
from tabulate.ledger.canonical import canonical_text
from tabulate.ledger.entry import entry_hash, timestamp
from tabulate.ledger.errors import EntryError
from tabulate.ledger.queries import Queries

Clock = Callable[[], datetime]
"""Gives the time, with its time zone."""


class Appender(Queries):
    """An open case to which entries can be added, if it has a clock.

    Args:
        path: the case file.
        connection: open on it.
        lock: descriptor that holds the writer's lock, or None when open for reading alone.
        now: the clock, or None when open for reading alone.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: int | None, now: Clock | None) -> None:
        super().__init__(path, connection)
        self._lock = lock
        self._now = now

    def close(self) -> None:
        """Ends the use of the case and lets others write it; an unfinished transaction is taken back."""
        self._connection.close()
        lock, self._lock = self._lock, None
        if lock is not None:  # after SQLite: closing a descriptor of the file drops SQLite's locks on it
            os.close(lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def readonly(self) -> bool:
        return self._now is None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, and on the medium when it ends."""
        if self.readonly:
            raise OrderError(f"{self.path}: open for reading alone; open it for writing")
        with file.translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                raise

    def _append(self, kind: str, body: dict[str, Any], text: str | None = None) -> int:
        """Adds an entry to the open transaction; gives its number."""
        if self._now is None:
            raise ValueError("a ledger without a clock cannot write")
        head = self.head
        written = text if text is not None else self._text(kind, body)
        seq, at = head.seq + 1, timestamp(self._now())
        self._connection.execute(
            "INSERT INTO entries (seq, at, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?)",
            (seq, at, kind, written, head.hash, entry_hash(seq, at, kind, written, head.hash)),
        )
        return seq

    def _store(self, data: bytes, sha256: str | None = None) -> str:
        """Adds bytes to the open transaction unless they are there; gives their hash."""
        digest = hashlib.sha256(data).hexdigest() if sha256 is None else sha256
        if not self._rows("SELECT 1 FROM images WHERE sha256 = ?", (digest,)):
            self._connection.execute("INSERT INTO images (sha256, bytes) VALUES (?, ?)", (digest, data))
        return digest

    def _text(self, kind: str, body: dict[str, Any]) -> str:
        """The canonical text of a body that fits its kind."""
        check_body(kind, body)
        try:
            return canonical_text(body)
        except ValueError as error:
            raise EntryError(f"{kind}: cannot be written down exactly: {error}") from error

    def _bring_up_to_date(self) -> None:
        ((now,),) = self._rows("PRAGMA user_version")
        if now < schema.version():
            schema.begin_upgrade(self._connection)
            self._connection.execute("COMMIT")
