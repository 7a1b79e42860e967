"""Printed reports as text: a line that is not understood may be a number, so it stops the import."""

import pytest

from tests.tabulate.originals.refusals import refused, text_count

EL30A = "ess_el30a_text/synthetic_el30a.txt"
WARE = "electionware_text/synthetic_precinct_results.txt"
CONTEST = "UNITED STATES REPRESENTATIVE DISTRICT 2"


@pytest.mark.parametrize(
    ("path", "names"),
    [(EL30A, ("ALICE ALPHA", "BOB BETA", "WRITE-IN")), (WARE, ("Alice Alpha", "Bob Beta", "Write-in"))],
)
def test_both_reports_have_the_same_numbers(path, names, sample):
    count = sample(path, absentee_unit=False)
    found = {
        (row.unit, row.mode): (row.ballots, row.overvotes, row.undervotes, *row.votes.items())
        for row in count.rows
    }
    alice, bob, other = names
    assert found == {
        ("North", "election_day"): (195, 1, 4, (alice, 101), (bob, 88), (other, 1)),
        ("North", "absentee"): (155, 0, 3, (alice, 60), (bob, 92), (other, 0)),
        ("South", "election_day"): (269, 0, 7, (alice, 140), (bob, 120), (other, 2)),
        ("South", "absentee"): (193, 2, 5, (alice, 75), (bob, 110), (other, 1)),
    }
    assert {(row.contest, row.vote_for) for row in count.rows} == {(CONTEST, 1)}


@pytest.mark.parametrize("path", [EL30A, WARE])
def test_the_absentee_precinct_is_the_sum(path, sample):
    row = next(row for row in sample(path).rows if row.mode == "absentee")
    assert (row.unit, row.ballots, row.overvotes, row.undervotes) == ("Absentee", 348, 2, 8)
    assert list(row.votes.values()) == [135, 202, 1]


def edited(formats, path, *changes):
    text = (formats / path).read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("path", "changes", "parts"),
    [
        (EL30A, [("       101         60", "       102         60")], ("line 15", "162", "161")),
        (EL30A, [("       101         60", "       101")], ("line 15", "2 numbers", "3 columns")),
        (EL30A, [("350                195", "349                194")], ("line 13", "194 ballots were cast")),
        (EL30A, [("0002 South", "0002 North")], ("North", "before")),
        (EL30A, [("0002 South", "")], ("line 29", "next precinct")),
        (EL30A, [("VOTE FOR NO MORE THAN  1", "")], ("line 13", "VOTE FOR")),
        (EL30A, [("          UNITED STATES REPRESENTATIVE DISTRICT 2\n", "")], ("no contest's name",)),
        (EL30A, [("ABSENTEE", "ABSENTEES"), ("ABSENTEE\n", "ABSENTEE\n")], ("line 25", "other columns")),
        (EL30A, [("BOB BETA (DEM)", "ALICE ALPHA (REP)")], ("line 16", "line 15", "already")),
        (EL30A, [("180    52.63        88", "180    52.63       -88")], ("line 16", "negative")),
        (EL30A, [("180    52.63        88         92", "")], ("line 16", "without its numbers")),
        (
            EL30A,
            [("          Over Votes.  .  .  .  .  .  .  .  .         1                  1          0", "")],
            ("North", "overvotes"),
        ),
        (
            EL30A,
            [("Under Votes.  .  .  .  .  .  .  .         7", "Over Votes.  .  .  .  .  .  .  .         7")],
            ("second row",),
        ),
        (EL30A, [("THAN  1", "THAN  0")], ("vote for 0",)),
        (WARE, [("161            101", "161            100")], ("line 17", "160", "161")),
        (
            WARE,
            [("             7              4           3", "             8              5           3")],
            ("196", "195"),
        ),
        (
            WARE,
            [("Contest Totals                         350            195         155", "X  350  195  155")],
            ("195",),
        ),
        (
            WARE,
            [("    1              1           0\n", "    2              2           0\n")],
            ("named write-ins",),
        ),
        (WARE, [("Precinct Summary", "Summary")], ("not understood",)),
        (WARE, [("South\n", "North\n")], ("before",)),
        (WARE, [("Vote For 1\n", "")], ("not understood",)),
    ],
)
def test_refused_with_place(path, changes, parts, formats):
    refused(edited(formats, path, *changes), *parts, name="report.txt")


def block(votes, over, under, cast, limit):
    return (
        "PREC REPORT-GROUP DETAIL\n TOTAL VOTES     %%\n0001 North\n"
        f"  BALLOTS CAST - TOTAL.  .  .    {cast}\n  BOARD\n  VOTE FOR  {limit}\n"
        f"  ANN.  .  .    {votes}    50.0\n  Over Votes.  .    {over}\n  Under Votes.  .    {under}\n"
    )


@pytest.mark.parametrize(
    ("votes", "over", "under", "cast", "found"),
    [
        (10, 4, 6, 10, (10, 2, 6)),  # an overvoted ballot is printed as two overvotes
        (12, 2, 4, 10, (10, 2, 4)),  # an overvoted ballot is printed as one
        (10, 0, 6, 8, (8, 0, 6)),
        (10, 3, 6, 12, (None, None, 6)),  # neither fits: not on every ballot, or not sure
        (10, 0, 6, 9, (None, 0, 6)),
    ],
)
def test_overvotes_where_two_may_be_chosen(votes, over, under, cast, found):
    row = text_count(block(votes, over, under, cast, 2), "r.txt").rows[0]
    assert (row.ballots, row.overvotes, row.undervotes) == found


def test_more_votes_than_ballots_is_refused():
    refused(block(17, 0, 4, 10, 2), "North", "10 ballots were cast", name="r.txt")


def test_how_many_precincts_have_reported_is_no_result(formats, sample):
    for path, before, line in (
        (EL30A, "     REGISTERED VOTERS - TOTAL", "          (WITH 1 OF 1 PRECINCTS COUNTED)\n"),
        (EL30A, "      ALICE ALPHA", "          (WITH 1 OF 1 PRECINCTS COUNTED)\n"),
        (WARE, "Registered Voters - Total", "Election Day Precincts Reporting      1 of 1\n"),
    ):
        text = edited(formats, path, (before, line + before))
        assert text_count(text, "r.txt").rows == sample(path).rows


def test_a_line_without_end_is_refused():
    refused(block(10, 0, 6, 8, 2) + "X" + " ." * 600, "line 10", "1000 characters", name="r.txt")


def test_thousands_may_be_set_apart():
    assert text_count(block("1,234", 0, 4, 700, 2), "r.txt").rows[0].votes == {"ANN": 1234}
    refused(block("12,34", 0, 4, 700, 2), "'12,34'", name="r.txt")
