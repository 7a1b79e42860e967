"""Whoever changes the evidence is found: every entry, column, stored byte and rule of the file."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger import Ledger, Problem, verify
from tabulate.ledger.checkpoint import origin_of
from tabulate.ledger.schema import expected_shape
from tests.tabulate.ledger.cases import noise, rechain, tamper, ticking

COLUMNS = ("at", "kind", "body", "previous", "hash")
Change = Callable[[sqlite3.Connection], object]


def last_seq(path: Path) -> int:
    with Ledger.open(path, readonly=True) as ledger:
        return ledger.head.seq


def checkpoint(path: Path) -> str:
    with Ledger.open(path, readonly=True) as ledger:
        return ledger.checkpoint()


def named(problems: list[Problem]) -> set[int | None]:
    return {problem.seq for problem in problems}


def said(problems: list[Problem]) -> str:
    return "\n".join(str(problem) for problem in problems)


def all_seqs(sound: bytes, tmp_path: Path) -> range:
    path = tmp_path / "count"
    path.write_bytes(sound)
    return range(1, last_seq(path) + 1)


def test_every_changed_character_is_named_by_its_entry(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "c"
    for seq, column in itertools.product(all_seqs(sound, tmp_path), COLUMNS):
        for place in ("first", "middle", "last"):
            path.write_bytes(sound)

            def flip(db: sqlite3.Connection, seq: int = seq, column: str = column, place: str = place) -> None:
                ((text,),) = db.execute(f"SELECT {column} FROM entries WHERE seq = ?", (seq,))
                at = {"first": 0, "middle": len(text) // 2, "last": len(text) - 1}[place]
                changed = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
                db.execute(f"UPDATE entries SET {column} = ? WHERE seq = ?", (changed, seq))

            tamper(path, flip)
            problems = verify(path)
            assert seq in named(problems), (seq, column, place, said(problems))
            others = {problem.seq for problem in problems if problem.what.startswith("was changed")} - {seq}
            assert not others, (seq, column, place, said(problems))


def test_every_removed_entry_is_named(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "c"
    for seq in all_seqs(sound, tmp_path):
        path.write_bytes(sound)
        tamper(path, lambda db, seq=seq: db.execute("DELETE FROM entries WHERE seq = ?", (seq,)))
        problems = verify(path)
        assert any(it.seq == seq and it.what.startswith("is missing") for it in problems), (seq, said(problems))


def test_every_two_entries_in_another_order_are_named(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "c"
    for one, other in itertools.combinations(all_seqs(sound, tmp_path), 2):
        path.write_bytes(sound)

        def swap(db: sqlite3.Connection, one: int = one, other: int = other) -> None:
            for before, after in ((one, -1), (other, one), (-1, other)):
                db.execute("UPDATE entries SET seq = ? WHERE seq = ?", (after, before))

        tamper(path, swap)
        assert {one, other} <= named(verify(path)), (one, other)


def test_every_inserted_entry_is_named(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "c"
    seqs = all_seqs(sound, tmp_path)
    for place in (*seqs, len(seqs) + 1):
        path.write_bytes(sound)

        def insert(db: sqlite3.Connection, place: int = place) -> None:
            db.execute("UPDATE entries SET seq = -(seq + 1) WHERE seq >= ?", (place,))
            db.execute("UPDATE entries SET seq = -seq WHERE seq < 0")
            db.execute(
                "INSERT INTO entries (seq, at, kind, body, previous, hash) "
                "SELECT ?, '2026-11-05' || substr(at, 11), kind, body, previous, hash "
                "FROM entries WHERE kind = 'note'",
                (place,),
            )

        tamper(path, insert)
        assert place in named(verify(path)), place


def test_a_fitting_entry_put_in_behind_the_head_is_named(case: Path) -> None:
    before = last_seq(case)

    def insert(db: sqlite3.Connection) -> None:
        head = db.execute("SELECT * FROM head").fetchone()
        db.execute(
            "INSERT INTO entries (seq, at, kind, body, previous, hash) "
            "SELECT seq + 1, at, kind, body, hash, '' FROM entries WHERE seq = ?",
            (before,),
        )
        rechain(db)
        db.execute("UPDATE head SET seq = ?, hash = ?", head[1:])

    tamper(case, insert)
    assert verify(case) == [
        Problem(before + 1, "entry", f"was put in: the record says that entry {before} is the last")
    ]
    with pytest.raises(EvidenceError, match="the last entry is not the one on record"):
        Ledger.open(case, readonly=True)


def test_a_renumbered_head_is_named(case: Path) -> None:
    last = last_seq(case)
    tamper(case, lambda db: db.execute("UPDATE head SET seq = seq + 2"))
    assert {last + 1, last + 2} <= named(verify(case))
    tamper(case, lambda db: db.execute("UPDATE head SET seq = seq - 2, hash = upper(hash)"))
    assert named(verify(case)) == {last}
    tamper(case, lambda db: db.execute("DELETE FROM head"))
    assert "there are 0 sound records of the last entry" in said(verify(case))


def test_every_stored_byte_counts(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "c"
    path.write_bytes(sound)
    with Ledger.open(path, readonly=True) as ledger:
        users = {"program": ledger._entry(2)} | {
            kind: next(ledger.entries(kind)) for kind in ("sheet-captured", "original-imported")
        }
    hashes = {
        entry.seq: entry.body["sha256"] if "sha256" in entry.body else entry.body["images"][0]["sha256"]
        for entry in users.values()
    }
    assert len(hashes) == 3
    for (seq, sha256), (sql, words) in itertools.product(
        hashes.items(),
        (
            (
                "UPDATE images SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) AS BLOB) WHERE",
                "were changed",
            ),
            ("UPDATE images SET bytes = CAST(x'00' || substr(bytes, 2) AS BLOB) WHERE", "were changed"),
            ("DELETE FROM images WHERE", "are missing"),
        ),
    ):
        path.write_bytes(sound)
        tamper(path, lambda db, sql=sql, sha256=sha256: db.execute(f"{sql} sha256 = ?", (sha256,)))
        problems = [problem for problem in verify(path) if problem.seq == seq]
        assert [problem.what.endswith(words) for problem in problems[:1]] == [True], (seq, words)


def test_exchanged_and_orphaned_images_are_named(case: Path) -> None:
    def exchange(db: sqlite3.Connection) -> None:
        (a, x), (b, y) = db.execute("SELECT sha256, bytes FROM images ORDER BY length(bytes) DESC LIMIT 2")
        db.execute("UPDATE images SET bytes = ? WHERE sha256 = ?", (y, a))
        db.execute("UPDATE images SET bytes = ? WHERE sha256 = ?", (x, b))

    tamper(case, lambda db: db.execute("INSERT INTO images VALUES (?, ?)", ("0" * 64, noise(9, 10))))
    assert said(verify(case)) == "image: the bytes stored as 0000000000000000 were changed"
    tamper(
        case,
        lambda db: db.execute(
            "UPDATE images SET sha256 = ?, bytes = x'' WHERE sha256 = ?",
            ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "0" * 64),
        ),
    )
    assert said(verify(case)) == "image: the bytes stored as e3b0c44298fc1c14 belong to no entry"
    tamper(case, exchange)
    assert sum("were changed" in problem.what for problem in verify(case)) == 2


def test_a_forger_who_recomputes_the_chain_is_found_by_the_checkpoint(tmp_path: Path, sound: bytes) -> None:
    """Without a checkpoint kept elsewhere a whole new chain looks sound: no file can do better by itself."""
    path = tmp_path / "c"
    path.write_bytes(sound)
    kept = checkpoint(path)
    assert verify(path, kept) == []
    assert verify(path, kept.upper().replace("\n", " \r\n\r\n")) == []

    def cut(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)")
        rechain(db)

    def rewrite(db: sqlite3.Connection) -> None:
        db.execute("UPDATE entries SET body = replace(body, 'count it for Smith', 'count it for Jones')")
        rechain(db)

    def retitle(db: sqlite3.Connection) -> None:
        db.execute("UPDATE entries SET body = replace(body, 'Durant 2011', 'Durant 2012')")
        rechain(db)
        ((first,),) = db.execute("SELECT hash FROM entries WHERE seq = 1")
        db.execute(says("opening.case", f"'{origin_of(first)}'", RECOUNT))  # which names the first entry
        rechain(db)

    for forge, words in (
        (cut, "were cut off"),
        (rewrite, "this entry or one before it is not as it was then"),
        (retitle, "is of another case, or the first entry was replaced"),
    ):
        path.write_bytes(sound)
        tamper(path, forge)
        assert verify(path) == []
        problems = verify(path, kept)
        assert [problem.kind for problem in problems] == ["checkpoint"]
        assert words in problems[0].what


def test_a_checkpoint_holds_while_the_case_grows(case: Path) -> None:
    kept = checkpoint(case)
    with Ledger.open(case, now=ticking()) as ledger:
        ledger.add_note("more", "A. Board")
        assert ledger.checkpoint() != kept
    assert verify(case, kept) == []
    assert [len(line) <= 80 for line in kept.splitlines()] == [True] * 3


@pytest.mark.parametrize(
    "text", ["", "a\nb", "retally/case/0\n1\n" + "0" * 64, "retally/case/0123456789abcdef\nx\n" + "0" * 64,
             "retally/case/0123456789abcdef\n1\n00", "a\nb\nc\nd"],
)  # fmt: skip
def test_text_that_is_no_checkpoint_is_refused(case: Path, text: str) -> None:
    with pytest.raises(EvidenceError, match="checkpoint"):
        verify(case, text)


def last(kind: str) -> str:
    return f"WHERE seq = (SELECT max(seq) FROM entries WHERE kind = '{kind}')"


def says(path: str, value: str, which: str) -> str:
    return f"UPDATE entries SET body = json_set(body, '$.{path}', {value}) {which}"


SHEET, READ, CLOSED, NOTE = (last(kind) for kind in ("sheet-captured", "sheet-read", "batch-closed", "note"))
DISPOSED, FIRST_DISPOSED = last("sheet-disposed"), last("sheet-disposed").replace("max", "min")
PAPER = "WHERE seq = (SELECT max(seq) FROM entries WHERE kind = 'sheet-captured' AND body LIKE '%paper%')"
FIRST_PAPER = "(SELECT min(seq) FROM entries WHERE kind = 'sheet-captured' AND body LIKE '%paper%')"
RECOUNT, STEP, WITHDRAWN = map(last, ("proceedings-opened", "proceedings-step", "proceedings-step-withdrawn"))
OPENING_BODY = f"SELECT body FROM entries {RECOUNT}"
NOTE_BODY = f"SELECT body FROM entries {NOTE}"
ZEROS = "'" + "0" * 64 + "'"


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (says("sheet", "1", READ), "which was not captured before"),
        (says("sheet", "4", READ), "again, after entry"),
        (says("sheets", "3", CLOSED), "counts 3 sheets in batch 'b1', where 2"),
        (says("batch", "'b2'", CLOSED), "counts 2 sheets in batch 'b2', where 1"),
        (says("batch", "'b9'", CLOSED), "which was never opened"),
        (f"UPDATE entries SET kind = 'surprise' {NOTE}", "no kind of entry that this version knows"),
        (f"UPDATE entries SET body = replace(body, ':', ': ') {NOTE}", "not canonical JSON"),
        (f"UPDATE entries SET body = '{{}}' {NOTE}", "has not the content of its kind: note, text"),
        (f"UPDATE entries SET at = '2026-11-04 09:00' {NOTE}", "has no valid time"),
        (f"UPDATE entries SET at = '2026-02-30T09:00:00.000000Z' {NOTE}", "has no valid time"),
        (says("batch", "'b9'", SHEET), "belongs to batch 'b9', which was never opened"),
        (says("batch", "'b1'", SHEET), "captures sheet '1' of batch 'b1' again"),
        (says("sequence", "7", SHEET), "says it is sheet 7 of batch 'b2'"),
        (says("batch", "'b1'", last("batch-opened")), "opens batch 'b1' a second time"),
        (says("program", ZEROS, "WHERE seq = 1"), "another program than the case was opened with"),
        (says("seal", ZEROS, "WHERE seq = 2"), "not the hash of its program"),
        (says("sheet", "1", DISPOSED), "disposes of sheet 1, which was not captured before"),
        (says("sheet", "4", DISPOSED), "disposes of sheet 4, whose paper no device moved"),
        (says("sheet", FIRST_PAPER, DISPOSED), "again, after entry"),
        (says("sheet", FIRST_PAPER, DISPOSED), "ends batch 'p' while sheet"),
        (says("sheet", "4", FIRST_DISPOSED), "was not disposed of"),
        (says("reason", "NULL", DISPOSED), "a returned sheet has a reason"),
        (says("to", "'lost'", DISPOSED), "has not the content of its kind: sheet-disposed, to"),
        (says("paper", "json('false')", PAPER), "has not the content of its kind: sheet-captured, paper"),
        (says("imprint", "NULL", PAPER), "has not the content of its kind: sheet-captured, imprint"),
        (f"UPDATE entries SET body = json_remove(body, '$.paper') {PAPER}", "whose paper no device moved"),
        (says("batch", "'p'", SHEET), "captured into batch 'p' after it was withdrawn"),
        (says("batch", "'p'", CLOSED), "speaks of batch 'p', which was withdrawn"),
        (says("batch", "'b9'", last("batch-withdrawn")), "speaks of batch 'b9', which was never opened"),
        (says("opening.case", "'retally/case/0'", RECOUNT), "opens the recount of another case"),
        (says("opening.precincts", "json('{}')", RECOUNT), "opens no recount: precincts: name those"),
        (f"UPDATE entries SET body = json_remove(body, '$.opening.needed') {RECOUNT}", "is not written as an"),
        (says("opening.winners", "'Ames'", RECOUNT), "opens no recount: opening, winners"),
        (f"UPDATE entries SET kind = 'proceedings-opened', body = ({OPENING_BODY}) {NOTE}", "a second time"),
        (f"UPDATE entries SET kind = 'note', body = ({NOTE_BODY}) {RECOUNT}", "recount that was not opened"),
        (says("facts.dollars", "1", STEP), "is no step that could be taken: bond: 1 dollars"),
        (says("facts.at", "'2020-11-01T10:00:00'", STEP), "enter steps in the order in which they happened"),
        (says("facts.at", "'2020-11-14 10:00:00'", STEP), "is not written as this step is written"),
        (says("step", "'dance'", STEP), "is no step that could be taken: 'dance' is no step of a recount"),
        (says("step", "1", STEP), "has not the content of its kind: proceedings-step, step"),
        (says("entry", "2", WITHDRAWN), "withdraws entry 2, which is not the last step that stands"),
        ("DELETE FROM entries WHERE seq = 1", "is the first entry and does not open the case"),
        ("DELETE FROM entries WHERE seq = 2", "is the second entry and does not hold the program"),
    ],
)
def test_a_forger_with_a_sound_chain_is_found_by_what_it_says(case: Path, sql: str, words: str) -> None:
    def change(db: sqlite3.Connection) -> None:
        assert db.execute(sql).rowcount == 1
        renumbered = "SELECT -count(*) FROM entries AS e WHERE e.seq BETWEEN 1 AND entries.seq"
        if sql.startswith("DELETE"):
            for (seq,) in db.execute("SELECT seq FROM entries ORDER BY seq DESC").fetchall():
                db.execute(f"UPDATE entries SET seq = ({renumbered}) WHERE seq = ?", (seq,))
            db.execute("UPDATE entries SET seq = -seq")
        rechain(db)

    tamper(case, change)
    assert words in said(verify(case))


TRIGGERS = [name for kind, name, *_ in sorted(expected_shape(2)) if kind == "trigger"]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        *((f"DROP TRIGGER {name}", f"trigger '{name}' is missing") for name in TRIGGERS),
        ("DROP INDEX sheet_captured_once", "index 'sheet_captured_once' is missing"),
        ("DROP TABLE images", "table 'images' is missing"),
        ("DROP TABLE entries", "table 'entries' is missing"),
        ("DROP TABLE head", "table 'head' is missing"),
        ("CREATE TABLE extra (a)", "table 'extra' does not belong there"),
        ("CREATE VIEW v AS SELECT 1", "view 'v' does not belong there"),
        ("CREATE TRIGGER t AFTER INSERT ON entries BEGIN SELECT 1; END", "trigger 't' does not belong there"),
        ("PRAGMA user_version = 3", "format 3 is none"),
        ("PRAGMA application_id = 7", "does not say that it is a Retally case"),
        ("PRAGMA journal_mode = WAL", "the journal mode is 'wal'"),
    ],
)
def test_an_altered_file_is_named(case: Path, sql: str, words: str) -> None:
    assert len(TRIGGERS) == 10
    connection = sqlite3.connect(case, isolation_level=None)
    connection.execute(sql)
    connection.close()
    assert words in said(verify(case))


def test_a_weakened_trigger_is_named(case: Path) -> None:
    connection = sqlite3.connect(case, isolation_level=None)
    connection.execute("DROP TRIGGER images_never_go")
    connection.execute("CREATE TRIGGER images_never_go BEFORE DELETE ON images BEGIN SELECT 1; END")
    connection.close()
    assert said(verify(case)) == "schema: trigger 'images_never_go' was altered"


def test_files_that_are_no_cases_are_problems_or_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("unit,mode\n" * 500)
    (tmp_path / "empty").touch()
    assert verify(tmp_path / "text")[0].kind == "file"
    assert "does not say that it is a Retally case" in said(verify(tmp_path / "empty"))
    with pytest.raises(OrderError, match="no such case"):
        verify(tmp_path / "missing")
    with pytest.raises(EvidenceError, match="a folder"):
        verify(tmp_path)


def test_progress_ends_at_its_total(case: Path) -> None:
    told: list[tuple[int, int]] = []
    verify(case, progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert told[-1] == (len(told), len(told))
    assert len(told) > last_seq(case)
