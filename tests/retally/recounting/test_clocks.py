"""A day that is shown as open although it is past, or as certain although it is not, costs the recount."""

from dataclasses import replace
from datetime import date, datetime

from config.law import ElectionKind
from config.proceedings import derive
from retally.recounting import clock_lines, clocks_of
from tests.config.proceedings.way import OPENING, WAY, until


def clock(state, step, moment=datetime(2020, 11, 12)):
    [found] = [it for it in clocks_of(state, moment) if it["step"] == step]
    return found


def test_what_is_not_done_is_overdue_one_minute_after():
    state = derive(OPENING)
    assert not clock(state, "request", datetime(2020, 11, 13, 17, 0))["overdue"]
    late = clock(state, "request", datetime(2020, 11, 13, 17, 1))
    assert late["overdue"]
    assert clock_lines([late])[0].endswith("§50.48(1)(a) [OVERDUE]")


def test_what_is_done_is_never_overdue():
    found = clock(until("order"), "request", datetime(2021, 1, 1))
    assert (found["overdue"], found["done"]) == (False, "in time")


def test_nobody_waits_for_a_judge_who_was_not_asked_or_when_all_is_over():
    year = datetime(2021, 6, 1)
    assert not clock(until("third"), "judge", year)["overdue"]
    over = until("", opening=OPENING)
    assert over.events[-1] == WAY["bond settled"]
    assert [it for it in clocks_of(over, year) if it["overdue"]] == []


def test_the_winner_who_does_not_answer_is_overdue_until_somebody_is_designated():
    moment = datetime(2020, 11, 18)
    assert clock(until("second"), "winner", moment)["overdue"]
    assert not clock(until("convene"), "winner", moment)["overdue"]


def test_doubts_are_marked_and_certain_moves_are_not():
    (doubt,) = clock(derive(OPENING), "report")["notes"]
    assert doubt.startswith(
        "DOUBTFUL: the office is closed that day (Saturday); whether §47.4 moves it to 2020-11-30"
    )
    canvass = replace(OPENING, canvass=date(2020, 11, 11))
    (moved,) = clock(derive(canvass), "request")["notes"]
    assert moved == "the office is closed that day (Saturday): by §47.4 until 2020-11-16"
    city = replace(OPENING, kind=ElectionKind.CITY_PRIMARY, canvass=date(2020, 11, 5))
    assert clock(derive(city), "request")["notes"][-1].startswith("DOUBTFUL: 17:00 may bind")


def test_the_correction_has_its_clock_once_the_county_board_is_told():
    assert "correct" not in {it["step"] for it in clocks_of(until("county told"), datetime(2020, 11, 18))}
    assert clock(until("correct"), "correct")["day"] == "2020-11-21"
