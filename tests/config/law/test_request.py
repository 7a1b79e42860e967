"""A candidate is harmed when a sound request is refused; a county when somebody without standing is heard."""

from __future__ import annotations

from datetime import date

import pytest

from config.law import LawError, LawUnknownError, edition_on, may_be_recounted, standing

LAW, LAW_2025 = edition_on(date(2020, 11, 3)), edition_on(date(2026, 11, 3))


@pytest.mark.parametrize(
    ("printed_in", "votes", "qualified", "clauses", "lacking"),
    [
        ({"P1", "P2"}, {}, False, {"P1": "(1)", "P2": "(1)"}, ()),
        ((), {"P1": 3, "P2": 1}, True, {"P1": "(2)", "P2": "(2)"}, ()),
        ((), {"P1": 3, "P2": 1}, False, {}, ("P1", "P2")),
        ((), {"P1": 3, "P2": 0}, True, {"P1": "(2)"}, ("P2",)),
        ({"P1"}, {"P2": 4}, True, {"P1": "(1)", "P2": "(2)"}, ()),
        ({"P9"}, {"P9": 4}, True, {}, ("P1", "P2")),
    ],
    ids=[
        "(1)(a)(1) printed, without a vote",
        "(1)(a)(2) write-in votes and qualified",
        "(1)(a)(2) write-in votes, not qualified",
        "(1)(a)(2) no vote in one of the precincts",
        "(1)(a)(1) and (2) in different precincts",
        "(1)(a) printed and voted for elsewhere alone",
    ],
)
def test_50_48_1_a_who_may_sign(printed_in, votes, qualified, clauses, lacking):
    found = standing(["P1", "P2"], printed_in=printed_in, votes=votes, qualified=qualified)
    assert found.clauses == {precinct: f"50.48(1)(a){clause}" for precinct, clause in clauses.items()}
    assert (found.lacking, found.full) == (lacking, not lacking)


def test_50_48_1_a_a_request_names_a_precinct():
    with pytest.raises(LawError, match="names no precinct"):
        standing([], printed_in=["P1"], votes={}, qualified=True)


def test_2020_any_margin_may_be_recounted():
    assert may_be_recounted(LAW, difference=9_000, votes_cast=10_000, wide=True)


@pytest.mark.parametrize(
    ("wide", "difference", "votes_cast", "may"),
    [
        (True, 1499, 1_000_000, True),
        (True, 1501, 1_000_000, False),
        (False, 49, 1_000_000, True),
        (False, 51, 1_000_000, False),
        (False, 9, 1_000, True),
        (False, 11, 1_000, False),
    ],
)
def test_2025_as_reported_the_lesser_of_one_percent_and_fifty_or_0_15_percent(
    wide, difference, votes_cast, may
):
    assert may_be_recounted(LAW_2025, difference=difference, votes_cast=votes_cast, wide=wide) is may


@pytest.mark.parametrize(("wide", "difference"), [(True, 1500), (False, 50)])
def test_2025_a_margin_of_exactly_the_limit_is_for_somebody_who_reads_the_law(wide, difference):
    with pytest.raises(LawUnknownError, match="exactly the limit"):
        may_be_recounted(LAW_2025, difference=difference, votes_cast=1_000_000, wide=wide)


def test_a_margin_larger_than_the_votes_is_refused():
    with pytest.raises(LawError, match="a difference of 11 in 10 votes"):
        may_be_recounted(LAW, difference=11, votes_cast=10, wide=True)
