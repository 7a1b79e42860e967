"""Votes of an office over all its counties."""

import pytest

from config.law import SCATTERING, LawError, totals_of


def test_votes_of_all_counties_are_added_up_scattering_too():
    counties = {
        "Johnson": {"hart": 3, "miller": 1, SCATTERING: 2},
        "Scott": {"miller": 4, SCATTERING: 1, "third": 0},
    }
    assert totals_of(counties) == {"hart": 3, "miller": 5, SCATTERING: 3, "third": 0}


def test_fewer_than_no_votes_are_refused_with_their_place():
    with pytest.raises(LawError, match="Scott, hart: -3 votes; correct the abstract"):
        totals_of({"Johnson": {"hart": 5}, "Scott": {"hart": -3}})
