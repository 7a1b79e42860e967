"""An hour's mistake around the change of the clocks calls a request late that came in time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retally.recounting import iowa_time


@pytest.fixture(scope="module")
def chicago():
    try:
        return ZoneInfo("America/Chicago")
    except ZoneInfoNotFoundError:
        pytest.skip("this system has no time zone tables to compare with")


@given(st.datetimes(datetime(2007, 1, 2), datetime(2037, 12, 30)))
@example(datetime(2020, 3, 8, 7, 59, 59))
@example(datetime(2020, 3, 8, 8))
@example(datetime(2020, 11, 1, 6, 59, 59))
@example(datetime(2020, 11, 1, 7))
def test_it_is_what_the_time_zone_tables_say(chicago, moment):
    utc = moment.replace(tzinfo=UTC)
    assert iowa_time(utc) == utc.astimezone(chicago).replace(tzinfo=None)
