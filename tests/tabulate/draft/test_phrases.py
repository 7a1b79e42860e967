"""What words on ballots say; every phrase stands on a ballot of some county."""

from __future__ import annotations

from datetime import date

import pytest

from tabulate.draft.phrases import (
    find_date,
    is_no,
    is_yes,
    party_beside_name,
    party_in_heading,
    says_write_in,
    slug,
    vote_for,
)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("(Vote for no more than three)", 3),
        ("(Vote for One)", 1),
        ("VOTE FOR NOT MORE THAN TWO", 2),
        ("Vote for not more than 11", 11),
        ("Vote for no more than Two (2)", 2),
        ("Vote for One (1)", 1),
        ("Vote for up to 5", 5),
        ("Vote for any TWO", 2),
        ("Vote for TWO or fewer", 2),
        ("Elect 3", 3),
        ("Choose one", 1),
        ("Vote for a maximum of four candidates", 4),
        ("You may vote for no more than two candidates.", 2),
        ("(Vote Yes or No)", 1),
        ("CITY COUNCIL Vote for One Four Year Term", 1),
    ],
)
def test_limits(text, limit):
    """A limit read wrongly makes overvotes of valid ballots, or votes of overvotes."""
    found = vote_for(text)
    assert found is not None and found[0] == limit and found[2]


@pytest.mark.parametrize(
    "text",
    ["Four Year Term", "To vote, darken the oval", "Vote for not more than ____", "one million dollars", ""],
)
def test_no_limit(text):
    assert vote_for(text) is None


def test_a_limit_that_contradicts_itself_is_not_sure():
    found = vote_for("Vote for no more than Two (3)")
    assert found is not None and found[0] == 2 and not found[2]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tuesday, September 13, 2011", date(2011, 9, 13)),
        ("REGULAR MUNICIPAL ELECTION, OCTOBER 6, 2009", date(2009, 10, 6)),
        ("November 3rd, 2026", date(2026, 11, 3)),
        ("11/03/2026", date(2026, 11, 3)),
    ],
)
def test_dates(text, day):
    found = find_date(text)
    assert found is not None and found[0] == day


def test_no_date():
    assert find_date("February 30, 2020") is None
    assert find_date("Article 100 of Part 2") is None


@pytest.mark.parametrize("text", ["YES", "Yes", "BONDS, YES", "FOR", "Yes / Sí"])
def test_yes(text):
    assert is_yes(text) and not is_no(text)


@pytest.mark.parametrize("text", ["NO", "BONDS, NO", "AGAINST"])
def test_no(text):
    assert is_no(text) and not is_yes(text)


@pytest.mark.parametrize("text", ["Noah Webster", "Yesenia Ford", "Forrest Gump", "Bill North"])
def test_names_are_no_answers(text):
    """A candidate taken for an answer would make a measure of a contest."""
    assert not is_no(text) and not is_yes(text)


def test_parties():
    assert party_in_heading("DEMOCRATIC PARTY") == "Democratic"
    assert party_in_heading("OFFICIAL REPUBLICAN PARTY PRIMARY BALLOT") == "Republican"
    assert party_in_heading("NO PARTY") is None
    assert party_in_heading("Cedar County, State of Iowa") is None
    assert party_beside_name("(DEM)") == "Democratic"
    assert party_beside_name("Attorney") is None


def test_write_in_lines():
    assert says_write_in("(Write-in vote, if any)")
    assert says_write_in("Write-in")
    assert not says_write_in("Bill Peters")


def test_identifiers():
    assert slug("FOR UNITED STATES SENATOR") == "for-united-states-senator"
    assert slug("Justin O'Donnell, Jr.") == "justin-odonnell-jr"
    assert slug("Sí") == "s"
    assert slug("___") == ""
