"""A candidate loses a recount, or a county an election, by a deadline that is computed a day or an hour off.

The table has the cases of each subsection of §50.48, named after its clause.  Days were counted on wall
calendars.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.law import ElectionKind, LawError, LawUnknownError, OfficeCalendar, Timing, deadlines, edition_on

GENERAL, PRIMARY = ElectionKind.GENERAL, ElectionKind.CITY_PRIMARY
WITH_RUNOFF, RUNOFF = ElectionKind.CITY_WITH_RUNOFF, ElectionKind.CITY_RUNOFF_ELECTION

CASES = {
    # clause and what is special: kind, election, canvass, step, last day, time, extended to
    "(1)(a) third day, a Friday": (GENERAL, "2020-11-03", "2020-11-10", "request", "2020-11-13", "17:00", None),
    "(1)(a) third day, a Saturday": (
        GENERAL, "2020-11-03", "2020-11-11", "request", "2020-11-14", "17:00", "2020-11-16"),
    "(1)(a) third day, a Sunday": (
        GENERAL, "2020-11-03", "2020-11-12", "request", "2020-11-15", "17:00", "2020-11-16"),
    "(1)(a) third day, Veterans Day": (
        GENERAL, "2024-11-05", "2024-11-08", "request", "2024-11-11", "17:00", "2024-11-12"),
    "(1)(a) third day, Thanksgiving: Friday and weekend closed, too": (
        GENERAL, "2021-11-16", "2021-11-22", "request", "2021-11-25", "17:00", "2021-11-29"),
    "(1)(a) third day, New Year's Day observed on a Friday": (
        GENERAL, "2021-12-14", "2021-12-28", "request", "2021-12-31", "17:00", "2022-01-03"),
    "(1)(a) third day, Independence Day observed on a Monday": (
        GENERAL, "2021-06-29", "2021-07-02", "request", "2021-07-05", "17:00", "2021-07-06"),
    "(1)(a) runoff election, day after the canvass": (
        RUNOFF, "2023-12-05", "2023-12-07", "request", "2023-12-08", "17:00", None),
    "(1)(a) runoff election, canvass on a Friday": (
        RUNOFF, "2023-12-05", "2023-12-08", "request", "2023-12-09", "17:00", "2023-12-11"),
    "(3)(b) seventh day": (GENERAL, "2020-11-03", "2020-11-10", "convene", "2020-11-17", "09:00", None),
    "(3)(b) seventh day, a holiday: no filing, not moved": (
        GENERAL, "2020-11-03", "2020-11-19", "convene", "2020-11-26", "09:00", None),
    "(3)(b) ninth day": (GENERAL, "2020-11-03", "2020-11-10", "third", "2020-11-19", "08:00", None),
    "(3)(b) eleventh day, a Saturday: no filing, not moved": (
        GENERAL, "2020-11-03", "2020-11-10", "judge", "2020-11-21", "17:00", None),
    "(4)(c) eighteenth day": (GENERAL, "2022-11-08", "2022-11-14", "report", "2022-12-02", None, None),
    "(4)(c) eighteenth day, a Saturday (Clinton County 2020)": (
        GENERAL, "2020-11-03", "2020-11-10", "report", "2020-11-28", None, "2020-11-30"),
    "(4)(c) eighteenth day, Friday after Thanksgiving": (
        GENERAL, "2020-11-03", "2020-11-09", "report", "2020-11-27", None, "2020-11-30"),
    "(4)(c) runoff election, eighteenth day, Christmas": (
        RUNOFF, "2023-12-05", "2023-12-07", "report", "2023-12-25", None, "2023-12-26"),
    "(7) canvass, second day after the election": (
        PRIMARY, "2023-10-10", "2023-10-12", "canvass", "2023-10-12", None, None),
    "(7) request, third day after the election": (
        PRIMARY, "2023-10-10", "2023-10-12", "request", "2023-10-13", None, None),
    "(7) request counts from the election, not from an early canvass": (
        PRIMARY, "2023-10-10", "2023-10-11", "request", "2023-10-13", None, None),
    "(7) board, sixth day after the election": (
        PRIMARY, "2023-10-10", "2023-10-12", "convene", "2023-10-16", None, None),
    "(7) report, eighth day after the election": (
        PRIMARY, "2023-10-10", "2023-10-12", "report", "2023-10-18", None, None),
    "(8) request, day after the canvass": (
        WITH_RUNOFF, "2023-11-07", "2023-11-14", "request", "2023-11-15", None, None),
    "(8) request, day after the canvass, Veterans Day observed": (
        WITH_RUNOFF, "2023-11-07", "2023-11-09", "request", "2023-11-10", None, "2023-11-13"),
    "(8) board, first Friday after a Tuesday": (
        WITH_RUNOFF, "2023-11-07", "2023-11-14", "convene", "2023-11-17", None, None),
    "(8) board, first Friday after a canvass on a Friday": (
        WITH_RUNOFF, "2023-11-07", "2023-11-17", "convene", "2023-11-24", None, None),
    "(8) report, fourteenth day after the election": (
        WITH_RUNOFF, "2023-11-07", "2023-11-14", "report", "2023-11-21", None, None),
}  # fmt: skip


def found(kind, election, canvass, step, calendar=OfficeCalendar(), **days):  # noqa: B008
    election = date.fromisoformat(election)
    clocks = deadlines(
        edition_on(election),
        kind,
        election=election,
        canvass=date.fromisoformat(canvass),
        calendar=calendar,
        **days,
    )
    return {clock.step: clock for clock in clocks}[step]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_50_48(case):
    kind, election, canvass, step, day, at, extended = case
    clock = found(kind, election, canvass, step)
    assert clock.day.isoformat() == day
    assert clock.at == (time.fromisoformat(at) if at else None)
    assert clock.extended == (date.fromisoformat(extended) if extended else None)


def test_50_48_1_b_four_days_run_from_the_request():
    clock = found(GENERAL, "2020-11-03", "2020-11-10", "winner", request=date(2020, 11, 12))
    assert (clock.day, clock.cite) == (date(2020, 11, 16), "50.48(1)(b)")


def test_50_48_5_three_days_run_from_the_notice_and_a_sunday_is_kept():
    clock = found(GENERAL, "2020-11-03", "2020-11-10", "correct", notice=date(2020, 11, 26))
    assert (clock.day, clock.closed, clock.extended) == (date(2020, 11, 29), "Sunday", None)


def test_clocks_whose_beginning_is_not_known_are_left_out_and_the_rest_is_in_the_order_of_the_statute():
    law = edition_on(date(2020, 11, 3))
    days = {"election": date(2020, 11, 3), "canvass": date(2020, 11, 10), "calendar": OfficeCalendar()}
    known = [clock.step for clock in deadlines(law, GENERAL, **days)]
    assert known == ["request", "convene", "third", "judge", "report"]
    all_of_them = deadlines(law, GENERAL, **days, request=date(2020, 11, 12), notice=date(2020, 11, 20))
    assert [clock.step for clock in all_of_them] == [*known[:1], "winner", *known[1:], "correct"]


EDGES = {
    "(1)(a) a minute before five": ("request", "2020-11-10", "2020-11-13 16:59", Timing.IN_TIME),
    "(1)(a) five sharp": ("request", "2020-11-10", "2020-11-13 17:00", Timing.IN_TIME),
    "(1)(a) a second after five": ("request", "2020-11-10", "2020-11-13 17:00:01", Timing.LATE),
    "(1)(a) late in the evening before": ("request", "2020-11-10", "2020-11-12 23:59", Timing.IN_TIME),
    "(1)(a) morning of the day after": ("request", "2020-11-10", "2020-11-14 08:00", Timing.LATE),
    "(1)(a) with 47.4: five sharp on Monday": ("request", "2020-11-12", "2020-11-16 17:00", Timing.EXTENDED),
    "(1)(a) with 47.4: after five on Monday": ("request", "2020-11-12", "2020-11-16 17:00:01", Timing.LATE),
    "(1)(a) with 47.4: Sunday evening": ("request", "2020-11-12", "2020-11-15 20:00", Timing.EXTENDED),
    "(3)(b) nine sharp": ("convene", "2020-11-10", "2020-11-17 09:00", Timing.IN_TIME),
    "(3)(b) a minute past nine": ("convene", "2020-11-10", "2020-11-17 09:01", Timing.LATE),
    "(4)(c) last minute of the day": ("report", "2020-11-10", "2020-11-28 23:59:59", Timing.IN_TIME),
    "(4)(c) with 47.4: argued, not settled": ("report", "2020-11-10", "2020-11-30 10:00", Timing.DOUBTFUL),
    "(4)(c) a day past that": ("report", "2020-11-10", "2020-12-01 00:00", Timing.LATE),
}  # fmt: skip


@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES)
def test_50_48_edges(edge):
    step, canvass, moment, timing = edge
    assert found(GENERAL, "2020-11-03", canvass, step).timing(datetime.fromisoformat(moment)) is timing


@pytest.mark.parametrize(
    ("moment", "timing"),
    [
        ("2023-10-13 17:00", Timing.IN_TIME),
        ("2023-10-13 17:01", Timing.DOUBTFUL),
        ("2023-10-14 00:00", Timing.LATE),
    ],
)
def test_50_48_7_names_no_hour_so_the_hours_after_five_are_for_a_person(moment, timing):
    clock = found(PRIMARY, "2023-10-10", "2023-10-12", "request")
    assert clock.timing(datetime.fromisoformat(moment)) is timing


def test_50_48_8_on_an_extended_day_the_hours_after_five_are_for_a_person_too():
    clock = found(WITH_RUNOFF, "2023-11-07", "2023-11-09", "request")
    assert clock.timing(datetime(2023, 11, 10, 18)) is Timing.IN_TIME
    assert clock.timing(datetime(2023, 11, 13, 17)) is Timing.EXTENDED
    assert clock.timing(datetime(2023, 11, 13, 18)) is Timing.DOUBTFUL


def test_an_open_saturday_is_not_extended():
    saturday = OfficeCalendar(opened=frozenset([date(2020, 11, 14)]))
    assert found(GENERAL, "2020-11-03", "2020-11-11", "request", saturday).extended is None


def test_a_moment_of_another_time_zone_is_refused():
    clock = found(GENERAL, "2020-11-03", "2020-11-10", "request")
    with pytest.raises(LawError, match="wall-clock"):
        clock.timing(datetime(2020, 11, 13, 17, tzinfo=timezone.utc))  # noqa: UP017


@pytest.mark.parametrize(
    ("election", "canvass", "days", "words"),
    [
        ("2020-11-03", "2020-11-03", {}, "is not after the election"),
        ("2020-11-03", "2020-11-10", {"request": date(2020, 11, 9)}, "before the canvass"),
        ("2020-11-03", "2020-11-10", {"request": date(2020, 11, 12), "notice": date(2020, 11, 11)}, "notice"),
    ],
)
def test_days_in_an_impossible_order_are_refused(election, canvass, days, words):
    with pytest.raises(LawError, match=words):
        found(GENERAL, election, canvass, "request", **days)


def test_the_deadlines_of_2025_are_not_guessed():
    with pytest.raises(LawUnknownError, match="deadlines: not known here"):
        found(GENERAL, "2026-11-03", "2026-11-10", "request")


@given(st.sampled_from(list(ElectionKind)), st.dates(date(2019, 7, 1), date(2025, 6, 30)), st.integers(1, 12))
def test_no_clock_ends_before_it_began_and_an_extension_is_a_later_open_day(kind, election, gap):
    calendar = OfficeCalendar()
    canvass = election + timedelta(days=gap)
    clocks = deadlines(edition_on(election), kind, election=election, canvass=canvass, calendar=calendar)
    for clock in clocks:
        assert clock.day > election
        assert (clock.closed is None) == (calendar.why_closed(clock.day) is None)
        if clock.extended is not None:
            assert clock.extended > clock.day
            assert calendar.why_closed(clock.extended) is None


@given(
    st.sampled_from(["request", "convene", "report"]),
    st.datetimes(datetime(2020, 11, 10), datetime(2020, 12, 3)),
    st.integers(0, 10**6),
)
def test_what_is_later_is_never_earlier_in_time(step, moment, seconds):
    order = list(Timing)
    clock = found(GENERAL, "2020-11-03", "2020-11-10", step)
    later = clock.timing(moment + timedelta(seconds=seconds))
    assert order.index(clock.timing(moment)) <= order.index(later)
