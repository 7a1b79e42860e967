"""Votes that are added up wrongly from the abstracts ask a candidate for a bond that is not due."""

import pytest

from retally.recounting.opening import read_abstracts
from tabulate.errors import OriginalCountError


def test_the_second_district_of_2020_as_it_was_canvassed(shared):
    found = read_abstracts(shared / "ia02" / "original_canvass.csv")
    assert len(found) == 24
    hart, meeks = (
        sum(votes for county in found.values() for name, votes in county.items() if part in name)
        for part in ("Hart", "Meeks")
    )
    assert meeks - hart == 47
    assert sum("scattering" in county for county in found.values()) > 0


def test_modes_and_precincts_are_added_up_and_write_ins_are_nobodys(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "county,precinct,mode,candidate,votes\n"
        "Cedar,Tipton,absentee,Ames,1\nCedar,Tipton,election_day,Ames,2\nCedar,Durant,absentee,Write-in,4\n"
        "Linn,Marion,absentee,Ames,8\n"
    )
    assert read_abstracts(path) == {"Cedar": {"Ames": 3, "scattering": 4}, "Linn": {"Ames": 8}}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("Cedar,,Ames,1\nCedar,,Ames,2\n", "line 3: the same as line 2"),
        ("Cedar,,Ames,-1\n", "line 2, column votes"),
        ("Cedar,,Ames,\n", "line 2, column votes"),
        (",,Ames,1\n", "line 2: county or candidate is empty"),
        ("Cedar,mayor,Ames,1\nCedar,measure,Yes,2\n", "line 3, column contest: a second contest"),
    ],
)
def test_a_table_that_cannot_be(tmp_path, rows, words):
    path = tmp_path / "a.csv"
    path.write_text("county,contest,candidate,votes\n" + rows)
    with pytest.raises(OriginalCountError, match=words):
        read_abstracts(path)
