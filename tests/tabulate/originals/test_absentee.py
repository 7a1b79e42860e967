"""The county's one absentee precinct: a part that is missing and taken for zero is somebody's votes lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare import OriginalContest
from tabulate.errors import OriginalCountError
from tabulate.originals import Imported, Naming
from tabulate.originals.absentee import one_absentee_precinct

UNITS = ("North", "South", "Town")
NUMBER = st.none() | st.integers(0, 50)


@st.composite
def published(draw):
    """Rows of three precincts in two modes, some missing, some with blanks."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(UNITS), st.sampled_from(["absentee", "election_day"]), st.sampled_from("AB")
            ),
            unique=True,
        )
    )
    return [
        OriginalContest(
            *key,
            1,
            draw(NUMBER),
            draw(NUMBER),
            draw(NUMBER),
            draw(st.dictionaries(st.sampled_from("xy"), st.integers(0, 50))),
        )
        for key in keys
    ]


def reconciled(rows, naming=None, homes=None):
    count = Imported("test", "", tuple(rows), homes=dict.fromkeys(UNITS, "") if homes is None else homes)
    return one_absentee_precinct(count, naming or Naming())


@given(published())
def test_sums_are_whole_or_unknown(rows):
    found = {(row.unit, row.mode, row.contest): row for row in reconciled(rows).rows}
    for contest in "AB":
        mine = [row for row in rows if row.contest == contest]
        parts = [row for row in mine if row.mode == "absentee"]
        if len(parts) < 2:
            for row in parts:
                assert found[row.unit, "absentee", contest] == row
            continue
        whole = found["Absentee", "absentee", contest]
        complete = {row.unit for row in parts} == {row.unit for row in mine}
        for choice in "xy":
            known = complete and all(choice in row.votes for row in parts)
            assert whole.votes.get(choice) == (sum(row.votes[choice] for row in parts) if known else None)
        for what in ("ballots", "overvotes", "undervotes"):
            numbers = [getattr(row, what) for row in parts]
            known = complete and None not in numbers
            assert getattr(whole, what) == (sum(numbers) if known else None)
        assert not [key for key in found if key[0] in UNITS and key[1:] == ("absentee", contest)]
    assert {key: row for key, row in found.items() if key[1] == "election_day"} == {
        (row.unit, row.mode, row.contest): row for row in rows if row.mode == "election_day"
    }


def row(unit, mode="absentee", votes=5):
    return OriginalContest(unit, mode, "A", 1, votes={"x": votes})


def test_each_county_has_its_own():
    homes = {"C, North": "C", "C, South": "C", "D, North": "D", "D, South": "D"}
    rows = reconciled([row(unit) for unit in homes], homes=homes).rows
    assert [(one.unit, one.votes["x"]) for one in rows] == [("C, Absentee", 10), ("D, Absentee", 10)]


def test_numbers_in_both_places_are_refused():
    rows = [row("North"), row("South"), row("Absentee")]
    with pytest.raises(OriginalCountError, match="under 'Absentee' and under precincts"):
        reconciled(rows)
    other = reconciled(rows, Naming(absentee_unit="By precinct")).rows
    assert [(one.unit, one.votes["x"]) for one in other] == [("By precinct", 10), ("Absentee", 5)]
    assert list(reconciled(rows, Naming(absentee_unit=False)).rows) == rows


def test_a_precinct_without_an_absentee_record_has_no_absentee_ballot():
    from tabulate.compare.ballots import BallotRecord, add_ballots

    ballots = [
        BallotRecord(str(at), "b", {"A": frozenset({"x"})}, unit=unit, mode=mode)
        for at, (unit, mode) in enumerate(
            [("North", "absentee"), ("South", "absentee"), ("Town", "election_day"), ("South", "absentee")]
        )
    ]
    count = Imported("test", "", add_ballots(ballots, {"A": 1}), tuple(ballots), homes=dict.fromkeys(UNITS, ""))
    whole = next(one for one in one_absentee_precinct(count, Naming()).rows if one.mode == "absentee")
    assert (whole.unit, whole.ballots, whole.votes) == ("Absentee", 3, {"x": 3})
