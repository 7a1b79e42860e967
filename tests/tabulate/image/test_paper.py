"""Paper and ink levels: a wrong threshold thickens or eats every mark of the page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tabulate.image.kernels import _count_levels, _level_at, _part_levels
from tabulate.image.paper import MIN_CONTRAST, ROW_STEP, measure_levels
from tests.oracles import image_oracle as oracle

PAGES = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=24))


@pytest.mark.kernel
@given(gray=PAGES, first=st.integers(0, 30), step=st.integers(1, 20))
def test_counting_levels(gray, first, step):
    counts = np.zeros(256, dtype=np.int64)
    _count_levels(gray, first, step, counts)
    assert counts.tolist() == oracle.count_levels(gray.tolist(), first, step)


@pytest.mark.kernel
def test_counts_are_added_to_what_was_counted_before():
    counts = np.ones(256, dtype=np.int64)
    _count_levels(np.zeros((3, 5), dtype=np.uint8), 0, 1, counts)
    assert counts[0] == 16 and set(counts[1:]) == {1}


COUNTS = hnp.arrays(np.int64, 256, elements=st.integers(0, 5), fill=st.just(0))


@pytest.mark.kernel
@given(counts=COUNTS, ends=st.tuples(st.integers(0, 256), st.integers(0, 256)), part=st.integers(1, 5))
def test_level_at_a_share(counts, ends, part):
    first, beyond = sorted(ends)
    within = [number if first <= level < beyond else 0 for level, number in enumerate(counts.tolist())]
    expected = oracle.quantile(within, 1, part) if sum(within) else beyond
    assert _level_at(counts, first, beyond, part) == expected


@pytest.mark.kernel
@given(counts=COUNTS)
def test_parting_levels(counts):
    """Whole numbers are parted as exact fractions are, but for splits that are equally good."""
    found = _part_levels(counts, 2, 4)
    assert found in oracle.part_levels(counts.tolist(), 2, 4)


@given(gray=hnp.arrays(np.uint8, (9, 7)))
def test_levels_are_those_of_the_best_split(gray):
    """Every split as good as the best (to rounding) is allowed; nothing else is."""
    levels = measure_levels(gray)
    counts = oracle.count_levels(gray.tolist(), 0, 1)
    spreads = [(oracle.spread_between(counts, threshold), threshold) for threshold in np.unique(gray).tolist()]
    spreads = [(spread, threshold) for spread, threshold in spreads if spread is not None]
    if not spreads:
        assert (levels.paper, levels.ink, levels.threshold) == (gray[0, 0],) * 3
        assert not levels.has_print
        return
    best = max(spreads)[0]
    allowed = set()
    for spread, threshold in spreads:
        if spread >= best * (1 - 1e-9):
            dark = [number if level <= threshold else 0 for level, number in enumerate(counts)]
            light = [number if level > threshold else 0 for level, number in enumerate(counts)]
            allowed.add((oracle.quantile(light, 1, 2), oracle.quantile(dark, 1, 4)))
    assert (levels.paper, levels.ink) in allowed
    assert levels.ink < levels.threshold <= levels.paper
    assert levels.threshold == (levels.paper + levels.ink + 1) // 2


def page(paper: int, ink: int, share: float) -> np.ndarray:
    gray = np.full((640, 480), paper, dtype=np.uint8)
    gray[:, : int(480 * share)] = ink
    return gray


@pytest.mark.parametrize("share", [0.005, 0.05, 0.3, 0.7])
@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (230, 60), (180, 110), (255, 255 - MIN_CONTRAST)])
def test_print_on_paper(paper, ink, share):
    levels = measure_levels(page(paper, ink, share))
    assert (levels.paper, levels.ink) == (paper, ink)
    assert levels.has_print


def test_one_level_less_contrast_is_no_print():
    assert not measure_levels(page(255, 256 - MIN_CONTRAST, 0.05)).has_print


def test_grainy_paper_without_print_is_blank():
    rng = np.random.default_rng(20260101)
    gray = np.clip(rng.normal(238, 4, (1100, 850)), 0, 255).astype(np.uint8)
    assert not measure_levels(gray).has_print


@pytest.mark.parametrize("specks", [1, 2, 3, 4])
def test_a_few_pale_specks_do_not_make_ink(specks):
    """Fewer specks than a quartile has must not be taken for black print that is not there."""
    gray = np.full((640, 480), 250, dtype=np.uint8)
    gray[ROW_STEP // 2, :specks] = 220
    levels = measure_levels(gray)
    assert levels.ink == 220
    assert not levels.has_print


@given(dark=st.integers(0, 120), light=st.integers(170, 235), lift=st.integers(0, 20))
def test_a_brighter_scan_has_brighter_levels(dark, light, lift):
    first = measure_levels(page(light, dark, 0.04))
    second = measure_levels(page(light + lift, dark + lift, 0.04))
    assert (second.paper, second.ink, second.threshold) == (
        first.paper + lift,
        first.ink + lift,
        first.threshold + lift,
    )


def test_levels_of_a_turned_page():
    rng = np.random.default_rng(7)
    gray = np.where(rng.random((1650, 1275)) < 0.06, 30, 240).astype(np.uint8)
    found = {
        (levels.paper, levels.ink, levels.threshold)
        for levels in (measure_levels(np.ascontiguousarray(np.rot90(gray, k))) for k in range(4))
    }
    assert found == {(240, 30, 135)}


def test_a_page_of_one_pixel():
    levels = measure_levels(np.array([[77]], dtype=np.uint8))
    assert (levels.paper, levels.ink, levels.has_print) == (77, 77, False)
