"""The kernels of registration against their plain twins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tabulate.geometry.kernels import (
    _border_errors,
    _extent,
    _find_bars,
    _link,
    _median3,
    _walk,
    _weigh_bars,
)
from tests.oracles import geometry_oracle as oracle

pytestmark = pytest.mark.kernel

LEVELS = st.sampled_from([0, 90, 127, 128, 200, 255])
NUMBERS = st.integers(-400, 400).map(lambda eighths: eighths / 8)
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=16)


def as_array(points):
    return np.array(points, dtype=np.float64).reshape(-1, 2)


@given(
    gray=hnp.arrays(
        np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=20), elements=LEVELS
    ),
    gap=st.integers(0, 3),
    limit=st.integers(1, 12),
    data=st.data(),
)
def test_extent(gray, gap, limit, data):
    y = data.draw(st.integers(0, gray.shape[0] - 1))
    x = data.draw(st.integers(0, gray.shape[1] - 1))
    image = gray.tolist()
    assert _extent(gray, 128, y, x, 1, gap, limit) == oracle.extent(image[y], 128, x, gap, limit)
    assert _extent(gray, 128, x, y, 0, gap, limit) == oracle.extent(
        oracle.column_of(image, x), 128, y, gap, limit
    )


@given(st.tuples(*[st.integers(-50, 50)] * 3))
def test_median3(numbers):
    assert _median3(*numbers) == oracle.middle_of_three(numbers)


@given(
    gray=hnp.arrays(
        np.uint8,
        hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12),
        elements=st.integers(0, 255),
    ),
    levels=st.tuples(st.integers(1, 255), st.integers(0, 254)).filter(lambda pair: pair[1] < pair[0]),
    floor=st.integers(0, 255),
    data=st.data(),
)
def test_weigh_bars(gray, levels, floor, data):
    def span(size):
        ends = sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size))))
        return ends

    boxes = []
    for _ in range(data.draw(st.integers(0, 3))):
        (left, right), (top, bottom) = span(gray.shape[1]), span(gray.shape[0])
        boxes.append((left, top, right, bottom))
    sums = np.full((len(boxes), 3), -1, dtype=np.int64)
    _weigh_bars(gray, *levels, floor, np.array(boxes, dtype=np.int64).reshape(-1, 4), sums)
    assert [tuple(row) for row in sums.tolist()] == oracle.weigh_bars(gray.tolist(), *levels, floor, boxes)


def found_bars(gray, threshold, step, widths, heights, gap, min_solid, capacity=100):
    bars = np.full((capacity, 4), np.nan)
    count = _find_bars(gray, threshold, step, *widths, *heights, gap, min_solid, bars)
    assert np.isnan(bars[max(count, 0) :]).all() or count < 0
    return [tuple(bar) for bar in bars[:count].tolist()] if count >= 0 else None


@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    share=st.floats(0, 0.3),
    step=st.integers(1, 3),
    gap=st.integers(0, 3),
    widths=st.sampled_from([(1, 4), (2, 9), (6, 7), (6, 15)]),
    min_solid=st.sampled_from([0, 500, 780, 1000]),
    boxes=st.lists(
        st.tuples(st.integers(-2, 45), st.integers(-2, 30), st.integers(1, 20), st.integers(1, 9)), max_size=6
    ),
)
def test_find_bars_in_noise(seed, share, step, gap, widths, min_solid, boxes):
    """Bars of any size, overlapping, cut by the edges, under pepper and salt."""
    gray = np.full((34, 48), 220, dtype=np.uint8)
    for x, y, wide, tall in boxes:
        gray[max(0, y) : max(0, y + tall), max(0, x) : max(0, x + wide)] = 30
    noise = np.random.default_rng(seed).random(gray.shape) < share * 0.3
    gray[noise] = 250 - gray[noise]
    heights = (2, 6)
    mine = found_bars(gray, 128, step, widths, heights, gap, min_solid)
    assert mine == oracle.find_bars(gray.tolist(), 128, step, widths, heights, gap, min_solid)


@settings(max_examples=60)
@given(
    cells=st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 6), st.integers(1, 9), st.integers(1, 6)),
        unique_by=lambda cell: cell[:2],
        max_size=12,
    ),
    step=st.integers(1, 2),
)
def test_every_clean_bar_is_found_once_at_its_centre(cells, step):
    gray = np.full((80, 120), 255, dtype=np.uint8)
    expected = []
    for column, row, wide, tall in cells:
        x, y = 12 * column + 1, 11 * row + 2
        gray[y : y + tall, x : x + wide] = 0
        if 4 <= wide <= 8 and 2 <= tall <= 5:
            expected.append((x + wide / 2, y + tall / 2, wide, tall))
    assert sorted(found_bars(gray, 128, step, (4, 8), (2, 5), 0, 1000)) == sorted(expected)


def test_more_bars_than_there_is_room_for_are_no_bars():
    gray = np.full((40, 40), 255, dtype=np.uint8)
    for y in (5, 15, 25):
        gray[y : y + 3, 5:12] = 0
    assert found_bars(gray, 128, 1, (5, 9), (2, 4), 0, 700, capacity=2) is None
    assert len(found_bars(gray, 128, 1, (5, 9), (2, 4), 0, 700, capacity=3)) == 3


@given(points=POINTS, axis=st.integers(0, 1), shortest=st.integers(1, 10), longest=st.integers(5, 40))
def test_link(points, axis, shortest, longest):
    links = np.empty(len(points), dtype=np.int64)
    _link(as_array(points), axis, float(shortest), float(longest), 0.25, links)
    assert links.tolist() == oracle.link(points, axis, shortest, longest, 0.25)


@given(
    marks=st.lists(st.tuples(st.booleans(), st.integers(-6, 6), st.integers(-6, 6)), min_size=1, max_size=24),
    stray=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6),
    step=st.sampled_from([(0.0, 8.0), (1.0, 8.0), (8.0, -0.5), (-7.5, 1.0)]),
    count=st.one_of(st.just(-1), st.integers(0, 30)),
    max_gap=st.integers(0, 4),
    capacity=st.integers(1, 40),
)
def test_walk(marks, stray, step, count, max_gap, capacity):
    """Marks a step apart, jittered, some missing, strays between them."""
    points = [
        (10.0 + at * step[0] + dx / 4, 20.0 + at * step[1] + dy / 4)
        for at, (there, dx, dy) in enumerate(marks)
        if there
    ] + stray
    places, found = np.empty((capacity, 2)), np.zeros(capacity, dtype=np.bool_)
    visited = _walk(as_array(points), 10.0, 20.0, *step, count, 0.3, max_gap, places, found)
    steps = oracle.walk(points, (10.0, 20.0), step, count, 0.3, max_gap, capacity)
    assert found[:visited].tolist() == [was_found for _, was_found in steps]
    assert np.allclose(places[:visited], as_array([place for place, _ in steps]), atol=1e-9)


BORDERS = st.lists(st.one_of(st.none(), st.tuples(NUMBERS, NUMBERS)), min_size=1, max_size=14)


@given(border=BORDERS)
def test_border_errors(border):
    points = as_array([(np.nan, np.nan) if point is None else point for point in border])
    found = np.array([point is not None for point in border])
    error = np.full(len(border), np.nan)
    _border_errors(points, found, error)
    assert np.allclose(error, oracle.border_errors(border), atol=1e-9, rtol=1e-9)
