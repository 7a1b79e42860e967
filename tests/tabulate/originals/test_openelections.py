"""OpenElections CSV: were a total row taken for a county, every vote would count twice."""

import csv

import pytest

from tests.tabulate.originals.conftest import votes_of
from tests.tabulate.originals.refusals import refused, text_count

HEADER = "county,precinct,office,district,party,candidate,votes,election_day,absentee\n"
LUCAS = "openelections_csv/20201103__ia__general__lucas__precinct.csv"
COUNTIES = "openelections_csv/county_with_blank_county_total_rows.csv"


def test_lucas_county_with_its_one_absentee_precinct(formats, sample):
    count = sample(LUCAS)
    with (formats / LUCAS).open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["office"] == "U.S. House"]
    units = {row.unit for row in count.rows if row.contest == "U.S. House 2"}
    assert units == {row["precinct"] for row in rows} | {"Absentee"}
    for column in ("election_day", "absentee"):
        sums = {}
        for row in rows:
            sums[row["candidate"]] = sums.get(row["candidate"], 0) + int(row[column])
        assert votes_of(count, "U.S. House 2", column) == sums
    assert any("absentee" in note and "Absentee" in note for note in count.notes)


def test_absentee_left_by_precinct_when_asked(sample):
    count = sample(LUCAS, absentee_unit=False, only=("U.S. House 2",))
    found = {(row.unit, row.mode): row.votes["Rita R. Hart"] for row in count.rows}
    assert found["Chariton City Hall", "election_day"] == 88
    assert found["Chariton City Hall", "absentee"] == 245
    assert len(found) == 14


def test_totals_of_the_district_are_held_and_not_counted(sample):
    count = sample(COUNTIES)
    assert len({row.unit for row in count.rows}) == 24
    total = votes_of(count, "U.S. House 2")
    assert (total["Mariannette Miller-Meeks"], total["Rita R. Hart"]) == (196862, 196815)


def test_column_order_does_not_matter(sample):
    one, other = sample(LUCAS), sample("openelections_csv/statewide_precinct_sample.csv")
    for contest in {row.contest for row in other.rows}:
        assert votes_of(other, contest) == votes_of(one, contest)


def test_blank_is_unknown_and_makes_the_countys_number_unknown():
    count = text_count(
        HEADER
        + "A,N,Mayor,,X,Ann,5,2,3\nA,S,Mayor,,X,Ann,,4,\nA,N,Mayor,,Y,Bob,1,1,0\nA,S,Mayor,,Y,Bob,2,1,1\n"
    )
    found = {(row.unit, row.mode): row.votes for row in count.rows}
    assert found["S", "election_day"] == {"Ann": 4, "Bob": 1}
    assert found["Absentee", "absentee"] == {"Bob": 1}
    assert any("'Ann' for S" in note for note in count.notes)


def test_one_name_under_two_parties_is_two_choices():
    count = text_count(HEADER + "A,N,Mayor,,X,Ann,5,2,3\nA,N,Mayor,,Y,Ann,1,1,0\n")
    assert {choice for row in count.rows for choice in row.votes} == {"Ann (X)", "Ann (Y)"}


def test_a_choice_without_a_row_is_an_error_unless_gaps_are_allowed():
    text = HEADER + "A,N,Mayor,,X,Ann,5,2,3\nA,S,Mayor,,X,Ann,4,4,0\nA,S,Mayor,,Y,Bob,2,1,1\n"
    refused(text, "line 4", "'Bob'", "no row for N", "gaps")
    count = text_count(text, gaps=True)
    assert {(row.unit, row.mode): row.votes for row in count.rows} == {
        ("N", "election_day"): {"Ann": 2},
        ("S", "election_day"): {"Ann": 4, "Bob": 1},
        ("Absentee", "absentee"): {"Ann": 3},
    }
    assert any("'Bob' for N" in note for note in count.notes)


def test_a_file_that_seems_cut_off_is_noted():
    text = HEADER + "".join(
        f"A,{unit},{office},,,{who},3,1,2\n"
        for office in ("Mayor", "Clerk")
        for who in "XY"
        for unit in ("N", "S", "T")
    )
    assert not any("whole" in note for note in text_count(text).notes)
    for rows in (-4, -5):
        short = "".join(text.splitlines(keepends=True)[:rows])
        assert any("first" in note and "whole" in note for note in text_count(short).notes)
    assert any("line break" in note for note in text_count(text.rstrip()).notes)
    refused(text.rstrip()[:-1], "line 13", "ends within its last row")


def test_over_and_undervotes_are_not_candidates():
    text = HEADER + "A,N,Mayor,,X,Ann,5,2,3\nA,N,Mayor,,,Over Votes,2,1,1\nA,N,Mayor,,,Under Votes,4,1,3\n"
    row = text_count(text).rows[0]
    assert (row.votes, row.overvotes, row.undervotes) == ({"Ann": 2}, None, 1)
    row = text_count(text, vote_for={"Mayor": 1}).rows[0]
    assert (row.vote_for, row.overvotes) == (1, 1)


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("A,N,Mayor,,X,Ann,6,2,3", ("line 2", "column votes", "add up to 5", "6")),
        ("A,N,Mayor,,X,Ann,4,2,3", ("line 2", "5", "4")),
        ("A,N,Mayor,,X,Ann,5,2,3\nA,N,Mayor,,X,Ann,5,2,3", ("line 3", "line 2", "already")),
        ("A,N,Mayor,,X,Ann,-5,2,3", ("line 2", "column votes", "negative")),
        ("A,N,Mayor,,X,Ann,5,2,x", ("line 2", "column absentee", "'x'")),
        ("A,N,Mayor,,X,Ann,5,2", ("line 2", "8 cells", "9")),
        ("A,N,Mayor,,X,,5,2,3", ("line 2", "column candidate", "empty")),
        ("A,N,Mayor,,X,Ann,5,2,3\nA,,Mayor,,X,Ann,6,2,4", ("line 3", "add up to 3", "4")),
        ("A,N,Mayor,,X,Ann,5,2,3\nA,Total,Mayor,,X,Bob,6,2,4", ("line 3", "without the precincts")),
        ("A,N,Mayor,,X,Ann,5,2,3\n,,Mayor,,X,Ann,5,3,2", ("line 3",)),
        ("", ("no results",)),
    ],
)
def test_refused_with_place(row, parts):
    refused(HEADER + row + "\n", "count.csv", *parts)


def test_a_column_nobody_knows_must_be_named():
    text = HEADER.replace("absentee", "mailed") + "A,N,Mayor,,X,Ann,5,2,3\n"
    refused(text, "line 1", "mailed", "[columns]")
    assert text_count(text, columns={"mailed": "absentee"}).rows[1].mode == "absentee"
    rows = text_count(text.replace(",5,", ",2,"), columns={"mailed": "ignore"}).rows
    assert [row.mode for row in rows] == ["election_day"]


def test_a_name_that_is_not_there_is_refused():
    text = HEADER + "A,N,Mayor,,X,Ann,5,2,3\n"
    refused(text, "contest 'Major'", "Mayor", contests={"Major": "m"})
    refused(text, "unit 'Q'", units={"Q": "q"})
    refused(text, "county 'Q'", county="Q")
    refused(text, "format 'q'", format="q")
    refused(text + "A,N,Mayor,,Y,Bob,5,2,3\n", "two choices", choices={"Mayor": {"Ann": "Bob"}})


def test_modes_of_one_name_are_added_up():
    text = HEADER.replace("absentee", "absentee,early_voting") + "A,N,Mayor,,X,Ann,9,2,3,4\n"
    count = text_count(text, modes={"early_voting": "absentee"})
    assert {(row.mode, row.votes["Ann"]) for row in count.rows} == {("election_day", 2), ("absentee", 7)}
    assert any("added" in note for note in count.notes)
