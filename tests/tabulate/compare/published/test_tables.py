"""Tables that cannot be read without guessing are refused: a guess would become somebody's votes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare.published import (
    compare_tables,
    read_district,
    read_known,
    read_methods,
    read_table,
    read_timeline,
)
from tabulate.compare.published.level import common_level, infos_of, rows_at
from tabulate.errors import OriginalCountError

HEAD = "county,precinct,mode,contest,candidate,votes\n"
GOOD = HEAD + "A,p1,absentee,H,X,3\nA,p1,election_day,H,X,4\nA,p2,absentee,H,X,5\nB,p1,absentee,H,X,6\n"


def table(text):
    return read_table(text.encode(), "t.csv")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            HEAD + "A,p1,absentee,H,X,3\nA,p1,absentee,H,X,3\n",
            "line 3: 'X' of A, p1, absentee stands on line 2",
        ),
        (HEAD + "A,p1,absentee,H,X,-3\n", "line 2, column votes: '-3' is negative"),
        (HEAD + "A,p1,absentee,H,X,\n", "line 2, column votes: empty"),
        (HEAD + ",p1,absentee,H,X,3\n", "line 2, column county: empty"),
        (HEAD + "A,p1,absentee,H,X,3\nA,p1,total,H,X,4\n", "line 3, column votes: the total is 4"),
        (HEAD + "A,p1,total,H,X,4\n", "line 2, column votes: a total without"),
        (HEAD, "only a header"),
        ("county,contest,candidate,votes,guess\nA,H,X,3,4\n", "column 'guess' is unknown"),
        (
            "county,contest,candidate,votes,original_votes,delta\nA,H,X,13,10,2\n",
            "line 2, column delta: '2' where votes less original_votes are 3",
        ),
        ("county,contest,candidate,votes,status\nA,H,X,,reported\n", "line 2, column votes: empty"),
    ],
)
def test_refused_with_a_place(text, says):
    with pytest.raises(OriginalCountError) as caught:
        table(text)
    assert says in str(caught.value)


def test_totals_of_modes_are_checked_and_left_out():
    read = table(HEAD + "A,p,absentee,H,X,3\nA,p,election_day,H,X,4\nA,p,total,H,X,7\n")
    assert sum(line.votes for line in read.lines) == 7


def test_the_absentee_ballots_of_a_county_are_one_precinct():
    """Iowa Code 53.20: published by home precinct, counted as one."""
    read = table(GOOD)
    rows = rows_at(read, common_level(read, read), infos_of([read], 1))
    assert {(row.unit, row.mode): row.votes for row in rows} == {
        ("A absentee precinct", "absentee"): {"X": 8},
        ("A / p1", "election_day"): {"X": 4},
        ("B absentee precinct", "absentee"): {"X": 6},
    }


def test_a_sum_with_an_unknown_part_is_unknown():
    known = table("county,precinct,contest,candidate,votes,status\nA,p,H,X,3,reported\nA,q,H,X,,unknown\n")
    (row,) = rows_at(known, (1, False), infos_of([known], 1))
    assert row.votes == {}


def test_another_original_count_is_refused():
    recount = table("county,contest,candidate,votes,original_votes\nA,H,X,13,11\nB,H,X,6,6\n")
    with pytest.raises(OriginalCountError, match=r"line 2, column original_votes: 11, .* has 12"):
        compare_tables(table(GOOD), recount)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("pq"), st.integers(0, 9)), min_size=1))
def test_counties_are_the_sums_of_their_precincts(rows):
    unique = {(county, precinct): votes for county, precinct, votes in rows}
    text = "county,precinct,contest,candidate,votes\n"
    text += "".join(f"{county},{precinct},H,X,{votes}\n" for (county, precinct), votes in unique.items())
    read = table(text)
    sums = {row.unit: row.votes["X"] for row in rows_at(read, (1, False), infos_of([read], 1))}
    for county in {county for county, _ in unique}:
        assert sums[county] == sum(votes for (place, _), votes in unique.items() if place == county)


def test_a_timeline_whose_lead_is_not_the_difference():
    head = "date,stage,hart,smith,margin\n"
    assert read_timeline(head + "2020-11-04,a,5,3,Hart +2\n", "t.csv")[0].lead == 2
    for row, says in (
        ("2020-11-04,a,5,3,Hart +3\n", r"votes give hart \+2"),
        ("2020-11-04,a,5,3,Smith +2\n", r"votes give hart \+2"),
        ("2020-11-04,a,,,two\n", "not a lead"),
        ("2020-11-04,a,,,Hart +1\n2020-11-03,b,,,Hart +1\n", "line 3, column date"),
    ):
        with pytest.raises(OriginalCountError, match=says):
            read_timeline(head + row, "t.csv")


def test_a_district_that_does_not_add_up():
    head = "item,original_canvass,certified_after_recount,delta\n"
    with pytest.raises(OriginalCountError, match=r"line 3, column certified_after_recount: 8 where .* 7"):
        read_district(head + "X,5,7,2\nVotes for candidates and write-ins,5,8,\n", "d.csv")
    with pytest.raises(OriginalCountError, match="line 2, column delta"):
        read_district(head + "X,5,7,3\n", "d.csv")


def test_stated_changes_that_contradict_themselves_or_belong_nowhere():
    head = "unit,contest,what,before,after,change\n"
    for row, says in (
        ("A,H,ballots,5,7,+3\n", "after less before is 2"),
        ("A,H,ballots,,,many\n", "not a whole number"),
        ("A,H,ballots,about 5,8,3\n", "column before: 'about 5' is not a whole number"),
        ("A,H,ballots,²,8,3\n", "column before"),
        ("A,H,votes,,,3\n", "is not one of ballots"),
        ("A,H,ballots,,,3\nA,H,ballots,,,3\n", "stands twice"),
    ):
        with pytest.raises(OriginalCountError, match=says):
            read_known(head + row, "k.csv")
    known = read_known(head + "Z,H,ballots,,,3\n", "k.csv")
    with pytest.raises(OriginalCountError, match="no 'H' in 'Z'"):
        compare_tables(table(GOOD), table(GOOD), known=known)


def test_methods_are_read_and_not_guessed():
    read = read_methods("county,method,note\nScott,hybrid,by night\nLee,machine,\n", "m.csv")
    assert [(item.unit, item.method, item.reported) for item in read] == [
        ("Scott", "both", None),
        ("Lee", "machine", None),
    ]
    head = "unit,method,reported\n"
    for row, says in (
        ("A,guess,\n", "'guess' is not one of"),
        ("A,hand,machine\n", "only where both were done"),
        ("A,hand,\nA,hand,\n", "a unit has one method"),
    ):
        with pytest.raises(OriginalCountError, match=says):
            read_methods(head + row, "m.csv")


FILES = {
    read_table: GOOD,
    read_district: "item,original_canvass,certified_after_recount,delta\nX,5,7,2\nOvervotes,,3,\n",
    read_timeline: "date,stage,hart,smith,margin\n2020-11-04,a,5,3,Hart +2\n",
    read_known: "unit,contest,what,before,after,change\nA,H,ballots,5,8,+3\n",
    read_methods: "unit,method,reported\nA,both,hand\n",
}


@pytest.mark.parametrize("reader", FILES, ids=lambda reader: reader.__name__)
@given(data=st.data())
def test_damaged_files_are_refused_in_one_line_or_read_and_never_crash(reader, data):
    text = FILES[reader].encode()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        put = data.draw(st.sampled_from([b"", b",", b"\n", b'"', b"-1", b"x", b"\xff", b"\x00", b"9" * 12]))
        text = text[:at] + put + text[at + data.draw(st.integers(0, 3)) :]
    try:
        reader(text, "t.csv")
    except OriginalCountError as error:
        assert str(error).startswith("t.csv") and "\n" not in str(error)
