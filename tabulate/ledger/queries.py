"""Reading a case: every answer is made from the entries, and every entry is held against its hash."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tabulate.errors import EvidenceError
from tabulate.ledger.checkpoint import Checkpoint, origin_of
from tabulate.ledger.entry import Entry, entry_hash
from tabulate.ledger.file import VERIFY, patiently, translated
from tabulate.ledger.records import Batch, Head, ImageRef, Original, Sheet

CHUNK = 64
"""Sheets fetched at a time: between chunks no lock is held, so that a reader never keeps a scanner waiting."""

COLUMNS = "seq, at, kind, body, previous, hash"
_BATCH_KINDS = (
    "kind IN ('batch-opened', 'batch-closed', 'batch-reopened', 'batch-withdrawn')"  # as in the index
)
_SHEETS = """
SELECT c.seq, c.at, c.kind, c.body, c.previous, c.hash, r.seq, r.at, r.kind, r.body, r.previous, r.hash,
  d.seq, d.at, d.kind, d.body, d.previous, d.hash
FROM entries AS c LEFT JOIN entries AS r ON r.kind = 'sheet-read' AND r.sheet = c.seq AND r.seq <= ?
  LEFT JOIN entries AS d ON d.kind = 'sheet-disposed' AND d.sheet = c.seq AND d.seq <= ?
WHERE c.kind = 'sheet-captured' AND {} AND c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?
"""


class Queries:
    """What can be asked of an open case."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @property
    def head(self) -> Head:
        """The last entry's number and hash."""
        ((seq, digest),) = self._rows("SELECT seq, hash FROM head")
        return Head(seq, digest)

    @property
    def changed_at(self) -> str:
        """When the last entry was written, ISO 8601 in UTC with microseconds and Z."""
        return self._entry(self.head.seq).at

    def checkpoint(self) -> str:
        """Three lines that fix the case as it stands; see `tabulate.ledger.checkpoint`."""
        head = self.head
        return str(Checkpoint(self.origin, head.seq, head.hash))

    @property
    def origin(self) -> str:
        """What names the case on paper: the first line of its checkpoints."""
        return origin_of(self._entry(1).hash)

    @property
    def title(self) -> str:
        return str(self._entry(1).body["title"])

    @property
    def seal(self) -> str:
        """Seal of the case's program."""
        return str(self._entry(1).body["program"])

    @property
    def program(self) -> bytes:
        """Canonical JSON of the case's program."""
        return self.image(self._entry(2).body["sha256"])

    @property
    def code(self) -> dict[str, Any]:
        """The code that wrote last, as recorded when the case was made or when it changed."""
        last = self._last("kind = 'code-changed'", ())
        return dict((last or self._entry(1)).body["code"])

    def entries(self, kind: str | None = None) -> Iterator[Entry]:
        """All entries up to now in order, or those of one kind."""
        upto, after = self.head.seq, 0
        condition = "" if kind is None else "kind = ? AND"
        values = () if kind is None else (kind,)
        while True:
            chunk = self._rows(
                f"SELECT {COLUMNS} FROM entries WHERE {condition} seq > ? AND seq <= ? ORDER BY seq LIMIT ?",  # noqa: S608
                (*values, after, upto, CHUNK),
            )
            yield from (self._checked(row) for row in chunk)
            if len(chunk) < CHUNK:
                return
            after = chunk[-1][0]

    def batches(self) -> tuple[Batch, ...]:
        """All batches in the order in which they were opened."""
        return tuple(self._batch_of(entry) for entry in self.entries("batch-opened"))

    def batch(self, name: str) -> Batch | None:
        """One batch, or None when there is none of this name."""
        opened = self._last("kind = 'batch-opened' AND batch = ?", (name,))
        return None if opened is None else self._batch_of(opened)

    def sheet(self, sheet_id: int) -> Sheet:
        """One sheet.

        Raises:
            EvidenceError: there is no sheet of this number.
        """
        found = next(self._sheets("c.seq = ?", (sheet_id,)), None)
        if found is None:
            raise EvidenceError(f"{self.path}: entry {sheet_id} is no sheet")
        return found

    def sheets(self, batch: Batch | str | None = None) -> Iterator[Sheet]:
        """All sheets up to now, or those of one batch, in the order of capture, with their readings."""
        if batch is None:
            return self._sheets("TRUE", ())
        return self._sheets("c.batch = ?", (_name(batch),))

    def unread(self) -> list[Sheet]:
        """The sheets that count once they are read, in the order of capture."""
        return [sheet for sheet in self._sheets("r.seq IS NULL", ()) if sheet.counts]

    def undisposed(self) -> Sheet | None:
        """The sheet that a device holds, or dropped without our noting it; there is never more than one."""
        last = self._last("kind = 'sheet-captured' AND json_extract(body, '$.paper') = 1", ())
        if last is None:
            return None
        sheet = self.sheet(last.seq)
        return sheet if sheet.disposed is None else None

    def image(self, sha256: str) -> bytes:
        """The bytes that were stored under this hash.

        Raises:
            EvidenceError: they are missing or changed.
        """
        rows = self._rows("SELECT bytes FROM images WHERE sha256 = ?", (sha256,))
        if not rows:
            raise EvidenceError(f"{self.path}: image {sha256[:16]} is missing; {VERIFY}")
        stored = rows[0][0]
        if not isinstance(stored, bytes) or hashlib.sha256(stored).hexdigest() != sha256:
            raise EvidenceError(f"{self.path}: image {sha256[:16]} was changed; {VERIFY}")
        return stored

    def originals(self) -> tuple[Original, ...]:
        """The imported original counts in the order of import."""
        return tuple(
            Original(entry.seq, entry.at, entry.body["name"], entry.body["sha256"], tuple(entry.body["rows"]))
            for entry in self.entries("original-imported")
        )

    def duplicates(self) -> tuple[tuple[Sheet, ...], ...]:
        """Groups of sheets whose images are the same, byte for byte and page for page, in the order of capture.

        A batch scanned twice from one recording looks so; two blank sheets from a generator may too.  So it is
        evidence for a person, and nothing is refused for it.  Sheets that count nowhere are left out: one that
        was given back may well have been fed again.
        """
        groups: dict[tuple[tuple[str, int], ...], list[int]] = defaultdict(list)
        for entry in self.entries("sheet-captured"):
            images = tuple((image["sha256"], image["page"]) for image in entry.body["images"])
            groups[images].append(entry.seq)
        alike = ([self.sheet(seq) for seq in group] for group in groups.values() if len(group) > 1)
        counting = (tuple(sheet for sheet in group if sheet.counts) for group in alike)
        return tuple(group for group in counting if len(group) > 1)

    def _batch_of(self, opened: Entry) -> Batch:
        body = opened.body
        name = body["batch"]
        newest = self._last("kind = 'sheet-captured' AND batch = ?", (name,))
        sheets = 0 if newest is None else newest.body["sequence"]
        last = self._last(f"{_BATCH_KINDS} AND batch = ?", (name,)) or opened
        withdrawn = last.body["reason"] if last.kind == "batch-withdrawn" else None
        if withdrawn is not None:  # as it stood before
            last = self._last(f"{_BATCH_KINDS} AND batch = ? AND seq < ?", (name, last.seq)) or opened
        closed = last.kind == "batch-closed"
        by_hand = last.body["counted_by_hand"] if closed else None
        explanation = last.body["explanation"] if closed else None
        return Batch(
            name, body["unit"], body["mode"], body["scanner"], sheets, closed, by_hand, explanation, withdrawn
        )

    def _sheets(self, condition: str, values: Sequence[object]) -> Iterator[Sheet]:
        upto, after = self.head.seq, 0
        places: dict[str, dict[str, Any]] = {}
        while True:
            chunk = self._rows(_SHEETS.format(condition), (upto, upto, *values, after, upto, CHUNK))
            for row in chunk:
                captured = self._checked(row[:6])
                read = None if row[6] is None else self._checked(row[6:12])
                disposed = None if row[12] is None else self._checked(row[12:])
                batch = captured.body["batch"]
                if batch not in places:
                    opened = self._last("kind = 'batch-opened' AND batch = ?", (batch,))
                    if opened is None:
                        raise EvidenceError(f"{self.path}: entry {captured.seq} belongs to no batch; {VERIFY}")
                    gone = self._last("kind = 'batch-withdrawn' AND batch = ?", (batch,)) is not None
                    places[batch] = {**opened.body, "withdrawn": gone}
                yield _sheet(captured, read, disposed, places[batch])
            if len(chunk) < CHUNK:
                return
            after = chunk[-1][0]

    def _entry(self, seq: int) -> Entry:
        found = self._last("seq = ?", (seq,))
        if found is None:
            raise EvidenceError(f"{self.path}: entry {seq} is missing; {VERIFY}")
        return found

    def _last(self, condition: str, values: Sequence[object]) -> Entry | None:
        rows = self._rows(
            f"SELECT {COLUMNS} FROM entries WHERE {condition} ORDER BY seq DESC LIMIT 1",  # noqa: S608
            values,
        )
        return self._checked(rows[0]) if rows else None

    def _checked(self, row: tuple[Any, ...]) -> Entry:
        seq, at, kind, body, previous, digest = row
        texts = all(isinstance(field, str) for field in (at, kind, body, previous, digest))
        if not texts or entry_hash(seq, at, kind, body, previous) != digest:
            raise EvidenceError(f"{self.path}: entry {seq} was changed; {VERIFY}")
        return Entry(seq, at, kind, json.loads(body), previous, digest)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        # Everything is fetched at once: an open statement would hold a lock on the file.
        with translated(self.path):
            return patiently(lambda: self._connection.execute(sql, tuple(values)).fetchall())


def _name(batch: Batch | str) -> str:
    return batch.name if isinstance(batch, Batch) else batch


def _sheet(entry: Entry, read: Entry | None, disposed: Entry | None, batch: dict[str, Any]) -> Sheet:
    body = entry.body
    images = tuple(
        ImageRef(image["sha256"], image["media_type"], image["page"], image["name"]) for image in body["images"]
    )
    end = {"to": None, "reason": None} if disposed is None else disposed.body
    return Sheet(
        id=entry.seq,
        batch=body["batch"],
        sequence=body["sequence"],
        unit=batch["unit"],
        mode=batch["mode"],
        key=body["key"],
        source=body["source"],
        at=entry.at,
        images=images,
        reading=None if read is None else read.body["reading"],
        imprint=body.get("imprint"),
        paper=body.get("paper", False),
        disposed=end["to"],
        returned=end["reason"] if end["to"] == "returned" else None,
        withdrawn=batch["withdrawn"],
    )
