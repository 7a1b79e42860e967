"""Where each paper went: a sheet given back must count nowhere, and none may come before the last one went."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger import EntryError, Ledger, verify
from tabulate.ledger.canonical import canonical_text
from tabulate.ledger.schema import begin_upgrade, expected_shape, shape
from tests.tabulate.ledger.cases import image, new_case, reading, ticking


@pytest.fixture
def ledger(tmp_path: Path):
    with new_case(tmp_path / "c") as opened:
        opened.open_batch("b", "u", "absentee", "toy:")
        yield opened
    assert verify(tmp_path / "c") == []


def capture(ledger: Ledger, key: str, batch: str = "b") -> int:
    return ledger.add_sheet(batch, key, [image(key.encode())], "toy:", imprint=f"I {key}", paper=True)[0]


def test_a_sheet_is_disposed_of_once(ledger):
    sheet = capture(ledger, "1")
    assert ledger.undisposed().id == sheet
    ledger.dispose_sheet(sheet, "accepted")
    head = ledger.head
    ledger.dispose_sheet(sheet, "accepted")
    assert ledger.head == head
    with pytest.raises(EvidenceError, match=r"was accepted \(entry 5\) and cannot be returned now"):
        ledger.dispose_sheet(sheet, "returned", "overvoted")
    assert ledger.head == head
    assert ledger.undisposed() is None
    stored = ledger.sheet(sheet)
    assert (stored.imprint, stored.paper, stored.disposed, stored.returned) == ("I 1", True, "accepted", None)


def test_no_sheet_is_stored_while_the_last_one_is_in_doubt_in_whatever_batch(ledger):
    first = capture(ledger, "1")
    ledger.open_batch("other", "u", "absentee", "toy:")
    for batch in ("b", "other"):
        with pytest.raises(OrderError, match="where sheet '1' of batch 'b' went is not noted"):
            capture(ledger, "2", batch)
    assert capture(ledger, "1") == first, "the same sheet again is not a further one"
    ledger.add_sheet("other", "x", [image(b"x")], "folder:x")  # a recording moves no paper
    assert ledger.undisposed().id == first
    for end in (lambda: ledger.close_batch("b"), lambda: ledger.withdraw_batch("b", "why", "A")):
        with pytest.raises(OrderError, match="run its 'retally scan' again"):
            end()
    ledger.close_batch("other")
    ledger.dispose_sheet(first, "returned", "unreadable")
    capture(ledger, "2")


def test_what_was_given_back_is_not_read_and_is_no_duplicate(ledger):
    """A sheet that is fed again has much the same image: it is no pile scanned twice."""
    first, _ = ledger.add_sheet("b", "1", [image(b"same")], "toy:", paper=True)
    ledger.dispose_sheet(first, "returned", "blank")
    second, _ = ledger.add_sheet("b", "2", [image(b"same")], "toy:", paper=True)
    ledger.dispose_sheet(second, "accepted")
    assert [sheet.counts for sheet in ledger.sheets()] == [False, True]
    assert [sheet.id for sheet in ledger.unread()] == [second]
    assert ledger.duplicates() == ()
    ledger.add_sheet("b", "3", [image(b"same")], "folder:x")
    assert [[sheet.key for sheet in group] for group in ledger.duplicates()] == [["2", "3"]]
    ledger.add_reading(first, reading())  # reading may lag behind


def test_only_paper_that_a_device_moved_went_somewhere(ledger):
    recorded, _ = ledger.add_sheet("b", "1", [image(b"1")], "folder:x")
    for sheet, words in ((recorded, "no device moved"), (1, "is no sheet"), (99, "is no sheet")):
        with pytest.raises(EvidenceError, match=words):
            ledger.dispose_sheet(sheet, "accepted")
    with pytest.raises(EntryError, match="a returned sheet has a reason"):
        ledger.dispose_sheet(capture(ledger, "2"), "returned")


def test_a_withdrawn_batch_stays_and_counts_nowhere(ledger):
    sheet, _ = ledger.add_sheet("b", "1", [image(b"1")], "folder:x")
    ledger.close_batch("b", 1)
    gone = ledger.withdraw_batch("b", "scanned for the wrong precinct", "A. Board")
    assert (gone.withdrawn, gone.closed, gone.counted_by_hand) == ("scanned for the wrong precinct", True, 1)
    assert not ledger.sheet(sheet).counts
    assert ledger.unread() == []
    for refused in (
        lambda: ledger.withdraw_batch("b", "again", "A"),
        lambda: ledger.reopen_batch("b", "again", "A"),
        lambda: ledger.close_batch("b"),
        lambda: ledger.open_batch("b", "u", "absentee", "folder:x"),
        lambda: ledger.add_sheet("b", "2", [image(b"2")], "folder:x"),
    ):
        with pytest.raises(OrderError, match=r"is closed|was withdrawn"):
            refused()


def test_what_is_left_out_is_not_written(ledger):
    """Cases of before keep their text, and so their hashes."""
    plain, _ = ledger.add_sheet("b", "1", [image(b"1")], "folder:x")
    body = ledger._entry(plain).body
    assert set(body) == {"batch", "sequence", "key", "source", "images"}
    ledger.dispose_sheet(capture(ledger, "2"), "accepted")
    assert set(ledger._entry(plain + 1).body) == {*body, "imprint", "paper"}


def test_a_notice_keeps_the_words_the_operator_saw(ledger):
    ledger.add_notice("b", "jam", "A sheet is jammed.", None)
    (entry,) = ledger.entries("notice")
    assert canonical_text(entry.body) == ('{"batch":"b","code":"jam","key":null,"text":"A sheet is jammed."}')


def test_a_case_of_the_first_format_can_be_read_and_goes_on(tmp_path: Path):
    import sqlite3

    path = tmp_path / "old"
    with new_case(path) as ledger:
        ledger.open_batch("b", "u", "absentee", "folder:x")
        ledger.add_sheet("b", "1", [image(b"1")], "folder:x")
    connection = sqlite3.connect(path, isolation_level=None)
    blank = sqlite3.connect(":memory:", isolation_level=None)
    begin_upgrade(blank, 1)
    blank.execute("COMMIT")
    for kind, name, _, _ in shape(connection) - expected_shape(1):
        connection.execute(f"DROP {kind} {name}")
    for _, _, _, sql in expected_shape(1) - shape(connection):
        connection.execute(sql)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    blank.close()
    assert verify(path) == []
    with Ledger.open(path, readonly=True) as ledger:
        assert [sheet.counts for sheet in ledger.sheets()] == [True]
        assert ledger.batches()[0].withdrawn is None
        assert ledger.undisposed() is None
    with Ledger.open(path, now=ticking()) as ledger:
        ledger.dispose_sheet(capture(ledger, "2"), "accepted")
    assert verify(path) == []
