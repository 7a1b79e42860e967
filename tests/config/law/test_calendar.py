"""A candidate is harmed when a request filed on the first open day is called late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.law import OfficeCalendar, paid_holidays

CLOSED = {
    # Written out from wall calendars: weekends moved to Friday or Monday as §1C.2(3) says.
    2020: "01-01 01-20 05-25 07-03 09-07 11-11 11-26 11-27 12-25",
    2021: "01-01 01-18 05-31 07-05 09-06 11-11 11-25 11-26 12-24 12-31",
    2022: "01-17 05-30 07-04 09-05 11-11 11-24 11-25 12-26",
    2023: "01-02 01-16 05-29 07-04 09-04 11-10 11-23 11-24 12-25",
    2024: "01-01 01-15 05-27 07-04 09-02 11-11 11-28 11-29 12-25",
}


@pytest.mark.parametrize("year", CLOSED)
def test_1C_2_the_weekdays_of_a_year_on_which_the_office_is_closed(year):  # noqa: N802
    calendar = OfficeCalendar()
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    closed = [day for day in days if day.weekday() < 5 and calendar.why_closed(day)]
    assert " ".join(day.strftime("%m-%d") for day in closed) == CLOSED[year]


def test_1C_2_names_the_holiday_of_the_next_year_that_is_observed_in_this_one():  # noqa: N802
    assert OfficeCalendar().why_closed(date(2021, 12, 31)) == "New Year's Day"


def test_a_weekend_is_called_by_its_name():
    calendar = OfficeCalendar()
    assert calendar.why_closed(date(2020, 11, 28)) == "Saturday"
    assert calendar.why_closed(date(2020, 11, 29)) == "Sunday"


def test_an_office_can_be_closed_and_open_on_days_of_its_own():
    friday, saturday = date(2020, 11, 13), date(2020, 11, 14)
    calendar = OfficeCalendar(closed=frozenset([friday]), opened=frozenset([saturday]))
    assert calendar.why_closed(friday) == "the office is closed"
    assert calendar.next_open(friday) == saturday


@given(st.dates(date(2019, 1, 1), date(2040, 12, 31)))
def test_47_4_the_next_open_day_is_open_and_none_before_it_is(day):
    calendar = OfficeCalendar()
    found = calendar.next_open(day)
    assert calendar.why_closed(found) is None
    assert all(calendar.why_closed(day + timedelta(days=n)) for n in range((found - day).days))
    assert (found - day).days <= 4, "Thanksgiving to Monday is the longest"


@given(st.integers(2019, 2100))
def test_1C_2_grants_nine_days_and_none_on_a_weekend(year):  # noqa: N802
    days = paid_holidays(year)
    assert len(days) == 9
    assert all(day.weekday() < 5 for day in days)
