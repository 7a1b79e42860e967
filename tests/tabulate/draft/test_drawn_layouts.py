"""Layouts of ballots that nobody has sent us yet, drawn: each once broke a rule of thumb of the draft."""

from __future__ import annotations

import pytest

from config.program import ElectionProgram, check_program
from tabulate.draft import BlankSource, draft_program
from tests.tabulate.draft.paper import Paper


def draft(paper: Paper) -> ElectionProgram:
    program = draft_program([BlankSource("blank.pdf", paper.save())]).program
    assert [str(problem) for problem in check_program(program) if problem.is_error] == []
    return program


def contests(program: ElectionProgram) -> list[tuple[str, int, list[str]]]:
    return [(c.title, c.vote_for, [choice.name for choice in c.choices]) for c in program.contests]


def council(paper: Paper, left: float = 0.2, top: float = 2.0) -> None:
    """A contest for two with three candidates and a line to write on, in a box three inches wide."""
    column, row = round(left * 4) + 1, round(top * 4) + 4
    paper.box(left, top, left + 3, top + 2.2)
    paper.text(left + 0.8, top + 0.25, "For City Council", bold=True)
    paper.text(left + 0.8, top + 0.45, "(Vote for no more than two)")
    for index, name in enumerate(("Ada Lovelace", "Grace Hopper", "Mary Somerville")):
        paper.oval(column, row + index)
        paper.text(column * 0.25 + 0.2, (row + index) * 0.25 + 0.05, name)
    paper.oval(column, row + 3)
    paper.rule(column * 0.25 + 0.2, (row + 3) * 0.25 + 0.05, left + 2.9, (row + 3) * 0.25 + 0.05)
    paper.text(column * 0.25 + 0.2, (row + 3) * 0.25 + 0.14, "(Write-in vote, if any)", 6)


COUNCIL = ("City Council", 2, ["Ada Lovelace", "Grace Hopper", "Mary Somerville", "Write-in 1"])


def test_a_plain_box():
    paper = Paper()
    paper.heading()
    council(paper)
    program = draft(paper)
    assert contests(program) == [COUNCIL]
    assert (program.election.title, program.election.jurisdiction) == ("General Election", "Linn County")
    assert program.election.date.isoformat() == "2026-11-03"
    assert [(t.column, t.row) for t in program.cards[0].front.targets] == [(2, 12), (2, 13), (2, 14), (2, 15)]
    area = program.cards[0].front.targets[3].write_in_area
    assert area is not None and 0.6 < area.x < 0.7 and area.x + area.width < 3.2


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_the_pdf_turns(rotate):
    """Exported pages may be stored lying; read as they lie, every target would be elsewhere."""
    paper = Paper(rotate=rotate)
    paper.heading()
    council(paper)
    assert contests(draft(paper)) == [COUNCIL]


def test_contests_in_one_box_without_a_rule_between():
    """Two contests in one box are two: counted as one, a voter of both would have overvoted."""
    paper = Paper()
    paper.heading()
    paper.box(0.2, 2.0, 3.2, 6.0)
    for top, title in ((2.0, "Mayor"), (4.0, "Clerk")):
        paper.text(1.2, top + 0.3, title, bold=True)
        paper.text(1.2, top + 0.5, "Vote for One")
        for index, name in enumerate(("North", "South")):
            paper.oval(2, (top + 1) * 4 + index)
            paper.text(0.7, top + 1.05 + index / 4, f"{title} {name}")
    assert contests(draft(paper)) == [
        ("Mayor", 1, ["Mayor North", "Mayor South"]),
        ("Clerk", 1, ["Clerk North", "Clerk South"]),
    ]


def test_candidates_in_two_columns_of_one_box():
    """A long list in two columns is one contest for five; parted, a voter could vote for ten."""
    paper = Paper()
    paper.heading()
    paper.box(0.2, 2.0, 6.2, 5.0)
    paper.text(2.4, 2.3, "School Board", bold=True)
    paper.text(2.3, 2.5, "Vote for up to 5")
    for column in (2, 13):
        for row in range(12, 17):
            paper.oval(column, row)
            paper.text(column / 4 + 0.2, row / 4 + 0.05, f"Name {column} {row}")
    assert [(limit, len(names)) for _, limit, names in contests(draft(paper))] == [(5, 10)]


def test_rules_between_the_candidates():
    """Rules under each name part no contests."""
    paper = Paper()
    paper.heading()
    paper.box(0.2, 2.0, 3.2, 4.0)
    paper.text(1.2, 2.3, "Sheriff", bold=True)
    paper.text(1.1, 2.5, "Vote for one")
    for row, name in ((12, "Earp"), (13, "Holliday"), (14, "Masterson")):
        paper.rule(0.2, row / 4 - 0.125, 3.2, row / 4 - 0.125)
        paper.oval(2, row)
        paper.text(0.7, row / 4 + 0.05, name)
    assert contests(draft(paper)) == [("Sheriff", 1, ["Earp", "Holliday", "Masterson"])]


def test_a_title_in_a_box_of_its_own():
    """Where a rule parts the title from the names, the title is still theirs."""
    paper = Paper()
    paper.heading()
    paper.box(0.2, 2.0, 3.2, 2.6)
    paper.box(0.2, 2.6, 3.2, 3.6)
    paper.text(1.2, 2.25, "Treasurer", bold=True)
    paper.text(1.1, 2.45, "Vote for one")
    for row, name in ((11, "Penny Wise"), (12, "Pound Foolish")):
        paper.oval(2, row)
        paper.text(0.7, row / 4 + 0.05, name)
    assert contests(draft(paper)) == [("Treasurer", 1, ["Penny Wise", "Pound Foolish"])]


def test_ovals_at_the_right_of_names_with_leaders():
    """Names far from their oval belong to the oval at their end of the line, not to the next column's."""
    paper = Paper()
    paper.heading()
    for left in (0.2, 4.2):
        paper.box(left, 2.0, left + 3.8, 4.0)
        paper.text(left + 1.2, 2.3, f"Seat {left:g}", bold=True)
        paper.text(left + 1.0, 2.5, "VOTE FOR NOT MORE THAN ONE")
        for row in (12, 14):
            paper.text(left + 0.1, row / 4 + 0.05, f"Name {left:g} {row}" + "_" * 20)
            paper.oval(left * 4 + 13.2, row)
    assert contests(draft(paper)) == [
        ("Seat 0.2", 1, ["Name 0.2 12", "Name 0.2 14"]),
        ("Seat 4.2", 1, ["Name 4.2 12", "Name 4.2 14"]),
    ]


def test_words_set_letter_by_letter():
    """Spaced as the PDF reader guesses, names would read 'P rec inc t'."""
    paper = Paper()
    paper.heading()
    paper.box(0.2, 2.0, 3.2, 3.6)
    paper.spaced(0.8, 2.3, "Precinct Official")
    paper.spaced(0.8, 2.5, "Vote for one")
    for row, name in ((11, "Illia Lillicrap"), (12, "Will Fiji")):
        paper.oval(2, row)
        paper.spaced(0.7, row / 4 + 0.05, name)
    assert contests(draft(paper)) == [("Precinct Official", 1, ["Illia Lillicrap", "Will Fiji"])]


def test_what_nobody_sees_is_no_name():
    """Hidden text and stamps across the page would be drafted into names."""
    paper = Paper()
    paper.heading()
    council(paper)
    paper.invisible(0.7, 3.05, "Hidden Person")
    paper.aslant(0.6, 3.6, "SAMPLE BALLOT")
    assert contests(draft(paper)) == [COUNCIL]


def test_ovals_of_the_instructions_are_no_targets():
    """An example oval, filled or open, is no choice of any contest."""
    paper = Paper()
    paper.heading()
    paper.text(0.5, 1.5, "Fill in the oval")
    paper.oval(6.4, 5.82)
    paper.text(1.76, 1.5, "next to your choice, like this:")
    paper.oval(16.0, 5.85, filled=True)
    council(paper)
    assert contests(draft(paper)) == [COUNCIL]


def test_a_back_follows_its_front():
    """A sheet has two sides; drafted as two cards, each would be half a ballot."""
    back = "01111011110" + "000110001100000101001"
    paper = Paper()
    paper.heading()
    council(paper)
    paper.turn(back)
    paper.box(0.2, 2.0, 6.2, 4.0)
    paper.text(0.5, 2.3, "Public Measure C", bold=True)
    paper.text(0.5, 2.6, "Shall the county build a bridge for no more than one million dollars?")
    for column, answer in ((5, "YES"), (12, "NO")):
        paper.oval(column, 13)
        paper.text(column / 4 + 0.2, 3.3, answer)
    program = draft(paper)
    (card,) = program.cards
    assert card.back is not None and card.back.code == back
    assert contests(program) == [COUNCIL, ("Public Measure C", 1, ["YES", "NO"])]
    assert [contest.kind for contest in program.contests] == ["candidate", "measure"]
