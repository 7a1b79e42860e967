"""A law that nobody here has read: a person is told what is said of it, and what is not."""

from datetime import date

import pytest

from config.law import SCATTERING, LawError, Office, as_reported, edition_on

LAW = edition_on(date(2026, 11, 3))


def abstracts(difference):
    """Two counties in which the winner is so many votes ahead of the next, of 394,383 votes in all."""
    scattering = 201 if difference % 2 == 0 else 200
    next_best = (394_383 - scattering - 9_000 - difference) // 2
    return {
        "Johnson": {"hart": next_best - 1_000, "third": 9_000, SCATTERING: scattering},
        "Scott": {"hart": 1_000 + difference, "miller": next_best},
    }


@pytest.mark.parametrize(
    ("difference", "office", "says"),
    [
        (6, Office.US_REPRESENTATIVE, "6 in 394,383 votes may be recounted"),
        (592, Office.US_REPRESENTATIVE, "592 in 394,383 votes may not be recounted"),
        (51, Office.STATEWIDE, "51 in 394,383 votes may be recounted"),
        (49, Office.STATE_SENATOR, "may be recounted"),
        (50, Office.OTHER, "is exactly at the limit, and it is not known whether it may be recounted"),
        (51, Office.COUNTY, "may not be recounted"),
    ],
)
def test_the_margin_and_the_rest_as_reported(difference, office, says):
    said = as_reported(LAW, office, abstracts(difference), ["hart"])
    assert says in said
    for words in (
        "House File 928 (2025), as reported: a difference of",
        "the whole jurisdiction is recounted",
        "the county auditor recounts with staff",
        "as it was counted first",
        "Not known here: deadlines, whether a bond is due, who signs the report",
    ):
        assert words in said


def test_of_several_winners_the_one_with_the_fewest_votes_is_compared_with_the_first_of_the_others():
    votes = {"Cedar": {"a": 900, "b": 500, "c": 480, SCATTERING: 495}}
    assert ": a difference of 20 in 2,375 votes" in as_reported(LAW, Office.OTHER, votes, ["a", "b"])


def test_a_winner_nobody_ran_against_is_ahead_by_all_his_votes():
    assert "30 in 30 votes may not" in as_reported(LAW, Office.OTHER, {"Cedar": {"a": 30}}, ["a"])


@pytest.mark.parametrize(
    ("votes", "winners", "says"),
    [
        ({"a": -1}, ["a"], "Cedar, a: -1 votes; correct the abstract"),
        ({"a": 1}, ["b"], "as they are in the abstracts"),
        ({"a": 1}, [], "name those who have won"),
    ],
)
def test_abstracts_that_cannot_be_are_refused(votes, winners, says):
    with pytest.raises(LawError, match=says):
        as_reported(LAW, Office.OTHER, {"Cedar": votes}, winners)
