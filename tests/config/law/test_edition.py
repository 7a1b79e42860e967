"""A voter is harmed when a recount follows a law that was not in force on election day, or a guess of it."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from pydantic import ValidationError

from config.errors import ConfigError
from config.law import ElectionKind, LawUnknownError, Office, edition_on, editions
from config.law.edition import Clock

GENERAL_2020, GENERAL_2026 = date(2020, 11, 3), date(2026, 11, 3)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2019, 7, 1), "iowa-50.48-2019"),
        (GENERAL_2020, "iowa-50.48-2019"),
        (date(2025, 6, 30), "iowa-50.48-2019"),
        (date(2025, 7, 1), "iowa-50.48-2025"),
        (GENERAL_2026, "iowa-50.48-2025"),
    ],
)
def test_the_edition_is_that_of_the_election_day(day, found):
    assert edition_on(day).id == found


def test_a_day_before_the_oldest_edition_is_refused():
    with pytest.raises(LawUnknownError, match=r"2018-11-06.*oldest edition is that of 2019-07-01"):
        edition_on(date(2018, 11, 6))


def test_editions_leave_no_day_out_and_none_twice():
    found = editions()
    for before, after in pairwise(found):
        assert before.until is not None
        assert (after.from_ - before.until).days == 1
    assert found[-1].until is None


def test_only_a_text_that_was_read_comes_without_a_warning():
    assert edition_on(GENERAL_2020).warning is None
    assert "was not read" in edition_on(GENERAL_2026).warning


def test_the_law_of_2020_has_every_clock_and_amount():
    law = edition_on(GENERAL_2020)
    assert set(law.clocks) == {kind.value for kind in ElectionKind}
    assert set(law.bond.amounts) == {office.value for office in Office} - {"county"} | {"large-county"}
    assert all({"request", "convene", "report", "correct"} <= set(clocks) for clocks in law.clocks.values())


def test_every_parameter_of_the_read_text_cites_its_clause():
    law = edition_on(GENERAL_2020)
    cites = [clock.cite for clocks in law.clocks.values() for clock in clocks.values()]
    cites += [amount.cite for amount in law.bond.amounts.values()] + [law.bond.cite, law.board.cite]
    assert [cite for cite in cites if not re.match(r"50\.48\([1-8]\)", cite)] == []


def test_what_2025_changed_and_we_have_not_read_is_refused_with_its_source():
    law = edition_on(GENERAL_2026)
    assert law.bond is None
    assert law.clocks == {}
    assert law.eligible.statewide_and_federal_percent == Fraction(15, 100)
    with pytest.raises(LawUnknownError, match=r"House File 928.*read the law in force"):
        law.unknown("anything")


def test_not_known_is_an_error_of_config():
    assert issubclass(LawUnknownError, ConfigError)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"days": 3, "weekday": "friday"},
        {"days": 0},
        {"days": 3, "at": "17:00:00", "at_unsettled": "17:00:00"},
    ],
    ids=["neither", "both", "no days", "two times"],
)
def test_a_clock_counts_in_one_way(fields):
    with pytest.raises(ValidationError):
        Clock.model_validate({"after": "canvass", "cite": "50.48(1)(a)", **fields})
