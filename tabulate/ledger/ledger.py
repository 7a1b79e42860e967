"""Writing a case.  Each method that writes is one transaction, and is on the medium when it returns.

One `Ledger` at a time may write a case; any number of others may read it meanwhile.  A `Ledger` belongs to the
thread that opened it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tabulate.errors import EvidenceError
from tabulate.ledger import file, schema
from tabulate.ledger.appender import Clock
from tabulate.ledger.canonical import NotCanonicalError, canonical_text, parse_canonical
from tabulate.ledger.proceedings import ProceedingsWriter


class Ledger(ProceedingsWriter):
    """An open case; see `create` and `open`."""

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        title: str,
        program: bytes,
        seal: str,
        code: Mapping[str, Any],
        now: Clock,
    ) -> Ledger:
        """Makes a case that reads with one program.

        Args:
            path: of the new file.
            title: what the case is about.
            program: canonical JSON of the sealed program.
            seal: its seal, the SHA-256 of `program` in hex.
            code: what reads: version, OpenCV, CPU.
            now: gives the time, with its time zone.

        Raises:
            OrderError: the file exists.
            EvidenceError: `program` is not canonical, or not what `seal` says.
            EntryError: the title or the code cannot be written down.
            StorageError: the medium does not take it.
        """
        where = Path(path)
        _check_program(program, seal)
        lock = file.create_locked(where)
        ledger: Ledger | None = None
        try:
            with file.translated(where):
                ledger = cls(where, file.connect_to_write(where), lock, now)
                file.make_durable(ledger._connection)
                schema.begin_upgrade(ledger._connection)
                ledger._append("case-opened", {"title": title, "program": seal, "code": dict(code)})
                ledger._append("program", {"seal": seal, "sha256": ledger._store(program)})
                ledger._connection.execute("COMMIT")
        except BaseException:
            file.discard(where)  # while the lock is held, so that nobody else's case is removed
            if ledger is None:
                os.close(lock)
            else:
                ledger.close()
            raise
        return ledger

    @classmethod
    def open(cls, path: Path | str, *, now: Clock | None = None, readonly: bool = False) -> Ledger:
        """Opens a case.

        Args:
            path: the case file.
            now: gives the time, with its time zone; needed for writing.
            readonly: for reading alone, while another process may be writing.

        Raises:
            OrderError: no such case, a newer format, or another process is writing.
            EvidenceError: not a case, or one that was altered.
            StorageError: the medium does not allow it.
        """
        where = Path(path)
        if readonly:
            file.check_readable(where)
            with file.translated(where):
                return cls._checked_open(where, file.connect_to_read, None, None)
        if now is None:
            raise ValueError("a case is opened for writing with a clock")
        lock = file.lock_existing(where)
        try:
            with file.translated(where):
                return cls._checked_open(where, file.connect_to_write, lock, now)
        except BaseException:
            os.close(lock)
            raise

    @classmethod
    def _checked_open(
        cls, path: Path, connect: Callable[[Path], sqlite3.Connection], lock: int | None, now: Clock | None
    ) -> Ledger:
        connection = connect(path)
        try:
            file.check_format(path, connection)
            ledger = cls(path, connection, lock, now)
            if lock is not None:
                file.make_durable(connection)
                ledger._bring_up_to_date()
            ends = ledger._rows(
                "SELECT (SELECT max(seq) FROM entries), (SELECT hash FROM entries WHERE seq = head.seq), "
                "seq, hash FROM head"
            )  # in one statement: a writer may be at work
            if len(ends) != 1 or ends[0][:2] != ends[0][2:]:
                raise EvidenceError(f"{path}: the last entry is not the one on record; {file.VERIFY}")
        except BaseException:
            connection.close()
            raise
        return ledger

    def record_code(self, code: Mapping[str, Any]) -> None:
        """Notes the code that reads from here on, when it is not the one noted last."""
        body = {"code": dict(code)}
        with self._transaction():
            if self._text("code-changed", body) != self._text("code-changed", {"code": self.code}):
                self._append("code-changed", body)

    def add_original(self, name: str, content: bytes, rows: Sequence[Mapping[str, Any]]) -> int:
        """Stores an original count: the file's bytes, and what was understood of them.

        The same name and content again changes nothing.

        Returns:
            Number of the entry.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        body = {"name": name, "sha256": sha256, "rows": [dict(row) for row in rows]}
        text = self._text("original-imported", body)
        with self._transaction():
            last: int | None = None
            for entry in self.entries("original-imported"):
                if entry.body["name"] == name:
                    last = entry.seq if canonical_text(entry.body) == text else None
            if last is None:
                last = self._append("original-imported", body, text)
                self._store(content, sha256)
            return last

    def add_program_exception(self, reason: str, decided_by: str) -> int:
        """Notes that the case's program is not election day's, why, and who decided so."""
        return self._note("program-exception", {"reason": reason, "decided_by": decided_by})

    def add_decision(self, text: str, by: str, about: Mapping[str, Any] | None = None) -> int:
        """Notes what a person decided, and on what."""
        return self._note("decision", {"text": text, "by": by, "about": dict(about or {})})

    def add_decisions(self, decisions: Sequence[tuple[str, str, Mapping[str, Any]]]) -> list[int]:
        """Notes decisions, each as (text, by, about), all of them or none.

        Returns:
            Numbers of the entries.
        """
        with self._transaction():
            return [
                self._append("decision", {"text": text, "by": by, "about": dict(about)})
                for text, by, about in decisions
            ]

    def add_note(self, text: str, by: str) -> int:
        """Notes anything else."""
        return self._note("note", {"text": text, "by": by})

    def add_notice(self, batch: str, code: str, text: str, key: str | None = None) -> int:
        """Notes what the operator was told while a batch went through, of a sheet when it has a name."""
        return self._note("notice", {"batch": batch, "code": code, "text": text, "key": key})

    def _note(self, kind: str, body: dict[str, Any]) -> int:
        with self._transaction():
            return self._append(kind, body)


def _check_program(program: bytes, seal: str) -> None:
    if hashlib.sha256(program).hexdigest() != seal:
        raise EvidenceError(f"the program is not the one with seal {seal[:16]}; give the sealed program")
    try:
        parse_canonical(program.decode())
    except (UnicodeDecodeError, NotCanonicalError) as error:
        raise EvidenceError(f"the program is not in its canonical form ({error}); seal it again") from error
