"""Charts on paper: a bar on the wrong side shows the wrong leader; a missing bar is not the same as nothing."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare import ContestInfo, OriginalContest, compare
from tabulate.compare.published import Moment
from tabulate.report.charts import WIDTH
from tabulate.report.overview import PAGE_ROWS, timeline_chart, unit_charts

COUNT = st.integers(0, 300)
SIDE = st.one_of(st.none(), st.tuples(COUNT, COUNT))
NAMES = (("a", "Ann Ash"), ("b", "Bob Birch"))
INFO = ContestInfo("mayor", "Mayor", 1, ("a", "b"), (), NAMES)


def row(unit, votes):
    known = {} if votes is None else {"a": votes[0], "b": votes[1]}
    return OriginalContest(unit, "", "mayor", 1, None, None, None, known)


def chart_of(pairs):
    units = [f"Unit {place}" for place in range(len(pairs))]
    before = [row(unit, old) for unit, (old, _) in zip(units, pairs, strict=True)]
    after = [row(unit, new) for unit, (_, new) in zip(units, pairs, strict=True)]
    return unit_charts(compare(before, after, program=[INFO]))


def bars(chart, style):
    return [bar for bar in chart.bars if bar.style == style]


@given(st.lists(st.tuples(st.tuples(COUNT, COUNT), SIDE), min_size=1, max_size=8))
def test_every_change_has_a_bar_on_its_side_and_nothing_else_has(pairs):
    (chart,) = chart_of(pairs)
    changes = [
        [new - old for old, new in zip(before, after, strict=True)]
        for before, after in pairs
        if after is not None
    ]
    sums = {
        style: [sum(sign * change for change in unit if sign * change > 0) for unit in changes]
        for style, sign in (("gained", 1), ("lost", -1))
    }
    most = max([1, *sums["gained"], *sums["lost"]])
    longest = max((bar.width for style in sums for bar in bars(chart, style)), default=0)
    for style, totals in sums.items():
        found = bars(chart, style)
        assert [bar.words.split(": ")[1].split()[0] for bar in found] == [
            str(total) for total in totals if total
        ]
        scaled = [total * longest / most for total in totals if total]
        assert [bar.width for bar in found] == pytest.approx(scaled, abs=0.051)
    assert [label.text for label in chart.labels].count("not known") == sum(after is None for _, after in pairs)


@given(st.lists(st.tuples(st.tuples(COUNT, COUNT), SIDE), min_size=1, max_size=8))
def test_bars_stay_in_the_picture_and_apart(pairs):
    for chart in chart_of(pairs):
        for bar in chart.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
            assert 0 <= bar.y <= bar.y + bar.height <= chart.height
        tops = sorted(bar.y for bar in bars(chart, "gained"))
        assert all(low + 13 <= high for low, high in itertools.pairwise(tops))


def test_two_dozen_counties_stand_in_one_chart():
    assert len(chart_of([((9, 8), (9, 9))] * 24)) == 1


def test_many_units_are_cut_to_those_that_differ_or_are_not_known():
    pairs = [((9, 8), (9, 8))] * (2 * PAGE_ROWS)
    assert chart_of(pairs) == ()
    pairs[5], pairs[7] = ((9, 8), (9, 9)), ((9, 8), None)
    (chart,) = chart_of(pairs)
    shown = [label.text for label in chart.labels]
    assert "Unit 5" in shown and "Unit 7" in shown and "Unit 6" not in shown
    assert [len(bars(page, "gained")) for page in chart_of([((9, 8), (9, 9))] * (PAGE_ROWS + 3))] == [
        PAGE_ROWS,
        3,
    ]


def test_the_shift_of_the_lead_is_said_with_the_surname():
    (chart,) = chart_of([((100, 50), (103, 60)), ((10, 9), (12, 9)), ((7, 7), (8, 8))])
    texts = [label.text for label in chart.labels]
    assert "lead: Birch +7" in texts and "lead: Ash +2" in texts and "lead: same" in texts


def test_a_long_name_is_cut_before_its_mode():
    long = "Precinct 3 of the very long township"
    rows = [replace(row(long, (9, 8)), mode=mode) for mode in ("absentee", "election_day")]
    (chart,) = unit_charts(compare(rows, rows, program=[INFO]))
    names = [label.text for label in chart.labels if label.text.startswith("Precinct 3")]
    assert [name.partition("\N{HORIZONTAL ELLIPSIS}")[2] for name in names] == [", absentee", ", election day"]
    assert all(len(name) <= 34 for name in names)


def test_the_first_leader_is_to_the_right_and_all_others_to_the_left():
    moments = [Moment("2020-11-04", "first", "A", 282, {}), Moment("2020-11-06", "then", "B", 141, {})]
    chart = timeline_chart([*moments, Moment("2020-11-30", "last", "A", 0, {})])
    first, second, last = (bar for bar in chart.bars if bar.style != "axis")
    assert (first.style, first.x) == ("gained", WIDTH / 2)
    assert second.style == "lost" and second.x + second.width == pytest.approx(WIDTH / 2)
    assert second.width * 2 == pytest.approx(first.width, abs=0.2)
    assert 0 < last.width < 1, "a tie is a hair, not nothing"
    assert [label.text for label in chart.labels][1::2] == ["A +282", "B +141", "A +0"]
    assert timeline_chart(()) is None
