"""Cases for the ledger's tests: a program, a clock that ticks, and one case with an entry of every kind."""

from __future__ import annotations

import hashlib
import itertools
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from config.law import Member, Role
from config.proceedings import Event, Opening, ReportSigned, SameProgramUsed
from config.signing import Statement, sign_report
from tabulate.ledger import CapturedImage, Ledger
from tabulate.ledger.entry import GENESIS, entry_hash
from tests.config.proceedings.way import BEN, OPENING, REPORT, WAY

PROGRAM = b'{"contests":["mayor"],"format":"retally-program/1"}'
SEAL = hashlib.sha256(PROGRAM).hexdigest()


def ticking() -> Callable[[], datetime]:
    """A clock that gains a second with every look."""
    seconds = itertools.count()
    return lambda: datetime(2026, 11, 4, 9, 0, tzinfo=UTC) + timedelta(seconds=next(seconds))


def new_case(path: Path) -> Ledger:
    return Ledger.create(
        path, title="Durant 2011", program=PROGRAM, seal=SEAL, code={"retally": "0.1.0"}, now=ticking()
    )


def image(content: bytes, name: str = "0001.tif", page: int = 0) -> CapturedImage:
    return (content, "image/tiff", page, name)


def reading(votes: str = "smith") -> dict[str, Any]:
    return {"pages": [{"program": SEAL, "contests": [{"contest": "mayor", "votes": [votes]}], "dpi": 199.5}]}


def noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def full_case(path: Path) -> None:
    """Makes a case with an entry of every kind, images of several sizes, two sheets on one image."""
    with new_case(path) as ledger:
        first = ledger.open_batch("b1", "precinct-1", "absentee", "folder:b1")
        ids = [
            ledger.add_sheet(
                first, "1", [image(noise(1, 700), "1f"), image(noise(2, 9000), "1b")], "folder:b1"
            )[0],
            ledger.add_sheet(first, "2", [image(noise(3, 20000), "2f")], "folder:b1")[0],
        ]
        ledger.add_reading(ids[0], reading())
        _paper(ledger)
        second = ledger.open_batch("b2", "précinct-2", "election_day", "folder:b2")
        ids.append(ledger.add_sheet(second, "1", [image(noise(3, 20000), "x")], "folder:b2")[0])
        ledger.add_reading(ids[2], reading("jones"))
        ledger.close_batch(first, 3, "one sheet is torn")
        ledger.reopen_batch(first, "the torn sheet was taped", "A. Board")
        ledger.close_batch(first)
        ledger.record_code({"retally": "0.1.1"})
        ledger.add_original("canvass.csv", b"unit,mode\n", [{"unit": "precinct-1", "votes": 3}])
        ledger.add_program_exception("the memory card is lost", "B. Commissioner")
        ledger.add_decision("count it for Smith", "A. Board", {"sheet": ids[1], "contest": "mayor"})
        _recount(ledger)
        ledger.add_note("the county clerk was present", "A. Board")


def opening() -> Opening:
    """A recount under the program of these cases."""
    return replace(OPENING, program=SEAL, case="")


def way(origin: str) -> dict[str, Event]:
    """All steps of a recount in the case of this origin: with its program, and a signature that names it."""
    signed = sign_report(BEN, Statement(origin, REPORT, Member("Ben Bell", Role.REQUESTER)))
    changed: dict[type[Event], dict[str, str]] = {SameProgramUsed: {"program": SEAL}}
    steps = {name: replace(event, **changed.get(type(event), {})) for name, event in WAY.items()}
    first = steps["sign first"]
    assert isinstance(first, ReportSigned)
    return {**steps, "sign first": replace(first, signature=signed)}


def _recount(ledger: Ledger) -> None:
    """The recount as far as its bond, whose step was entered too early once."""
    steps = list(way(ledger.origin).values())
    ledger.open_proceedings(opening())
    ledger.add_steps(steps[:4])
    ledger.withdraw_step("the county board meets tomorrow", "C. Clerk")
    ledger.add_steps(steps[3:5])


def _paper(ledger: Ledger) -> None:
    """A batch that a device scanned and that was withdrawn, one sheet accepted and one given back."""
    batch = ledger.open_batch("p", "precinct-1", "absentee", "toy:")
    for key, to, reason in (("000001", "accepted", None), ("000002", "returned", "overvoted")):
        sheet, _ = ledger.add_sheet(
            batch, key, [image(noise(5, 300), key)], "toy:", imprint=f"R {key}", paper=True
        )
        ledger.add_reading(sheet, reading("white"))
        ledger.add_notice("p", "jam", "A sheet is jammed.", key)
        ledger.dispose_sheet(sheet, to, reason)  # type: ignore[arg-type]  # the words of the table above
    ledger.withdraw_batch(batch, "scanned for the wrong precinct", "A. Board")


def contents(path: Path) -> tuple[list[tuple[Any, ...]], dict[str, bytes]]:
    """Every entry and every stored byte, as a reader of the case gets them."""
    with Ledger.open(path, readonly=True) as ledger:
        rows = ledger._rows("SELECT seq, at, kind, body, previous, hash FROM entries ORDER BY seq")
        hashes = [row[0] for row in ledger._rows("SELECT sha256 FROM images ORDER BY sha256")]
        list(ledger.sheets())
        return rows, {sha256: ledger.image(sha256) for sha256 in hashes}


PLAIN = """CREATE TABLE entries (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT"""
"""The entries without their computed columns, which would refuse a body that is no JSON; stored the same."""


def tamper(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Changes a case as somebody would who knows SQLite: all guards off, change, and on again."""
    with _quick(path) as connection:
        extras = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        ).fetchall()
        ((guarded,),) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'entries'")
        for kind, name, _ in extras:
            connection.execute(f"DROP {kind} {name}")
        _declare(connection, PLAIN)
    with _quick(path) as connection:
        change(connection)
        _declare(connection, guarded)
    with _quick(path) as connection:
        for _, _, sql in extras:
            with suppress(sqlite3.Error):  # an index over a body that is no JSON now: verify misses it, too
                connection.execute(sql)


def _quick(path: Path) -> closing[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
    return closing(connection)


def _declare(connection: sqlite3.Connection, sql: str) -> None:
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'entries'", (sql,))


def rechain(connection: sqlite3.Connection) -> None:
    """Recomputes every hash, as a forger would who knows the format."""
    previous, last = GENESIS, 0
    rows = connection.execute("SELECT seq, at, kind, body FROM entries ORDER BY seq").fetchall()
    for seq, at, kind, body in rows:
        digest = entry_hash(seq, at, kind, body, previous)
        connection.execute("UPDATE entries SET previous = ?, hash = ? WHERE seq = ?", (previous, digest, seq))
        previous, last = digest, seq
    connection.execute("UPDATE head SET seq = ?, hash = ?", (last, previous))


class CrashError(BaseException):
    """The process dies here, as far as the code under test is concerned."""


class Crashing:
    """A connection that dies before its n-th statement, leaving the files as a killed process would.

    A cache of one page makes SQLite write half-done transactions into the file.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, after: int) -> None:
        self._connection = connection
        self._path = path
        self._left = after
        self.files: dict[Path, bytes | None] | None = None

    def execute(self, sql: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        if self.files is None:
            if self._left == 0:
                journal = self._path.with_name(self._path.name + "-journal")
                self.files = {it: it.read_bytes() if it.exists() else None for it in (self._path, journal)}
                raise CrashError
            self._left -= 1
        return self._connection.execute(sql, values)

    def executescript(self, sql: str) -> sqlite3.Cursor:
        self.execute("SELECT 1")
        return self._connection.executescript(sql)

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def close(self) -> None:
        self._connection.close()

    def leave_as_killed(self) -> None:
        """Puts the files back to the moment of the crash; the ledger must be closed by now."""
        for path, data in (self.files or {}).items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)
