"""A certified result is harmed when a board that is none recounts, or one signature makes a report."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.law import (
    LawError,
    Member,
    Role,
    edition_on,
    names_second_member,
    signatures,
    signing,
)

LAW, LAW_2025 = edition_on(date(2020, 11, 3)), edition_on(date(2026, 11, 3))
ADA, BEN, CAT = (
    Member("Ada Ames", Role.REQUESTER),
    Member("Ben Boyd", Role.WINNER),
    Member("Cat Cole", Role.JOINT),
)
BOARD = (ADA, BEN, CAT)


@pytest.mark.parametrize(
    ("signed", "names", "stands", "strangers"),
    [
        ([], (), False, ()),
        (["Ada Ames"], ("Ada Ames",), False, ()),
        (["Ada Ames", "ada ames "], ("Ada Ames",), False, ()),
        (["Ada Ames", "Eve Ely"], ("Ada Ames",), False, ("Eve Ely",)),
        (["Cat Cole", "Ben Boyd"], ("Ben Boyd", "Cat Cole"), True, ()),
        (["Ada Ames", "Ben Boyd", "Cat Cole"], ("Ada Ames", "Ben Boyd", "Cat Cole"), True, ()),
    ],
    ids=["nobody", "one", "one twice", "one and a stranger", "two", "three"],
)
def test_50_48_4_c_at_least_two_members_sign(signed, names, stands, strangers):
    found = signatures(LAW, BOARD, signed)
    assert (found.names, found.stands, found.strangers) == (names, stands, strangers)


@given(st.lists(st.sampled_from(["Ada Ames", "Ben Boyd", "Cat Cole", "Eve Ely", "BEN BOYD"]), max_size=6))
def test_50_48_4_c_a_report_stands_on_different_members_alone(signed):
    different = {name.lower() for name in signed} - {"eve ely"}
    assert signatures(LAW, BOARD, signed).stands == (len(different) >= 2)


@pytest.mark.parametrize("signed", [[], ["Ada Ames"], ["Ada Ames", "Ben Boyd", "Cat Cole"]])
def test_2025_no_number_of_signatures_makes_a_report_stand_or_fall(signed):
    found = signatures(LAW_2025, BOARD, signed)
    assert (found.needed, found.stands) == (None, None)
    assert len(found.names) == len(signed)


def test_each_seat_of_the_board_of_three_has_its_clause_and_the_auditors_none():
    assert [role.cite for role in Role] == ["50.48(3)(a)(1)", "50.48(3)(a)(2)", "50.48(3)(a)(3)", None]


VOTES = {"Ames": 500, "Boyd": 480, "Cole": 300}


@pytest.mark.parametrize(
    ("requester", "seats", "nominated", "names"),
    [
        ("Boyd", 1, True, "Ames"),
        ("Cole", 2, True, "Boyd"),
        ("Cole", 1, False, "Ames"),
        ("Ames", 1, False, "Boyd"),
    ],
    ids=[
        "50.48(3)(a)(2) the apparent winner",
        "721-26.103(2) of two winners the one with the fewest votes",
        "43.56(1)(b) nobody nominated: who has most",
        "43.56(1)(b) nobody nominated, the first asks: the second",
    ],
)
def test_who_designates_the_second_member(requester, seats, nominated, names):
    assert names_second_member(VOTES, requester, seats=seats, nominated=nominated) == names


@pytest.mark.parametrize(
    ("votes", "requester", "words"),
    [
        ({"Ames": 500, "Boyd": 500}, "Boyd", "500 votes each"),
        ({"Ames": 500, "Boyd": 480}, "Ames", "'Ames' is the apparent winner"),
        ({"Ames": 500}, "Boyd", "1 to be elected of 1 persons"),
    ],
)
def test_nobody_is_made_a_winner_by_chance(votes, requester, words):
    with pytest.raises(LawError, match=words):
        names_second_member(votes, requester)


def test_a_report_says_what_its_signatures_are_for_only_where_the_law_is_known():
    lines, words = signing(date(2020, 11, 3))
    assert lines == 3
    assert words.startswith("Without the signatures of 2 of the board's 3 members the original count stands")
    assert "50.48(3)(a), (4)(c)" in words
    for day in (date(2025, 11, 4), date(1990, 11, 6)):
        lines, words = signing(day)
        assert lines == 3
        assert "is not known here: read the law in force" in words
        assert "original count stands" not in words
