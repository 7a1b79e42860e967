"""The table of names: hand corrections to a draft."""

from __future__ import annotations

import pytest

from tabulate.draft import BlankSource, draft_program, write_names
from tabulate.draft.names import read_names
from tabulate.errors import DraftError
from tests.tabulate.draft.paper import Paper
from tests.tabulate.draft.test_drawn_layouts import council

HEAD = "card,side,column,row,contest,choice,vote_for,kind\n"


@pytest.fixture(scope="module")
def source() -> BlankSource:
    paper = Paper()
    paper.heading()
    council(paper)
    return BlankSource("blank.pdf", paper.save())


def names_of(program) -> list[tuple[str, int, list[tuple[str, str]]]]:
    return [(c.title, c.vote_for, [(x.name, x.kind) for x in c.choices]) for c in program.contests]


def test_a_table_written_and_given_back_changes_nothing(source):
    """If writing and reading lost anything, a person's one correction would undo others."""
    drafted = draft_program([source])
    table = write_names([(card.id, card.contests) for card in drafted.cards])
    again = draft_program([source], names=table)
    assert names_of(again.program) == names_of(drafted.program)
    assert [c.front.targets for c in again.program.cards] == [c.front.targets for c in drafted.program.cards]
    assert {g.certainty for g in again.program.draft.guesses if "/name" in g.field} == {1000}


def test_one_edited_row_corrects_one_name(source):
    table = HEAD + "blank,front,2,13,,Rear Admiral Hopper,,\n"
    program = draft_program([source], names=table).program
    assert [choice.name for choice in program.contests[0].choices] == [
        "Ada Lovelace",
        "Rear Admiral Hopper",
        "Mary Somerville",
        "Write-in 1",
    ]


def test_titles_part_and_limits_hold(source):
    """Wrong groups are corrected by naming the contest of each target."""
    rows = ["12,Chair,Ada,1", "13,Chair,Grace,1", "14,Clerk,Mary,1", "15,Clerk,Nobody,1"]
    table = HEAD + "".join(
        f"*,front,2,{row},{contest},{choice},{limit},candidate\n"
        for row, contest, choice, limit in (line.split(",") for line in rows)
    )
    program = draft_program([source], names=table).program
    assert names_of(program) == [
        ("Chair", 1, [("Ada", "candidate"), ("Grace", "candidate")]),
        ("Clerk", 1, [("Mary", "candidate"), ("Nobody", "candidate")]),
    ]


def test_targets_are_added_and_dropped(source):
    table = HEAD + "blank,front,2,15,,,,none\nblank,front,8,20,City Council,Emmy Noether,2,candidate\n"
    table += "".join(f"blank,front,2,{row},City Council,,2,\n" for row in (12, 13, 14))
    program = draft_program([source], names=table).program
    assert names_of(program)[0][2][-1] == ("Emmy Noether", "candidate")
    places = [(t.column, t.row) for t in program.cards[0].front.targets]
    assert places == [(2, 12), (2, 13), (2, 14), (8, 20)]


def test_toml_says_the_same_as_csv(source):
    toml = '[[target]]\ncard = "blank"\ncolumn = 2\nrow = 13\nchoice = "Amazing Grace"\n'
    csv = HEAD + "blank,,2,13,,Amazing Grace,,\n"
    assert draft_program([source], names=toml).program.contests == (
        draft_program([source], names=csv).program.contests
    )


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("card,row\nblank,1\n", "no column 'column'"),
        ("card,column,row,colour\nblank,1,1,red\n", "'colour'"),
        (HEAD + "blank,front,x,1,,,,\n", "line 2.*column 'x'"),
        (HEAD + "blank,left,2,1,,,,\n", "side 'left'"),
        (HEAD + "blank,front,2,1,,,0,\n", "vote_for '0'"),
        (HEAD + "blank,front,2,1,,,,circle\n", "kind 'circle'"),
        (HEAD + ",front,2,1,,,,\n", "no card"),
        (HEAD + "blank,front,2,1,,,,,,\n", "more fields"),
        ("[[target]\ncard = 1\n", "not TOML"),
        ("[target]\ncard = 'a'\n", "list of tables"),
    ],
)
def test_a_row_that_cannot_be_understood_is_named(table, words):
    with pytest.raises(DraftError, match=words):
        read_names(table)


def test_rows_that_fit_no_card_or_contradict(source):
    with pytest.raises(DraftError, match="there is no card 'other'; cards are blank"):
        draft_program([source], names=HEAD + "other,front,2,12,,A,,\n")
    with pytest.raises(DraftError, match="several limits: 1, 2"):
        draft_program([source], names=HEAD + "*,front,2,12,Chair,,1,\n*,front,2,13,Chair,,2,\n")
    with pytest.raises(DraftError, match="needs a contest and a choice"):
        draft_program([source], names=HEAD + "blank,front,9,30,,,,\n")
