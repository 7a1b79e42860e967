"""What a case keeps and gives back, and what it refuses."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger import Batch, EntryError, Ledger, StorageError, verify
from tests.tabulate.ledger.cases import PROGRAM, SEAL, full_case, image, new_case, reading, tamper, ticking


def test_a_case_gives_back_what_was_stored(case: Path) -> None:
    with Ledger.open(case, readonly=True) as ledger:
        assert (ledger.title, ledger.seal, ledger.program) == ("Durant 2011", SEAL, PROGRAM)
        assert ledger.code == {"retally": "0.1.1"}
        assert ledger.batches() == (
            Batch("b1", "precinct-1", "absentee", "folder:b1", 2, True, None, None),
            Batch(
                "p", "precinct-1", "absentee", "toy:", 2, False, None, None, "scanned for the wrong precinct"
            ),
            Batch("b2", "précinct-2", "election_day", "folder:b2", 1, False),
        )
        sheets = [sheet for sheet in ledger.sheets() if sheet.batch != "p"]
        assert [(sheet.batch, sheet.sequence, sheet.key, sheet.unit, sheet.mode) for sheet in sheets] == [
            ("b1", 1, "1", "precinct-1", "absentee"),
            ("b1", 2, "2", "precinct-1", "absentee"),
            ("b2", 1, "1", "précinct-2", "election_day"),
        ]
        assert [sheet.reading for sheet in sheets] == [reading(), None, reading("jones")]
        assert [sheet.id for sheet in ledger.sheets("b1")] == [sheets[0].id, sheets[1].id]
        assert ledger.unread() == [sheets[1]]
        assert ledger.sheet(sheets[2].id) == sheets[2]
        assert [[sheet.id for sheet in group] for group in ledger.duplicates()] == [
            [sheets[1].id, sheets[2].id]
        ]
        assert [(it.name, it.rows) for it in ledger.originals()] == [
            ("canvass.csv", ({"unit": "precinct-1", "votes": 3},))
        ]
        for sheet in sheets:
            for stored in sheet.images:
                assert hashlib.sha256(ledger.image(stored.sha256)).hexdigest() == stored.sha256
        closings = [entry.body for entry in ledger.entries("batch-closed")]
        assert [(it["sheets"], it["counted_by_hand"], it["explanation"]) for it in closings] == [
            (2, 3, "one sheet is torn"),
            (2, None, None),
        ]
    assert verify(case) == []


def test_a_sheet_is_stored_once_and_never_replaced(tmp_path: Path) -> None:
    """A resumed batch must not count a sheet twice, and another sheet must not take its place."""
    with new_case(tmp_path / "c") as ledger:
        batch = ledger.open_batch("b", "u", "absentee", "folder:x")
        first, new = ledger.add_sheet(batch, "k", [image(b"one")], "folder:x")
        assert new
        assert ledger.add_sheet("b", "k", [image(b"one", name="renamed")], "folder:y") == (first, False)
        for other in ([image(b"two")], [image(b"one"), image(b"one")], [image(b"one", page=1)]):
            with pytest.raises(EvidenceError, match="stored with other images"):
                ledger.add_sheet(batch, "k", other, "folder:x")
        ledger.add_reading(first, {"votes": [1, 2.0]})
        before = ledger.head
        ledger.add_reading(first, {"votes": [1, 2]})
        assert ledger.head == before
        with pytest.raises(EvidenceError, match="reads otherwise than before"):
            ledger.add_reading(first, {"votes": [1, 3]})
        assert ledger.head == before


def test_batches_keep_their_order_of_steps(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as ledger:
        with pytest.raises(OrderError, match="there is no batch 'b'"):
            ledger.add_sheet("b", "k", [image(b"1")], "folder:x")
        batch = ledger.open_batch("b", "u", "absentee", "folder:x")
        assert ledger.open_batch("b", "u", "absentee", "folder:elsewhere") == batch
        for unit, mode in (("v", "absentee"), ("u", "election_day")):
            with pytest.raises(OrderError, match="open for unit 'u'"):
                ledger.open_batch("b", unit, mode, "folder:x")
        with pytest.raises(OrderError, match="is open already"):
            ledger.reopen_batch("b", "why not", "A")
        sheet, _ = ledger.add_sheet(batch, "k", [image(b"1")], "folder:x")
        assert ledger.close_batch(batch, 1) == Batch("b", "u", "absentee", "folder:x", 1, True, 1, None)
        for refused in (
            lambda: ledger.close_batch("b"),
            lambda: ledger.open_batch("b", "u", "absentee", "folder:x"),
            lambda: ledger.add_sheet(batch, "k2", [image(b"1")], "folder:x"),
        ):
            with pytest.raises(OrderError, match="is closed"):
                refused()
        ledger.add_reading(sheet, reading())  # reading may lag behind the scanner
        assert not ledger.reopen_batch("b", "another sheet was found", "A. Board").closed
        ledger.add_sheet(batch, "k2", [image(b"1")], "folder:x")
        assert ledger.close_batch("b").sheets == 2


def test_only_the_case_s_program_reads(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as ledger:
        batch = ledger.open_batch("b", "u", "absentee", "folder:x")
        sheet, _ = ledger.add_sheet(batch, "k", [image(b"1")], "folder:x")
        for foreign in ({"program": "0" * 64}, {"pages": [{"program": SEAL}, {"program": "0" * 64}]}):
            with pytest.raises(EvidenceError, match="read it with the case's program"):
                ledger.add_reading(sheet, foreign)
        with pytest.raises(EvidenceError, match="entry 3 is no sheet"):
            ledger.add_reading(3, reading())
        assert [it.id for it in ledger.unread()] == [sheet]


def test_a_case_needs_its_sealed_program(tmp_path: Path) -> None:
    path = tmp_path / "c"
    for program, seal in ((PROGRAM, "0" * 64), (b'{"a": 1}', None), (b"\xff", None)):
        wrong = seal or hashlib.sha256(program).hexdigest()
        with pytest.raises(EvidenceError, match="seal"):
            Ledger.create(path, title="t", program=program, seal=wrong, code={}, now=ticking())
        assert not path.exists()


def test_the_same_original_is_imported_once(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as ledger:
        first = ledger.add_original("canvass.csv", b"a", [{"votes": 1}])
        assert ledger.add_original("canvass.csv", b"a", [{"votes": 1}]) == first
        second = ledger.add_original("canvass.csv", b"b", [{"votes": 2}])
        third = ledger.add_original("canvass.csv", b"a", [{"votes": 1}])  # back again: now it is the latest
        assert [it.seq for it in ledger.originals()] == [first, second, third]


@pytest.mark.parametrize(
    ("where", "call"),
    [
        ("batch-opened, batch", lambda it: it.open_batch("", "u", "m", "folder:x")),
        ("batch-opened, unit", lambda it: it.open_batch("b2", "u\n", "m", "folder:x")),
        ("sheet-captured, images", lambda it: it.add_sheet("b", "k", [], "folder:x")),
        ("sheet-captured, images.0.media_type", lambda it: it.add_sheet("b", "k", [(b"", "", 0, "")], "x:")),
        ("sheet-captured, images.0.page", lambda it: it.add_sheet("b", "k", [image(b"", page=-1)], "x:")),
        ("sheet-captured, images.0.name", lambda it: it.add_sheet("b", "k", [image(b"", name="\udcff")], "x:")),
        ("sheet-read, reading.1.[key]", lambda it: it.add_reading(1, {1: 2})),
        ("sheet-read", lambda it: it.add_reading(1, {"a": (1, 2)})),
        ("sheet-read", lambda it: it.add_reading(1, {"a": {"b": {1: 2}}})),
        ("sheet-read", lambda it: it.add_reading(1, {"a": object()})),
        ("sheet-read", lambda it: it.add_reading(1, {"a": 2**60})),
        ("sheet-read", lambda it: it.add_reading(1, {"a": float("nan")})),
        ("batch-closed, counted_by_hand", lambda it: it.close_batch("b", -1)),
        ("program-exception, reason", lambda it: it.add_program_exception("", "A")),
        ("decision, by", lambda it: it.add_decision("text", "")),
        ("note, text", lambda it: it.add_note("x" * 2001, "A")),
    ],
)
def test_what_cannot_be_written_down_is_refused_by_field(
    tmp_path: Path, where: str, call: Callable[[Ledger], object]
) -> None:
    with new_case(tmp_path / "c") as ledger:
        ledger.open_batch("b", "u", "absentee", "folder:x")
        before = ledger.head
        with pytest.raises(EntryError) as refused:
            call(ledger)
        assert str(refused.value).startswith(f"{where}: ")
        assert "\n" not in str(refused.value)
        assert ledger.head == before
    assert verify(tmp_path / "c") == []


def test_files_that_are_no_cases_are_refused_plainly(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    connection = sqlite3.connect(foreign)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    foreign_bytes = foreign.read_bytes()
    newer = tmp_path / "newer"
    new_case(newer).close()
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("unit,mode\n" * 500)
    (tmp_path / "folder").mkdir()
    for name, error, said in (
        ("missing", OrderError, "no such case"),
        ("empty", OrderError, "an empty file"),
        ("newer", OrderError, "newer Retally"),
        ("text", EvidenceError, "not a Retally case"),
        ("foreign.db", EvidenceError, "not a Retally case"),
        ("folder", EvidenceError, "a folder"),
    ):
        for options in ({"now": ticking()}, {"readonly": True}):
            with pytest.raises(error, match=said) as refused:
                Ledger.open(tmp_path / name, **options)
            assert "\n" not in str(refused.value)
    assert foreign.read_bytes() == foreign_bytes
    assert not (tmp_path / "missing").exists()
    with pytest.raises(OrderError, match="exists already"):
        new_case(tmp_path / "text")
    with pytest.raises(StorageError, match="cannot make the case file"):
        new_case(tmp_path / "no" / "such" / "folder")


def test_an_altered_case_is_not_written_on(case: Path) -> None:
    connection = sqlite3.connect(case)
    connection.execute("DROP TRIGGER entries_never_change")
    connection.close()
    with pytest.raises(EvidenceError, match="tables or triggers"):
        Ledger.open(case, now=ticking())


def test_readers_cannot_write(case: Path) -> None:
    with Ledger.open(case, readonly=True) as ledger:
        assert ledger.readonly
        with pytest.raises(OrderError, match="open for reading alone"):
            ledger.add_note("text", "A")
    with pytest.raises(ValueError, match="clock"):
        Ledger.open(case)


def test_a_closed_ledger_is_a_mistake_of_ours_and_no_damage(case: Path) -> None:
    ledger = Ledger.open(case, now=ticking())
    ledger.close()
    ledger.close()
    with pytest.raises(sqlite3.ProgrammingError):
        ledger.add_note("text", "A")


def test_a_clock_without_a_time_zone_writes_nothing(case: Path) -> None:
    with Ledger.open(case, now=lambda: datetime(2026, 11, 4)) as ledger:
        before = ledger.head
        with pytest.raises(ValueError, match="time zone"):
            ledger.add_note("text", "A")
        assert ledger.head == before


def test_triggers_refuse_what_the_ledger_never_does(case: Path) -> None:
    connection = sqlite3.connect(case, isolation_level=None)
    connection.execute("PRAGMA recursive_triggers = OFF")
    seq, digest = connection.execute("SELECT seq, hash FROM head").fetchone()
    zeros = "0" * 64
    columns = "(seq, at, kind, body, previous, hash)"
    for sql in (
        "UPDATE entries SET at = at WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 1",
        f"INSERT OR REPLACE INTO entries {columns} VALUES (1, '', 'note', '{{}}', '', '')",
        f"INSERT INTO entries {columns} VALUES ({seq + 1}, '', '', '{{}}', '{zeros}', '')",
        f"INSERT INTO entries {columns} VALUES ({seq + 2}, '', '', '{{}}', '{digest}', '')",
        "UPDATE images SET bytes = x'00'",
        "DELETE FROM images",
        "INSERT OR REPLACE INTO images SELECT sha256, x'00' FROM images",
        "UPDATE head SET seq = seq - 1",
        "UPDATE head SET seq = seq + 1",
        "UPDATE head SET hash = ''",
        "DELETE FROM head",
        "INSERT OR REPLACE INTO head VALUES (1, 0, '')",
        "INSERT INTO head VALUES (2, 0, '')",
        "INSERT INTO images VALUES (NULL, x'00')",
        "INSERT INTO images VALUES ('a', 'text')",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(sql)
    connection.close()
    assert verify(case) == []


def test_reading_a_changed_image_or_entry_stops(case: Path) -> None:
    """Totals must not be made from what does not match its hash, whether or not anybody ran verify."""
    with Ledger.open(case, readonly=True) as ledger:
        sheet = next(ledger.sheets())
    tamper(case, lambda db: db.execute("UPDATE images SET bytes = CAST(bytes || x'00' AS BLOB)"))
    tamper(case, lambda db: db.execute("UPDATE entries SET at = at || ' ' WHERE seq = ?", (sheet.id,)))
    with Ledger.open(case, readonly=True) as ledger:
        with pytest.raises(EvidenceError, match="was changed"):
            ledger.image(sheet.images[0].sha256)
        with pytest.raises(EvidenceError, match=f"entry {sheet.id} was changed"):
            list(ledger.sheets())


def test_equal_steps_give_equal_cases(tmp_path: Path) -> None:
    full_case(tmp_path / "a")
    full_case(tmp_path / "b")
    with Ledger.open(tmp_path / "a", readonly=True) as a, Ledger.open(tmp_path / "b", readonly=True) as b:
        assert a.checkpoint() == b.checkpoint()
        assert list(a.entries()) == list(b.entries())


def test_decisions_are_written_all_of_them_or_none(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as ledger:
        before = ledger.head
        with pytest.raises(EntryError, match="decision, by"):
            ledger.add_decisions([("one", "A. Board", {"sheet": 3}), ("two", "", {})])
        assert ledger.head == before
        written = ledger.add_decisions([("one", "A. Board", {"sheet": 3}), ("two", "B. Board", {})])
        assert written == [entry.seq for entry in ledger.entries("decision")]
    assert verify(tmp_path / "c") == []
