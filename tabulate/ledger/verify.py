"""Verification of a case from its bytes: nothing is believed because a trigger or an index says so."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tabulate.ledger import file, schema
from tabulate.ledger.canonical import NotCanonicalError, parse_canonical
from tabulate.ledger.checkpoint import Checkpoint, origin_of
from tabulate.ledger.entry import GENESIS, entry_hash, is_timestamp
from tabulate.ledger.replay import Replay

Progress = Callable[[int, int], None]
"""Told how many entries and images are done, and of how many."""

_UNREADABLE = (sqlite3.Error, MemoryError, OverflowError, UnicodeError)
_FIELDS = ("at", "kind", "body", "previous", "hash")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written.

    Attributes:
        seq: number of the entry, or None when it is of the file as a whole.
        kind: kind of the entry as far as it can be known, otherwise ``entry``, ``image``, ``head``, ``schema``,
            ``file`` or ``checkpoint``.
        what: in plain words.
    """

    seq: int | None
    kind: str
    what: str

    def __str__(self) -> str:
        where = self.kind if self.seq is None else f"entry {self.seq} ({self.kind})"
        return f"{where}: {self.what}"


def verify(
    path: Path | str, checkpoint: str | None = None, *, progress: Progress | None = None
) -> list[Problem]:
    """Reads every entry and every stored byte of a case and names all that does not match.

    It finds what was changed, removed, put in or reordered by anybody who did not recompute the chain to its
    end; with a checkpoint kept elsewhere, also by somebody who did.  A writer waits while this runs.

    Args:
        path: the case file.
        checkpoint: text of a checkpoint of the case, to be found in its chain.
        progress: told how far it is.

    Returns:
        The problems; none when the case is whole.

    Raises:
        OrderError: no such file, or its writer does not let go.
        StorageError: it cannot be read here.
        EvidenceError: `checkpoint` is no checkpoint, or `path` is a folder.
    """
    where = Path(path)
    file.check_readable(where)
    expected = None if checkpoint is None else Checkpoint.parse(checkpoint)
    try:
        connection = file.connect_to_read(where)
    except _UNREADABLE as error:
        return [_unopened(where, error)]
    try:
        connection.execute("BEGIN")  # from the first read on, everything is of one moment
        file.patiently(lambda: connection.execute("SELECT 1 FROM sqlite_schema").fetchone())
    except _UNREADABLE as error:
        connection.close()
        return [_unopened(where, error)]
    try:
        return list(_Verification(connection, expected, progress or _silent).problems())
    finally:
        connection.close()


class _Verification:
    def __init__(self, connection: sqlite3.Connection, expected: Checkpoint | None, progress: Progress) -> None:
        # bytes rather than text: a damaged text may not be Unicode, and must be named, not stumbled over
        connection.text_factory = bytes
        self._connection = connection
        self._expected = expected
        self._progress = progress
        self._replay = Replay()
        self._last = (0, GENESIS)
        self._first: str | None = None
        self._at_checkpoint: str | None = None
        self._whole = True
        self._done = self._total = 0

    def problems(self) -> Iterator[Problem]:
        try:
            self._total = self._count("entries") + self._count("images")
        except _UNREADABLE as error:
            yield Problem(None, "file", f"cannot be read: {_said(error)}")
        for part in (self._file, self._schema, self._entries, self._head, self._images, self._checkpoint):
            try:
                yield from part()
            except _UNREADABLE as error:
                yield Problem(None, "file", f"cannot be read: {_said(error)}")

    def _count(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0)  # noqa: S608

    def _file(self) -> Iterator[Problem]:
        for row in self._connection.execute("PRAGMA integrity_check(20)"):
            said = _text(row[0])
            if said != "ok":
                yield Problem(None, "file", f"is damaged: {' '.join(said.split())[:300]}")

    def _schema(self) -> Iterator[Problem]:
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        (journal,) = self._connection.execute("PRAGMA journal_mode").fetchone()
        if application != schema.APPLICATION_ID:
            yield Problem(None, "schema", "the file does not say that it is a Retally case")
        if journal != b"delete":
            yield Problem(None, "schema", f"the journal mode is '{_text(journal)}', not 'delete'")
        if not 1 <= version <= schema.version():
            yield Problem(None, "schema", f"format {version} is none that this version of Retally knows")
            return
        found, expected = schema.shape(self._connection), schema.expected_shape(version)
        for kind, name, _, _ in sorted(expected - found):
            there = any((kind, name) == other[:2] for other in found)
            yield Problem(None, "schema", f"{kind} '{name}' {'was altered' if there else 'is missing'}")
        for kind, name, _, _ in sorted(found - expected):
            if not any((kind, name) == other[:2] for other in expected):
                yield Problem(None, "schema", f"{kind} '{name}' does not belong there")

    def _entries(self) -> Iterator[Problem]:
        types = ", ".join(f"typeof({name})" for name in _FIELDS)
        rows = self._connection.execute(
            f"SELECT seq, {', '.join(_FIELDS)}, {types} FROM entries NOT INDEXED ORDER BY seq"  # noqa: S608
        )
        self._whole = False
        try:
            for row in rows:
                yield from self._entry(*row)
                self._step()
        except _UNREADABLE as error:
            yield Problem(self._last[0] + 1, "entry", f"it and those after it cannot be read: {_said(error)}")
            return
        self._whole = True

    def _entry(self, seq: int, *fields: Any) -> Iterator[Problem]:
        before, before_hash = self._last
        for missing in range(before + 1, min(seq, before + 1001)):
            yield Problem(missing, "entry", "is missing")
        try:
            if any(kind != b"text" for kind in fields[5:]):
                raise UnicodeError("not text")
            at, kind, body, previous, stored = (field.decode() for field in fields[:5])
        except UnicodeError as error:
            yield Problem(seq, "entry", f"was changed: a field is not text ({error})")
            self._last = (seq, "")
            return
        computed = entry_hash(seq, at, kind, body, previous)
        shown = kind if kind.isprintable() and len(kind) < 40 else "entry"
        if computed != stored:
            yield Problem(seq, shown, "was changed: its hash is not that of its content")
        if previous not in before_hash.split():
            yield Problem(
                seq, shown, f"does not follow entry {before}: one of them was replaced, put in or moved"
            )
        # A changed entry is named once: its successor may name the hash it had or the hash it should have.
        self._last = (seq, f"{stored} {computed}")
        self._first = self._first or stored
        self._replay.origin = origin_of(self._first)
        if self._expected is not None and seq == self._expected.seq:
            self._at_checkpoint = computed
        if not is_timestamp(at):
            yield Problem(seq, shown, f"has no valid time: '{at[:40]}'")
        try:
            content = parse_canonical(body)
        except NotCanonicalError as error:
            yield Problem(seq, shown, f"its content is not canonical JSON: {error}")
            return
        for wrong in self._replay.entry(seq, kind, content):
            yield Problem(seq, shown, wrong)

    def _head(self) -> Iterator[Problem]:
        rows = self._connection.execute("SELECT seq, hash FROM head NOT INDEXED").fetchall()
        if len(rows) != 1 or not isinstance(rows[0][0], int) or not isinstance(rows[0][1], bytes):
            yield Problem(None, "head", f"there are {len(rows)} sound records of the last entry, not one")
            return
        seq, digest = rows[0][0], rows[0][1].decode("ascii", "replace")
        last, last_hash = self._last
        if not self._whole:
            return
        if seq < 2:
            yield Problem(None, "head", f"a case begins with two entries, and the record says {seq}")
        for missing in range(last + 1, min(seq, last + 1000) + 1):
            yield Problem(missing, "entry", "is missing: the record of the last entry knows it")
        if seq < last:
            yield Problem(last, "entry", f"was put in: the record says that entry {seq} is the last")
        if seq == last and digest not in last_hash.split():
            yield Problem(last, "head", "the record of the last entry has another hash than the entry")

    def _images(self) -> Iterator[Problem]:
        needed = dict(self._replay.needed)
        rows = self._connection.execute(
            "SELECT rowid, sha256, bytes, typeof(sha256), typeof(bytes) FROM images NOT INDEXED ORDER BY rowid"
        )
        last = 0
        try:
            for number, named, content, *types in rows:
                last = number
                name = named.decode("ascii", "replace") if isinstance(named, bytes) else str(named)
                seq, kind = needed.pop(name, (None, "image"))
                if types != [b"text", b"blob"] or hashlib.sha256(content).hexdigest() != name:
                    yield Problem(seq, kind, f"the bytes stored as {name[:16]} were changed")
                elif seq is None and self._whole:
                    yield Problem(None, kind, f"the bytes stored as {name[:16]} belong to no entry")
                if name == self._replay.program:
                    yield from self._program(content)
                self._step()
        except _UNREADABLE as error:
            yield Problem(None, "image", f"what is stored after row {last} cannot be read: {_said(error)}")
            return
        for name, (seq, kind) in needed.items():
            yield Problem(seq, kind, f"the bytes stored as {name[:16]} are missing")

    def _program(self, content: bytes) -> Iterator[Problem]:
        try:
            parse_canonical(content.decode())
        except (UnicodeError, NotCanonicalError) as error:
            yield Problem(2, "program", f"the stored program is not canonical JSON: {error}")

    def _checkpoint(self) -> Iterator[Problem]:
        expected = self._expected
        if expected is None:
            return
        if self._first is None or origin_of(self._first) != expected.origin:
            yield Problem(None, "checkpoint", "is of another case, or the first entry was replaced")
        elif self._at_checkpoint is None:
            what = f"has {expected.seq} entries, the case ends with entry {self._last[0]}: some were cut off"
            yield Problem(None, "checkpoint", what)
        elif self._at_checkpoint != expected.hash:
            yield Problem(expected.seq, "checkpoint", "this entry or one before it is not as it was then")

    def _step(self) -> None:
        self._done += 1
        self._progress(self._done, max(self._done, self._total))


def _unopened(path: Path, error: Exception) -> Problem:
    """What to say of a file that SQLite does not open: a problem of its content, or an error of the moment."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        with file.translated(path):
            raise error
    return Problem(None, "file", f"cannot be read: {_said(error)}")


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _silent(_done: int, _total: int) -> None:
    return
