"""A voter's ballots are opened without right, or left out, when the named precincts are not kept to."""

from __future__ import annotations

from datetime import date

import pytest

from config.law import LawError, LawUnknownError, Member, Role, check_extension, check_named, edition_on

LAW, LAW_2025 = edition_on(date(2020, 11, 3)), edition_on(date(2026, 11, 3))
COUNTY = ("Absentee", "Tipton", "Durant")
ADA = Member("Ada Ames", Role.REQUESTER)


def extend(by="Ada Ames", precincts=("Durant",), law=LAW):
    check_extension(law, by, precincts, members=(ADA,), named=("Tipton",), county=COUNTY)


def test_50_48_1_a_one_precinct_is_enough():
    check_named(LAW, ["Absentee"], COUNTY)


@pytest.mark.parametrize(
    ("precincts", "words"),
    [
        ([], "names no precinct"),
        (["Tipton", "Wilton"], "'Wilton' is not of this county"),
        (["Tipton", "Tipton"], "named twice"),
    ],
)
def test_50_48_1_a_precincts_are_of_the_county(precincts, words):
    with pytest.raises(LawError, match=words):
        check_named(LAW, precincts, COUNTY)


def test_2025_as_reported_all_precincts_are_named():
    check_named(LAW_2025, list(COUNTY), COUNTY)
    with pytest.raises(LawError, match="Absentee is not named"):
        check_named(LAW_2025, ["Tipton", "Durant"], COUNTY)


def test_50_48_4_b_any_member_extends_to_any_precinct_of_the_county():
    extend(by="ada ames", precincts=("Durant", "Absentee"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"by": "Eve Ely"}, "'Eve Ely' is not a member"),
        ({"precincts": ()}, "names no precinct"),
        ({"precincts": ("Wilton",)}, "'Wilton' is not of this county"),
        ({"precincts": ("Tipton",)}, "'Tipton' is recounted already"),
        ({"precincts": ("Durant", "Durant")}, "named twice"),
    ],
)
def test_50_48_4_b_what_is_no_extension(change, words):
    with pytest.raises(LawError, match=words):
        extend(**change)


def test_2025_has_nothing_left_to_extend_to():
    with pytest.raises(LawUnknownError, match="extension"):
        extend(law=LAW_2025)
