"""Borders: damaged marks drop out, and what is missing is taken from the neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from tabulate.geometry.borders import OUTLIER_STEPS, make_border

STEP = 50.0


def straight(count: int, start=(100.0, 80.0), step=(0.7, STEP)):
    return np.array(start) + np.arange(count)[:, None] * np.array(step)


def every(count: int) -> np.ndarray:
    return np.ones(count, dtype=np.bool_)


def test_a_straight_border_stays_as_it_is():
    points = straight(41)
    border = make_border(points, every(41), STEP)
    assert np.array_equal(border.points, points)
    assert border.found.all() and border.error.max() < 1e-9


SHIFTS = [(5.0, 0.0), (0.0, 5.0), (-4.0, 4.0), (0.0, -5.0)]


@pytest.mark.parametrize("index", [0, 3, 20, 37, 40])
@pytest.mark.parametrize("shift", SHIFTS)
def test_a_displaced_mark_is_dropped_and_interpolated(index, shift):
    """Five pixels at 200 dpi: a voter's pen has thickened the mark, or it is no mark."""
    points = straight(41)
    points[index] += shift
    border = make_border(points, every(41), STEP)
    assert np.flatnonzero(~border.found).tolist() == [index]
    assert np.allclose(border.points, straight(41), atol=1e-9)
    assert border.error[index] == 0.0


@pytest.mark.parametrize(("index", "beyond"), [(1, [0]), (2, [0, 1]), (38, [39, 40]), (39, [40])])
@pytest.mark.parametrize("shift", SHIFTS)
def test_a_displaced_mark_near_a_corner_takes_at_most_the_rest_of_the_border_with_it(index, beyond, shift):
    """From one side alone nobody can tell which of the last marks is off; the dropped are put back in line."""
    points = straight(41)
    points[index] += shift
    border = make_border(points, every(41), STEP)
    dropped = set(np.flatnonzero(~border.found).tolist())
    assert index in dropped and dropped <= {index, *beyond}
    assert np.allclose(border.points, straight(41), atol=1e-9)


@pytest.mark.parametrize("index", [3, 20, 37])
def test_a_mark_just_inside_the_limit_stays_and_shows(index):
    points = straight(41)
    points[index, 0] += OUTLIER_STEPS * STEP * 0.99
    border = make_border(points, every(41), STEP)
    assert border.found.all()
    assert border.error[index] == pytest.approx(OUTLIER_STEPS * STEP * 0.99)
    assert border.points[index, 0] == points[index, 0]


def test_two_displaced_marks_side_by_side():
    points = straight(41)
    points[11:13] += (5.0, 0.0)
    border = make_border(points, every(41), STEP)
    assert set(np.flatnonzero(~border.found)) >= {11, 12} or border.error.max() > 0
    assert np.abs(border.points - straight(41)).max() < 1e-9 or border.error.max() / STEP * 250 > 5


def test_every_place_without_a_mark_lies_between_its_neighbours():
    rng = np.random.default_rng(4)
    points = straight(41)
    for _ in range(50):
        found = rng.random(41) < 0.6
        if found.sum() < 2:
            continue
        noisy = np.where(found[:, None], points, 9e9)
        border = make_border(noisy, found, STEP)
        assert np.array_equal(border.found, found)
        assert np.allclose(border.points, points, atol=1e-6)


def test_even_stretch_is_no_error_and_a_bend_is_followed():
    """Paper that slips a little in the feed moves neighbouring marks together."""
    points = straight(41)
    points[:, 1] += 6.0 * np.sin(np.linspace(0, np.pi, 41))
    border = make_border(points, every(41), STEP)
    assert border.found.all()
    assert np.array_equal(border.points, points)
    assert border.error.max() < 0.1


def test_a_corner_is_not_judged_by_two_close_marks_far_away():
    """A card code with few marks: the line through two of them, prolonged over the page, misses the corner."""
    found = np.zeros(34, dtype=np.bool_)
    found[[0, 1, 2, 33]] = True
    points = straight(34, step=(STEP, 0.3))
    points[2, 1] += 0.4
    border = make_border(points, found, STEP)
    assert border.found[33]
    assert np.array_equal(border.points[33], points[33])
    assert np.abs(border.points - straight(34, step=(STEP, 0.3))).max() <= 0.4 + 1e-9


def test_a_corner_beside_a_missing_mark_is_still_judged():
    points = straight(41)
    found = every(41)
    found[39] = False
    points[40] += (5.0, 0.0)
    border = make_border(points, found, STEP)
    assert not border.found[40]
    assert np.allclose(border.points, straight(41), atol=1e-6)


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_marks_make_no_border(count):
    found = np.zeros(20, dtype=np.bool_)
    found[:count] = True
    assert make_border(straight(20), found, STEP) is None


def test_marks_that_contradict_each_other_are_dropped_one_by_one():
    """Noise instead of a border: what is left never claims more marks than agree."""
    rng = np.random.default_rng(11)
    points = straight(12) + rng.uniform(-15, 15, (12, 2))
    border = make_border(points, every(12), STEP)
    assert border is None or border.error.max() <= OUTLIER_STEPS * STEP


def test_the_input_is_left_alone():
    points, found = straight(12), every(12)
    points[5] += (9.0, 0.0)
    before = points.copy()
    make_border(points, found, STEP)
    assert np.array_equal(points, before) and found.all()
