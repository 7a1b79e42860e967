"""A deadline that is called met when nobody met it, or missed when nobody waits for it, misleads a court."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from config.law import ElectionKind
from config.proceedings import advance, derive, is_moot, is_overdue, kept
from tests.config.proceedings.way import OPENING, WAY, day, until

CANVASS, END = datetime(2020, 11, 10), datetime(2020, 12, 24, 12)


def at(state, moment):
    return {clock.step: kept(clock, state, moment) for clock in state.clocks()}


def test_before_anything_happened_all_are_open_until_their_last_minute():
    state = derive(OPENING)
    assert set(at(state, day(10)).values()) == {"open", "does not apply"}
    assert at(state, datetime(2020, 11, 13, 17, 0))["request"] == "open"
    assert at(state, datetime(2020, 11, 13, 17, 1))["request"] == "not recorded"


def test_a_step_in_time_is_met_and_a_late_one_missed_whenever_one_asks():
    assert at(until("bond"), END)["request"] == "met"
    late = advance(derive(OPENING), replace(WAY["request"], at=datetime(2020, 11, 13, 17, 1)))
    assert at(late, day(14))["request"] == "missed"


def test_the_winner_is_reached_by_the_day_on_which_a_designee_was_named():
    assert at(until("convene"), END)["winner"] == "met"
    late = until("convene", second=replace(WAY["second"], at=day(17, 8)))
    assert at(late, END)["winner"] == "does not apply"
    assert at(until("second"), END)["winner"] == "not recorded"


def test_a_canvass_with_a_day_of_its_own_is_held_against_it():
    primary = replace(OPENING, kind=ElectionKind.CITY_PRIMARY, canvass=date(2020, 11, 5))
    assert at(derive(primary), END)["canvass"] == "met"
    assert at(derive(replace(primary, canvass=date(2020, 11, 6))), END)["canvass"] == "missed"


@pytest.mark.parametrize("step", [*WAY, None])
def test_nobody_waits_for_what_is_done_or_moot(step):
    state = until(step)
    for hours in range(0, 24 * 40, 7):
        moment = CANVASS + timedelta(hours=hours)
        for clock in state.clocks():
            how = kept(clock, state, moment)
            assert is_overdue(clock, state, moment) <= (how == "not recorded"), (step, clock.step, moment)
            assert not (is_moot(clock, state) and is_overdue(clock, state, moment))
