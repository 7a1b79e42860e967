"""The text on the terminal: margin first, causes beside the units, no name that moves the cursor."""

from dataclasses import replace

import pytest

from tabulate.compare import compare
from tabulate.report import render_html, render_text
from tabulate.report.wording import STORIES_HEAD
from tests.tabulate.compare.county import composition
from tests.tabulate.compare.elections import election, with_batches
from tests.tabulate.report.cases import HOSTILE, report


def test_who_where_how_much_why_in_this_order():
    text = render_text(report())
    places = [
        text.index(part)
        for part in (
            "Mayor: Ann by 1 vote -> tie of Ann and Bob",
            "Differences in 1 of 2 units",
            "North, election day",
            "Bob 8 -> 9 (+1)",
            "Voter intent",
            "31 captured, 30 counted, 1 not counted",
            "For a person to decide",
            "a3" * 32,
        )
    ]
    assert places == sorted(places)


def test_margin_before_and_after():
    text = render_text(report().comparison)
    assert "Mayor: Ann by 1 vote -> tie of Ann and Bob; OUTCOME CHANGES" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_cannot_move_the_cursor(name):
    text = render_text(report(names=(name, "Bob"), title=name, unit=name))
    for line in text.split("\n"):
        assert line.isprintable()
    assert "second line" not in [line.strip() for line in text.split("\n")]


def test_no_line_is_longer_than_asked():
    made = election(17)
    original = with_batches(made.original, made, [made.batches[0]], 1)
    comparison = compare(original, made.totals, program=made.contests, batches=made.batches)
    for width in (60, 100):
        assert max(map(len, render_text(comparison, width=width).splitlines())) <= width


def test_counts_that_agree_say_so():
    made = election(17)
    text = render_text(compare(made.original, made.totals, program=made.contests))
    assert "No differences in 4 units" in text


def test_units_missing_are_said_and_the_margin_is_not_claimed():
    made = election(18)
    comparison = compare(made.original[3:], made.totals, program=made.contests)
    text = render_text(comparison)
    assert "before not known" in text
    assert "in the 3 of 4 units on both sides" in text
    assert "not in the original count" in text


def test_sheets_that_are_neither_counted_nor_refused_are_said():
    made = report()
    lost = replace(made, sheets=(replace(made.sheets[0], captured=25), made.sheets[1]))
    assert "4 sheets neither counted nor refused" in render_text(lost)


def test_two_faults_in_one_unit_are_told_together_and_the_rivals_beside_them():
    """Ballots too many and a contest not captured, in one unit: neither alone accounts for its numbers."""
    comparison = composition(0).compare()
    story = comparison.differing[0].explanations[0]
    assert {cause.kind for cause in story.causes} == {"ballots_missing", "contest_not_captured"}
    said = "Fewer ballots than in the original count (a, b, m) + Contest not captured on some ballots (m)"
    said += f" [{story.bits} bits]"
    for text in (render_text(comparison), render_html(replace(report(), comparison=comparison))):
        words = " ".join(text.replace("<li>", " ").split())
        assert STORIES_HEAD in words and said in words


def test_one_cause_that_explains_everything_needs_no_story():
    assert STORIES_HEAD not in render_text(report().comparison)
