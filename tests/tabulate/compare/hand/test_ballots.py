"""Ballots that two persons read: what they do not agree on, or what fits two sheets, must not count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare import ContestInfo
from tabulate.compare.hand import (
    ContestRead,
    HandReading,
    KnownSheet,
    agreed_ballots,
    changes,
    parse_hand_ballots,
)
from tabulate.errors import OriginalCountError

COUNCIL = ContestInfo(
    "council",
    "Council",
    2,
    ("ann", "bob", "w1", "w2"),
    ("w1", "w2"),
    (("ann", "Ann"), ("bob", "Blank"), ("w1", "Write-in"), ("w2", "Write-in")),
)
NOTHING = ContestRead()


def sheet(own, batch="b", key="k", imprint=None, machine=NOTHING):
    read = None if machine is None else {"council": machine}
    return KnownSheet(own, "North", "absentee", batch, own, key, imprint, read)


def parse(rows, *sheets, head="sheet,contest,reader,choices\n"):
    return parse_hand_ballots(head + rows, "hand.csv", (COUNCIL,), sheets)


@pytest.mark.parametrize("name", ["k1", "imp-7", "b/7"])
def test_a_sheet_is_found_by_key_imprint_and_place(name):
    (reading,) = parse(f"{name},Council,A,ann\n", sheet(7, key="k1", imprint="imp-7"), sheet(8, key="k2"))
    assert reading == HandReading(7, "council", "A", 1, ContestRead(frozenset({"ann"})))


def test_a_name_of_two_sheets_needs_the_batch():
    two = sheet(1, "b"), sheet(2, "c")
    with pytest.raises(
        OriginalCountError, match=r"line 2, column sheet: 'k' is the name of 2 sheets \(b/1, c/2\)"
    ):
        parse("k,Council,A,ann\n", *two)
    (reading,) = parse("k,Council,A,ann,c\n", *two, head="sheet,contest,reader,choices,batch\n")
    assert reading.sheet == 2


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("overvoted", ContestRead(overvoted=True)),
        ("ann|w1|w2", ContestRead(overvoted=True)),
        ("Ann | w2", ContestRead(frozenset({"ann", "w2"}))),
        ("blank", ContestRead(frozenset({"bob"}))),  # the name of a candidate comes before our word
    ],
)
def test_what_stands_in_the_cell(cell, read):
    assert parse(f"k,council,A,{cell}\n", sheet(1))[0].read == read


@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"), st.integers(1, 2), st.frozensets(st.sampled_from(["ann", "bob"]), max_size=2)
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda row: row[:2],
    )
)
def test_only_two_equal_readings_of_the_last_turn_count(rows):
    readings = [HandReading(1, "council", reader, turn, ContestRead(votes)) for reader, turn, votes in rows]
    found = agreed_ballots(readings, [sheet(1)], (COUNCIL,))
    assert len(found.agreed) + len(found.open) == 1
    last = [votes for _, turn, votes in rows if turn == max(row[1] for row in rows)]
    assert bool(found.agreed) == (len(last) == 2 and last[0] == last[1])
    for one in found.agreed:
        assert (one.hand.votes, one.differs) == (last[0], bool(last[0]))


def test_three_readers_in_one_turn_are_one_too_many():
    readings = [HandReading(1, "council", reader, 1, NOTHING) for reader in "ABC"]
    (still,) = agreed_ballots(readings, [sheet(1)], (COUNCIL,)).open
    assert "a turn has two readers" in still.why


def test_changes_keep_the_balance():
    """Votes + undervotes + N x overvoted - N x ballots is zero of a change, too."""
    hand = ContestRead(frozenset({"ann", "w2"}))
    for machine, said in (
        (ContestRead(overvoted=True), "Ann +1, Write-in (w2) +1, overvoted ballots -1"),
        (NOTHING, "Ann +1, Write-in (w2) +1, undervotes -2"),
        (None, "ballots +1, Ann +1, Write-in (w2) +1"),
    ):
        readings = [HandReading(1, "council", reader, 1, hand) for reader in "AB"]
        agreed = agreed_ballots(readings, [sheet(1, machine=machine)], (COUNCIL,)).agreed
        assert changes(agreed, (COUNCIL,)) == (f"North, absentee, Council: {said}",)
