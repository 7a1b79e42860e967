"""A file's names under the program's ids: a name taken for another moves votes from one person to the next."""

import pytest

from tabulate.compare import ContestInfo, OriginalContest
from tabulate.compare.ballots import BallotRecord
from tabulate.errors import OriginalCountError
from tabulate.originals import Imported, Naming, Source, read_original
from tabulate.originals.agreeing import check_names, cvr_file
from tabulate.originals.as_table import as_table
from tabulate.originals.of_program import ballots_of_program, rows_of_program, write_ins_as_one
from tabulate.originals.records import Records

MAYOR = ContestInfo(
    "mayor", "Mayor", 1, ("ann", "bob", "w1"), ("w1",), (("ann", "Ann Ash"), ("bob", "Bob Birch"), ("w1", "W"))
)
BOARD = ContestInfo("board", "Board", 2, ("cy", "w2", "w3"), ("w2", "w3"), (("cy", "Cy Cook"),))
INFOS = (MAYOR, BOARD)


def rows(*given, vote_for=None):
    contests = [OriginalContest("N", "absentee", contest, vote_for, votes=votes) for contest, votes in given]
    return Imported("some", "", tuple(contests))


def records(*votes):
    found = Records()
    for number, one in enumerate(votes):
        chosen = {contest: frozenset(names) for contest, names in one.items()}
        found.add(BallotRecord(str(number), "b", chosen, unit="N", mode="absentee"), f"f, {number}")
    return found.finished("some", "")


def test_titles_names_and_ids_become_ids():
    taken, left_out = rows_of_program(rows(("MAYOR", {"ann ash": 5, "bob": 3, "Write-in": 1})), "f", INFOS)
    assert taken == (OriginalContest("N", "absentee", "mayor", 1, votes={"ann": 5, "bob": 3, "w1": 1}),)
    assert left_out == ()


def test_a_contest_without_votes_is_left_out_and_told():
    taken, left_out = rows_of_program(rows(("Mayor", {})), "f", INFOS)
    assert taken == () and left_out == ("N, absentee, 'Mayor': no votes are known; left out",)


@pytest.mark.parametrize(
    ("given", "vote_for", "words"),
    [
        ([("Major", {"ann": 1})], None, r"f, contest: 'Major' is not in the program.*\[contests\].*--map"),
        ([("Mayor", {"Anne": 1})], None, r"f, choice: 'Anne' in contest 'mayor'.*\[choices.\"Mayor\"\]"),
        ([("Mayor", {"ann": 1}), ("mayor", {"ann": 1})], None, "two contests in N, absentee are 'mayor'"),
        ([("Mayor", {"ann": 1, "Ann Ash": 1})], None, "two choices of 'Mayor' are 'ann'"),
        ([("Mayor", {"ann": 1})], 2, "'Mayor' is vote for 2, in the program it is 1"),
    ],
)
def test_what_is_not_the_programs_is_refused_with_its_place(given, vote_for, words):
    with pytest.raises(OriginalCountError, match=words):
        rows_of_program(rows(*given, vote_for=vote_for), "f", INFOS)


def test_write_ins_are_told_by_their_number():
    """The paper has them on lines, other systems do not: on which line one stands is no change of the vote."""
    assert write_ins_as_one(["cy", "w3"], BOARD) == write_ins_as_one(["w2", "cy"], BOARD) == {"cy", "write-in"}
    assert write_ins_as_one(["w2", "w3"], BOARD) == {"write-in", "write-in 2"}
    taken = ballots_of_program(
        records({"Board": ["Write-in", "Write-in 2"]}, {"Mayor": ["Write-in"]}), "f", INFOS
    )
    assert [ballot.votes for ballot in taken] == [
        {"board": {"write-in", "write-in 2"}},
        {"mayor": {"w1"}},
    ]


def test_a_strange_name_without_a_vote_is_refused_too():
    count = records({"Mayor": ["Ann Ash"]})
    row = OriginalContest("N", "absentee", "Mayor", 1, votes={"Ann Ash": 1, "Anna": 0})
    with pytest.raises(OriginalCountError, match="'Anna'"):
        ballots_of_program(Imported("some", "", (row,), count.ballots), "f", INFOS)


def test_equal_records_are_kept_once():
    """A million of them must fit into memory."""
    one, two, _ = records({"Mayor": ["Ann Ash"]}, {"Mayor": ["Ann Ash"]}, {"Mayor": []}).ballots
    assert one.votes is two.votes
    here, there = ballots_of_program(records(dict(one.votes), dict(two.votes)), "f", INFOS)
    assert here.votes is there.votes


def test_rows_are_told_while_a_table_is_read():
    passed = []
    data = b"unit,mode,contest,choice,votes\nN,absentee,Mayor,Ann,5\n"
    naming = Naming(format="plain", columns={"unit": "unit"})
    read_original([Source("f.csv", data, lambda: passed.append(1))], naming)
    assert len(passed) == 2


def files(here, there, naming=None):
    naming = naming or Naming()
    return cvr_file(records(*here), "a.csv", naming), cvr_file(records(*there), "b.csv", Naming())


def test_a_choice_that_one_file_alone_names_is_noted():
    (note,) = check_names(*files([{"Mayor": ["Ann"]}, {"Mayor": ["Bob"]}], [{"Mayor": ["Ann"]}, {"Mayor": []}]))
    assert note.startswith("'Bob' of 'Mayor' is named in a.csv alone: no vote of it in b.csv")


def test_two_names_for_one_choice_are_refused_until_somebody_says_they_are_two():
    here, there = [{"Mayor": ["Ann"]}], [{"Mayor": ["Anne"]}]
    with pytest.raises(
        OriginalCountError, match=r"'Ann' in contest 'Mayor' is not in b\.csv, which has Anne instead"
    ):
        check_names(*files(here, there))
    notes = check_names(*files(here, there, Naming(choices={"Mayor": {"Ann": "Ann"}})))
    assert len(notes) == 2


def test_a_contest_of_one_file_alone_is_refused():
    with pytest.raises(OriginalCountError, match=r"b\.csv, contest: 'Judge' is not in a\.csv, which has Mayor"):
        check_names(*files([{"Mayor": ["Ann"]}], [{"Mayor": ["Ann"], "Judge": []}]))


def test_a_table_leaves_what_is_unknown_unknown():
    count = Imported(
        "some",
        "",
        (
            OriginalContest("Lucas, North", "total", "Mayor", None, 9, votes={"Ann": 5, "Bob": 4}),
            OriginalContest("Wayne, South", "total", "Mayor", None, votes={"Ann": 2}),
        ),
        homes={"Lucas, North": "Lucas", "Wayne, South": "Wayne"},
    )
    table = as_table(count, "f")
    assert (table.depth, table.by_mode) == (2, False)
    assert [(line.place, line.choice, line.votes) for line in table.lines] == [
        (("Lucas", "North"), "Ann", 5),
        (("Lucas", "North"), "Bob", 4),
        (("Wayne", "South"), "Ann", 2),
        (("Wayne", "South"), "Bob", None),
    ]


def test_a_total_beside_its_modes_would_count_twice():
    both = [OriginalContest("N", mode, "Mayor", votes={"Ann": 5}) for mode in ("total", "absentee")]
    with pytest.raises(OriginalCountError, match="a total beside its modes"):
        as_table(Imported("some", "", tuple(both)), "f")
