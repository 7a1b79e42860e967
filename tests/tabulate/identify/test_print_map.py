"""Print maps: what tells cards of one code apart, and strangers from ours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from config.program import Box, PrintMap
from tabulate.geometry import Registration, register
from tabulate.identify import compare_print, grow, measure_areas, measure_cells, pack, shown, unpack
from tabulate.identify.print_map import ABSENT, CELL, SHOWN, TELLING_CELLS
from tests.oracles import identify_oracle as oracle
from tests.tabulate.geometry.pages import Sheet, View, draw

CELLS = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9))
START = 0.125
"""The first cell begins half a grid step inside the first timing mark, inches."""


@given(CELLS)
def test_a_print_map_is_read_as_it_was_written(cells):
    written = pack(cells)
    assert np.array_equal(unpack(written), cells)
    again = PrintMap.model_validate_json(written.model_dump_json())
    assert np.array_equal(unpack(again), cells)


def test_the_first_cell_is_the_highest_bit_of_the_first_byte():
    cells = np.zeros((2, 5), dtype=np.bool_)
    cells[0, 0] = cells[1, 4] = True
    assert pack(cells).bits == "gEA="


@given(CELLS)
def test_grow(cells):
    assert grow(cells).tolist() == oracle.grow(cells.tolist())


@settings(max_examples=60)
@given(data=st.data(), shape=hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=7))
def test_compare_print(data, shape):
    page, side, pale = (data.draw(hnp.arrays(np.bool_, shape)) for _ in range(3))
    near = grow(side | pale)
    match = compare_print(page, grow(page), side, near)
    assert (match.seen, match.extra) == pytest.approx(
        oracle.compare_print(page.tolist(), side.tolist(), near.tolist())
    )


@given(CELLS)
def test_a_page_shows_itself_wholly(cells):
    match = compare_print(cells, grow(cells), cells, grow(cells))
    assert match.seen == (1.0 if cells.any() else 0.0)
    assert match.extra == 0.0


@pytest.mark.parametrize(
    ("seen", "answer"),
    [
        (0, False),
        (int(100 * ABSENT), False),
        (int(100 * ABSENT) + 1, None),
        (int(100 * SHOWN) - 1, None),
        (int(100 * SHOWN), True),
        (100, True),
    ],
)
def test_print_that_one_side_alone_has(seen, answer):
    only = np.zeros((20, 20), dtype=np.bool_)
    only.flat[:100] = True
    page = np.zeros_like(only)
    page.flat[:seen] = True
    page.flat[150:] = True
    assert shown(page, only) is answer


@pytest.mark.parametrize("count", [0, TELLING_CELLS - 1, TELLING_CELLS])
def test_too_few_cells_tell_nothing(count):
    only = np.zeros((20, 20), dtype=np.bool_)
    only.flat[:count] = True
    assert shown(only, only) is (None if count < TELLING_CELLS else True)


def middle_of(row: int, column: int) -> tuple[float, float]:
    return START + CELL * (column + 0.5), START + CELL * (row + 0.5)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("turns", range(4))
def test_ink_is_found_in_its_cell_and_in_no_other(dpi, turns):
    """Boxes printed well inside single cells of a skewed page, the corners of the map among them."""
    cells = {(0, 0), (0, 63), (77, 0), (77, 63), (10, 11), (40, 31), (41, 33), (66, 50)}
    boxes = [(x, y, CELL * 0.6, CELL * 0.6) for x, y in (middle_of(*cell) for cell in cells)]
    drawn = draw(Sheet(rows=41, strays=tuple(boxes)), View(dpi=dpi, skew=1.2, turns=turns, pad=0.3))
    found = register(drawn.raster)
    assert isinstance(found, Registration)
    measured = measure_cells(drawn.raster.gray, 130, found)
    assert measured.shape == (78, 64)
    assert {tuple(cell) for cell in np.argwhere(measured).tolist()} == cells


def test_a_hairline_is_print():
    """A rule of a hundredth of an inch marks every cell on its way."""
    y = middle_of(30, 0)[1]
    drawn = draw(Sheet(strays=((4.125, y, 6.0, 0.012),)), View(dpi=200))
    measured = measure_cells(drawn.raster.gray, 130, register(drawn.raster))
    assert measured[30, 12:52].all()
    assert not measured[[0, 29, 31, 77]].any()


def test_a_clean_page_has_no_print():
    drawn = draw(Sheet(), View(dpi=200, skew=-1.5), noise=6, seed=2)
    assert not measure_cells(drawn.raster.gray, 130, register(drawn.raster)).any()


@pytest.mark.parametrize("part", [0.0, 0.1, 0.35, 1.0])
@pytest.mark.parametrize("turns", [0, 1, 2])
def test_measure_areas(part, turns):
    """Part of a write-in line written over."""
    area = Box(x=1.0, y=3.0, width=2.0, height=0.25)
    ink = () if part == 0 else ((1.0 + part, 3.125, 2.0 * part, 0.25),)
    other = (5.0, 6.0, 1.0, 1.0)
    drawn = draw(Sheet(strays=(*ink, other)), View(dpi=200, skew=0.8, turns=turns))
    found = register(drawn.raster)
    first, second = measure_areas(
        drawn.raster.gray, 130, found, [area, Box(x=4.5, y=5.5, width=1.0, height=1.0)]
    )
    assert first == pytest.approx(1000 * part, abs=25)
    assert second > 950


def test_no_areas():
    drawn = draw(Sheet(), View(dpi=150))
    assert measure_areas(drawn.raster.gray, 130, register(drawn.raster), []) == []
