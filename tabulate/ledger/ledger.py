"""Writing a case.  Each method that writes is one transaction, and is on the medium when it returns.

One `Ledger` at a time may write a case; any number of others may read it meanwhile.  A `Ledger` belongs to the
thread that opened it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger import file, schema
from tabulate.ledger.appender import Appender, Clock
from tabulate.ledger.canonical import NotCanonicalError, canonical_text, parse_canonical
from tabulate.ledger.records import Batch

CapturedImage = tuple[bytes, str, int, str]
"""Bytes as captured, media type, page within them from 0, name for people."""


class Ledger(Appender):
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

    def open_batch(self, name: str, unit: str, mode: str, source: str) -> Batch:
        """Opens a batch, or continues it when it is open already for the same unit and mode.

        Raises:
            OrderError: the batch was opened for another unit or mode, or is closed.
        """
        with self._transaction():
            known = self.batch(name)
            if known is None:
                self._append("batch-opened", {"batch": name, "unit": unit, "mode": mode, "scanner": source})
                return self._known_batch(name)
        if (known.unit, known.mode) != (unit, mode):
            raise OrderError(
                f"{self.path}: batch '{name}' is open for unit '{known.unit}', mode '{known.mode}'; "
                f"choose another batch name for unit '{unit}', mode '{mode}'"
            )
        self._refuse_closed(known)
        return known

    def add_sheet(
        self, batch: Batch | str, key: str, images: Sequence[CapturedImage], source: str
    ) -> tuple[int, bool]:
        """Stores a captured sheet.  When this returns, the device may drop the paper.

        Args:
            batch: an open batch, or its name.
            key: names the sheet within the batch, the same on every replay.
            images: one for each page, in the order of the device.
            source: address of the scanner.

        Returns:
            The sheet's number, and whether it is new: False when the same content is there under the same key.

        Raises:
            OrderError: the batch is closed or unknown.
            EvidenceError: another content is there under this key.
            EntryError: a field cannot be written down.
            StorageError: the medium does not take it; nothing is stored.
        """
        name = batch.name if isinstance(batch, Batch) else batch
        hashed = [(hashlib.sha256(data).hexdigest(), data) for data, *_ in images]
        listed = [
            {"sha256": sha256, "media_type": media_type, "page": page, "name": label}
            for (sha256, _), (_, media_type, page, label) in zip(hashed, images, strict=True)
        ]
        with self._transaction():
            known = self._known_batch(name)
            self._refuse_closed(known)
            there = self._last("kind = 'sheet-captured' AND batch = ? AND key = ?", (name, key))
            if there is not None:
                if _content(there.body["images"]) != _content(listed):
                    raise EvidenceError(
                        f"{self.path}: sheet '{key}' of batch '{name}' is stored with other images "
                        f"(entry {there.seq}); if it is another sheet, give it another name or batch"
                    )
                return there.seq, False
            body = {"batch": name, "sequence": known.sheets + 1, "key": key, "source": source, "images": listed}
            seq = self._append("sheet-captured", body)
            for sha256, data in hashed:
                self._store(data, sha256)
            return seq, True

    def add_reading(self, sheet_id: int, reading: Mapping[str, Any]) -> None:
        """Stores what was read from a sheet; the same reading again changes nothing.

        Raises:
            EvidenceError: no such sheet, another reading of it is stored (the same input must give the same
                answer), or it was read with another program.
        """
        body = {"sheet": sheet_id, "reading": dict(reading)}
        text = self._text("sheet-read", body)
        for used in _programs(reading):
            if used != self.seal:
                raise EvidenceError(
                    f"{self.path}: sheet {sheet_id} was read with program {str(used)[:16]}, the case's is "
                    f"{self.seal[:16]}; read it with the case's program"
                )
        with self._transaction():
            captured = self._last("seq = ? AND kind = 'sheet-captured'", (sheet_id,))
            if captured is None:
                raise EvidenceError(f"{self.path}: entry {sheet_id} is no sheet; nothing was read from it")
            there = self._last("kind = 'sheet-read' AND sheet = ?", (sheet_id,))
            if there is None:
                self._append("sheet-read", body, text)
            elif canonical_text(there.body) != text:
                raise EvidenceError(
                    f"{self.path}: sheet {sheet_id} reads otherwise than before (entry {there.seq}); the "
                    "same image and program must give the same reading: have the difference looked into"
                )

    def close_batch(
        self, batch: Batch | str, counted_by_hand: int | None = None, explanation: str | None = None
    ) -> Batch:
        """Closes a batch: no more sheets.  `counted_by_hand` is the number of papers, where people counted.

        Raises:
            OrderError: the batch is unknown or closed already.
        """
        name = batch.name if isinstance(batch, Batch) else batch
        with self._transaction():
            known = self._known_batch(name)
            self._refuse_closed(known)
            self._append(
                "batch-closed",
                {
                    "batch": name,
                    "sheets": known.sheets,
                    "counted_by_hand": counted_by_hand,
                    "explanation": explanation,
                },
            )
            return self._known_batch(name)

    def reopen_batch(self, batch: Batch | str, reason: str, by: str) -> Batch:
        """Opens a closed batch again; who and why stay in the case.

        Raises:
            OrderError: the batch is unknown or open.
        """
        name = batch.name if isinstance(batch, Batch) else batch
        with self._transaction():
            if not self._known_batch(name).closed:
                raise OrderError(f"{self.path}: batch '{name}' is open already; scan into it")
            self._append("batch-reopened", {"batch": name, "reason": reason, "by": by})
            return self._known_batch(name)

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

    def add_note(self, text: str, by: str) -> int:
        """Notes anything else."""
        return self._note("note", {"text": text, "by": by})

    def _note(self, kind: str, body: dict[str, Any]) -> int:
        with self._transaction():
            return self._append(kind, body)

    def _known_batch(self, name: str) -> Batch:
        known = self.batch(name)
        if known is None:
            raise OrderError(f"{self.path}: there is no batch '{name}'; open it before its sheets are scanned")
        return known

    def _refuse_closed(self, batch: Batch) -> None:
        if batch.closed:
            raise OrderError(f"{self.path}: batch '{batch.name}' is closed; reopen it, or choose another name")


def _content(images: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, int]]:
    """What makes two captures the same: bytes, type and page; a file may have been renamed meanwhile."""
    return [(image["sha256"], image["media_type"], image["page"]) for image in images]


def _programs(reading: Mapping[str, Any]) -> Iterator[object]:
    """Every program that a reading says it was made with, of the sheet or of one of its pages."""
    pages = reading.get("pages", [])
    for part in (reading, *(pages if isinstance(pages, list) else [])):
        if isinstance(part, Mapping) and "program" in part:
            yield part["program"]


def _check_program(program: bytes, seal: str) -> None:
    if hashlib.sha256(program).hexdigest() != seal:
        raise EvidenceError(f"the program is not the one with seal {seal[:16]}; give the sealed program")
    try:
        parse_canonical(program.decode())
    except (UnicodeDecodeError, NotCanonicalError) as error:
        raise EvidenceError(f"the program is not in its canonical form ({error}); seal it again") from error
