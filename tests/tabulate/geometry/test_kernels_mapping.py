"""The mapping of a page against its plain twin: a place a pixel off would measure beside the oval."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabulate.geometry.kernels_mapping import _coons, _jacobians
from tests.oracles import geometry_oracle as oracle

pytestmark = pytest.mark.kernel

NUMBERS = st.integers(-400, 400).map(lambda eighths: eighths / 8)


def as_array(points):
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def borders(data, rows, columns):
    """Four borders that share their corners."""
    point = st.tuples(NUMBERS, NUMBERS)
    left = data.draw(st.lists(point, min_size=rows, max_size=rows))
    right = data.draw(st.lists(point, min_size=rows, max_size=rows))
    inner = st.lists(point, min_size=columns - 2, max_size=columns - 2)
    top = [left[0], *data.draw(inner), right[0]]
    bottom = [left[-1], *data.draw(inner), right[-1]]
    return left, right, top, bottom


@settings(max_examples=60)
@given(data=st.data(), rows=st.integers(2, 6), columns=st.integers(2, 6))
def test_coons(data, rows, columns):
    """Inside, on the marks and beyond the borders."""
    edges = borders(data, rows, columns)
    places = data.draw(
        st.lists(
            st.tuples(st.integers(-8, 8 * columns), st.integers(-8, 8 * rows)).map(
                lambda p: (p[0] / 8, p[1] / 8)
            ),
            min_size=1,
            max_size=6,
        )
    )
    pixels = np.empty((len(places), 2))
    _coons(*(as_array(edge) for edge in edges), as_array(places), pixels)
    expected = [oracle.coons(*edges, column, row) for column, row in places]
    assert np.allclose(pixels, expected, atol=1e-8)


@settings(max_examples=40)
@given(data=st.data(), rows=st.integers(2, 6), columns=st.integers(2, 6))
def test_coons_goes_through_every_mark(data, rows, columns):
    left, right, top, bottom = borders(data, rows, columns)
    grid = (
        [(0, r) for r in range(rows)]
        + [(columns - 1, r) for r in range(rows)]
        + [(c, 0) for c in range(columns)]
        + [(c, rows - 1) for c in range(columns)]
    )
    pixels = np.empty((len(grid), 2))
    _coons(*(as_array(edge) for edge in (left, right, top, bottom)), as_array(grid), pixels)
    assert np.allclose(pixels, as_array(left + right + top + bottom), atol=1e-9)


@settings(max_examples=60)
@given(
    data=st.data(),
    rows=st.integers(2, 6),
    columns=st.integers(2, 6),
    places=st.lists(st.tuples(st.integers(-4, 20), st.integers(-4, 20)), max_size=5),
    step=st.sampled_from([0.25, 1.0]),
)
def test_jacobians(data, rows, columns, places, step):
    """Inside and beyond the borders, also where marks are anything but evenly spaced."""
    edges = borders(data, rows, columns)
    inches = [(x / 8, y / 8) for x, y in places]
    jacobians = np.full((len(inches), 2, 2), np.nan)
    _jacobians(*(as_array(edge) for edge in edges), as_array(inches), step, jacobians)
    expected = [oracle.jacobian(*edges, place, step) for place in inches]
    assert np.allclose(jacobians, np.array(expected).reshape(-1, 2, 2), rtol=1e-9, atol=1e-7)
