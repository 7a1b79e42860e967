"""The kernels that measure ink against their plain twins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tabulate.marks.kernels import (
    _box_around,
    _crossing_line,
    _cut_out,
    _filled_columns,
    _filled_rows,
    _find_outline,
    _ink_table,
    _measure_targets,
    _paper_beside,
    _patch,
    _solid_at,
    _sum_at,
    _sum_box,
    _sums_along,
)
from tabulate.marks.zones import LINE_INK, zones_for
from tests.oracles import marks_oracle as oracle

pytestmark = pytest.mark.kernel

UNIT = oracle.UNIT
PLACE = st.integers(-5 * UNIT, 40 * UNIT)
STEP = st.integers(-2 * UNIT, 2 * UNIT)
INK = st.sampled_from([0, 95, 96, 153, 255])


def page(seed: int, shape: tuple[int, int] = (30, 36)) -> np.ndarray:
    return np.random.default_rng(seed).choice([10, 90, 200, 245, 250], shape).astype(np.uint8)


@given(
    seed=st.integers(0, 50),
    x=PLACE,
    y=PLACE,
    steps=st.tuples(STEP, STEP, STEP, STEP),
    half=st.tuples(st.integers(0, 12), st.integers(0, 9)),
    share=st.integers(0, 1000),
)
def test_paper_beside(seed, x, y, steps, half, share):
    gray = page(seed)
    counts = np.full(256, 9, dtype=np.int64)
    level = _paper_beside(gray, x, y, *steps, *half, share, counts)
    assert level == oracle.paper_beside(gray.tolist(), x, y, steps[:2], steps[2:], *half, share)


@given(
    x=PLACE,
    y=PLACE,
    steps=st.tuples(STEP, STEP, STEP, STEP),
    half=st.tuples(st.integers(0, 12), st.integers(0, 9)),
)
def test_box_around(x, y, steps, half):
    assert _box_around(x, y, *steps, *half) == oracle.box_around(x, y, steps[:2], steps[2:], *half)


@given(seed=st.integers(0, 50), box=st.tuples(*[st.integers(0, 15)] * 4))
def test_cut_out(seed, box):
    left, top, wide, tall = box
    gray = page(seed)
    cutting = np.zeros((tall, wide), dtype=np.uint8)
    _cut_out(gray, left, top, cutting)
    assert cutting.tolist() == [row[left : left + wide] for row in gray.tolist()[top : top + tall]]


@given(paper=st.integers(0, 255), ink=st.integers(0, 255), floor=st.integers(0, 255))
def test_ink_table(paper, ink, floor):
    table = np.full(256, 77, dtype=np.uint8)
    _ink_table(paper, ink, floor, table)
    assert table.tolist() == [oracle.ink_of(level, paper, ink, floor) for level in range(256)]


@given(paper=st.integers(60, 255), contrast=st.integers(48, 60), floor=st.integers(0, 60))
def test_ink_grows_with_darkness(paper, contrast, floor):
    table = np.zeros(256, dtype=np.uint8)
    _ink_table(paper, paper - contrast, floor, table)
    assert (np.diff(table.astype(int)) <= 0).all()
    assert table[paper] == 0 and table[paper - contrast] == 255


@given(
    seed=st.integers(0, 50),
    x=PLACE,
    y=PLACE,
    steps=st.tuples(STEP, STEP, STEP, STEP),
    half=st.tuples(st.integers(0, 8), st.integers(0, 6)),
    data=st.data(),
)
def test_patch(seed, x, y, steps, half, data):
    """Any part of it, any place, any direction, partly or wholly off the page."""
    gray = page(seed)
    table = np.random.default_rng(seed).integers(0, 256, 256).astype(np.uint8)
    patch = np.full((2 * half[1] + 1, 2 * half[0] + 1), 3, dtype=np.uint8)
    left, right = (data.draw(st.integers(0, patch.shape[1])) for _ in range(2))
    top, bottom = (data.draw(st.integers(0, patch.shape[0])) for _ in range(2))
    _patch(gray, x, y, *steps, table, left, top, right, bottom, patch)
    expected = np.full(patch.shape, 3)
    whole = oracle.patch(gray.tolist(), x, y, steps[:2], steps[2:], *half, table.tolist())
    expected[top:bottom, left:right] = np.array(whole)[top:bottom, left:right]
    assert patch.tolist() == expected.tolist()


OFFSETS = hnp.arrays(np.int64, st.integers(1, 30), elements=st.integers(-40, 40))
FLAT = hnp.arrays(np.uint8, 100, elements=st.sampled_from([0, 1, 152, 153, 255]))


@given(ink=FLAT, offsets=OFFSETS, middle=st.integers(40, 59), every=st.integers(1, 3))
def test_sum_at(ink, offsets, middle, every):
    assert _sum_at(ink, offsets, middle, every) == oracle.sum_at(ink.tolist(), offsets.tolist(), middle, every)


@given(
    ink=FLAT,
    offsets=OFFSETS,
    places=st.sampled_from([(40, 1, 20), (41, 3, 7), (42, 6, 3), (44, 4, 4), (59, 2, 1), (50, 1, 0)]),
    every=st.integers(1, 3),
)
def test_sums_along(ink, offsets, places, every):
    middle, step, count = places
    sums = np.full(count + 2, -1, dtype=np.int64)
    _sums_along(ink, offsets, middle, step, count, every, sums)
    expected = [
        oracle.sum_at(ink.tolist(), offsets.tolist(), middle + place * step, every) for place in range(count)
    ]
    assert sums.tolist() == [*expected, -1, -1]


@given(
    ink=FLAT,
    offsets=OFFSETS,
    middle=st.just(50),
    stride=st.integers(2, 8),
    least=st.sampled_from([0, 1, 153, 256]),
)
def test_solid_at(ink, offsets, middle, stride, least):
    assert _solid_at(ink, offsets, middle, stride, least) == oracle.solid_at(
        ink.tolist(), offsets.tolist(), middle, stride, least
    )


def test_a_thin_stroke_has_no_core_and_a_thick_one_has():
    ink = np.zeros((11, 11), dtype=np.uint8)
    everywhere = np.array([11 * y + x - 60 for y in range(1, 10) for x in range(1, 10)], dtype=np.int64)
    ink[4:6] = 255
    assert _solid_at(ink.ravel(), everywhere, 60, 11, 153) == (2 * 9, 0)
    ink[4:8] = 255
    assert _solid_at(ink.ravel(), everywhere, 60, 11, 153) == (4 * 9, 2 * 9)


BOX = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))


@given(ink=hnp.arrays(np.uint8, (12, 12), elements=INK), box=BOX)
def test_sum_box(ink, box):
    left, top, wide, tall = box
    edges = (left, top, left + wide, top + tall)
    assert _sum_box(ink, *edges) == oracle.sum_box(ink.tolist(), *edges)


def turned(ink, box):
    """The same with columns and rows changed for each other, as the measuring does it."""
    left, top, right, bottom = box
    return np.ascontiguousarray(ink.T), (top, left, bottom, right)


@given(ink=hnp.arrays(np.uint8, (12, 12), elements=INK), box=BOX, columns=st.booleans())
def test_filled_columns_and_rows(ink, box, columns):
    left, top, wide, tall = box
    edges = (left, top, left + wide, top + tall)
    filled = _filled_columns if columns else _filled_rows
    assert filled(ink, *edges, 153) == oracle.filled_lines(ink.tolist(), *edges, 153, columns)


@settings(max_examples=150)
@given(
    seed=st.integers(0, 2**32 - 1),
    share=st.sampled_from([0.3, 0.6, 0.8, 0.95]),
    reach=st.integers(0, 3),
    thick=st.integers(1, 6),
    vertical=st.booleans(),
)
def test_crossing_line_in_noise(seed, share, reach, thick, vertical):
    """Followed as its twin follows it; and never where no line could go."""
    rng = np.random.default_rng(seed)
    ink = np.where(rng.random((16, 18)) < share * rng.random((16, 1)), 255, 40).astype(np.uint8)
    box = (5, 5, 12, 10)
    seen, within = turned(ink, box) if vertical else (ink, box)
    answer = _crossing_line(seen, *within, reach, thick, LINE_INK)
    assert answer == oracle.crossing_line(ink.tolist(), *box, reach, thick, LINE_INK, vertical)
    assert answer <= oracle.crossing_line(ink.tolist(), *box, reach, thick, LINE_INK, vertical, greedy=False)


@settings(max_examples=60)
@given(
    start=st.integers(11, 15),
    slope=st.floats(-0.12, 0.12),
    wide=st.integers(1, 3),
    length=st.sampled_from(["through", "inside", "one side"]),
    vertical=st.booleans(),
)
def test_crossing_line_drawn(start, slope, wide, length, vertical):
    """A thin line through box and margins is one; a line that ends at the box is a mark."""
    ink = np.zeros((26, 40), dtype=np.uint8)
    begin, end = {"through": (0, 40), "inside": (10, 30), "one side": (0, 30)}[length]
    for x in range(begin, end):
        y = round(start + slope * (x - 20))
        ink[y : y + wide, x] = 255
    box = (10, 8, 30, 19)
    if vertical:
        ink, box = turned(ink, box)
    along, within = turned(ink, box) if vertical else (ink, box)
    assert _crossing_line(along, *within, 6, 3, LINE_INK) == (1 if length == "through" else 0)
    across, within = (ink, box) if vertical else turned(ink, box)
    assert _crossing_line(across, *within, 6, 3, LINE_INK) == 0


def test_a_thick_band_is_no_line():
    ink = np.zeros((26, 40), dtype=np.uint8)
    ink[11:15] = 255
    assert _crossing_line(ink, 10, 8, 30, 19, 6, 4, LINE_INK) == 1
    assert _crossing_line(ink, 10, 8, 30, 19, 6, 3, LINE_INK) == 0


RING = [(dx, dy) for dx in range(-4, 5) for dy in range(-3, 4) if max(abs(dx) / 4, abs(dy) / 3) == 1]
CORE = [(dx, dy) for dx in range(-2, 3) for dy in range(-1, 2) if max(abs(dx) / 2, abs(dy)) == 1]


def offsets(points, stride):
    return np.array([dy * stride + dx for dx, dy in points], dtype=np.int64)


@settings(max_examples=100)
@given(
    seed=st.integers(0, 2**32 - 1), reach=st.integers(0, 10), price=st.integers(0, 400), share=st.floats(0, 1)
)
def test_find_outline_in_noise(seed, reach, price, share):
    rng = np.random.default_rng(seed)
    size = 2 * (reach + 6) + 1
    ink = (rng.random((size, size)) < share).astype(np.uint8) * rng.integers(0, 256, (size, size)).astype(
        np.uint8
    )
    found = np.full(3, -99, dtype=np.int64)
    middle = (size // 2) * size + size // 2
    ring, core = offsets(RING, size), offsets(CORE, size)
    _find_outline(ink.ravel(), middle, size, ring, core, reach, price, found)
    assert tuple(found.tolist()) == oracle.find_outline(
        ink.ravel().tolist(), middle, size, ring.tolist(), core.tolist(), reach, price
    )


@given(reach=st.integers(1, 5), data=st.data(), fill=st.sampled_from([0, 120]))
def test_a_clean_outline_is_found_where_it_is(reach, data, fill):
    dx, dy = data.draw(st.integers(-reach, reach)), data.draw(st.integers(-reach, reach))
    size = 2 * (reach + 6) + 1
    ink = np.zeros((size, size), dtype=np.uint8)
    at = size // 2
    for x, y in RING:
        ink[at + dy + y, at + dx + x] = 255
    for x, y in CORE[: len(CORE) // 3 if fill else 0]:
        ink[at + dy + y, at + dx + x] = fill
    found = np.zeros(3, dtype=np.int64)
    middle = at * size + at
    _find_outline(ink.ravel(), middle, size, offsets(RING, size), offsets(CORE, size), reach, 2, found)
    best = oracle.best_shift(
        ink.ravel().tolist(),
        middle,
        size,
        offsets(RING, size).tolist(),
        offsets(CORE, size).tolist(),
        2,
        [(x, y) for y in range(-reach, reach + 1) for x in range(-reach, reach + 1)],
        1,
    )
    assert tuple(found.tolist()) == (*best[0], best[1]) == (dx, dy, 255 * len(RING))


def test_nothing_to_find_stays_in_the_middle():
    """A wholly filled target looks the same everywhere; it is where the timing marks put it."""
    for level in (0, 255):
        ink = np.full(33 * 33, level, dtype=np.uint8)
        found = np.zeros(3, dtype=np.int64)
        _find_outline(ink, 16 * 33 + 16, 33, offsets(RING, 33), offsets(CORE, 33), 9, 5, found)
        assert tuple(found[:2]) == (0, 0)


@settings(max_examples=25)
@given(
    seed=st.integers(0, 2**32 - 1),
    dpi=st.sampled_from([60, 100, 150]),
    angle=st.integers(-180, 180),
    ink_level=st.sampled_from([20, 120]),
)
def test_measure_targets(seed, dpi, angle, ink_level):
    """Whole targets on noisy paper with strokes, at any angle, some hanging off the page."""
    rng = np.random.default_rng(seed)
    gray = rng.integers(225, 250, (70, 90)).astype(np.uint8)
    for _ in range(int(rng.integers(0, 6))):
        y, x = rng.integers(0, 70), rng.integers(0, 90)
        gray[y : y + rng.integers(1, 12), x : x + rng.integers(1, 30)] = rng.integers(0, 200)
    zones = zones_for(0.22, 0.13, float(dpi))
    turn = np.deg2rad(angle)
    jacobian = dpi * np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    centres = rng.uniform(5, 65, (3, 2))
    jacobians = np.ascontiguousarray(np.stack([jacobian] * 3))
    result = np.full((3, 14), -1, dtype=np.int64)
    which = np.array([2, 0], dtype=np.int64)
    lists = (zones.interior, zones.outline, zones.inside, zones.numbers)
    _measure_targets(
        gray,
        centres,
        jacobians,
        which,
        1.0 / dpi,
        zones.half_width,
        zones.half_height,
        240,
        ink_level,
        *lists,
        result,
    )
    assert (result[1] == -1).all(), "targets not asked for are left alone"
    for index in which:
        expected = oracle.measure_target(
            gray.tolist(),
            centres[index].tolist(),
            jacobian.tolist(),
            1.0 / dpi,
            (zones.half_width, zones.half_height),
            240,
            ink_level,
            *(numbers.tolist() for numbers in lists),
        )
        assert result[index].tolist() == expected
