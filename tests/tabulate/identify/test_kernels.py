"""The kernels of identification against their plain twins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabulate.identify.kernels import _dark_in_boxes, _inked_cells
from tests.oracles import identify_oracle as oracle

pytestmark = pytest.mark.kernel

PLACE = st.floats(-6, 30).map(lambda x: round(x, 3))


def page(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).choice([20, 127, 128, 240], (22, 25)).astype(np.uint8)


def fixed(corners):
    """Pixels as the kernel takes them, in 65536ths."""
    return np.ascontiguousarray(np.floor(corners * 65536)).astype(np.int64)


@settings(max_examples=60)
@given(
    seed=st.integers(0, 99),
    boxes=st.lists(st.tuples(*[PLACE] * 2, *[st.floats(-6, 6)] * 4), min_size=1, max_size=4),
    across=st.integers(1, 9),
    down=st.integers(1, 5),
)
def test_dark_in_boxes(seed, boxes, across, down):
    """Boxes of any direction, partly or wholly off the page."""
    gray = page(seed)
    centres = np.array([box[:2] for box in boxes], dtype=np.float64)
    axes = np.array([[(box[2], box[3]), (box[4], box[5])] for box in boxes], dtype=np.float64)
    dark = np.full(len(boxes), -1, dtype=np.int64)
    _dark_in_boxes(gray, 128, centres, axes, across, down, dark)
    for (x, y, wx, hx, wy, hy), found in zip(boxes, dark, strict=True):
        least, most = oracle.dark_in_box(gray.tolist(), 128, (x, y), (wx, wy), (hx, hy), across, down)
        assert least <= found <= most


@settings(max_examples=60)
@given(
    seed=st.integers(0, 99),
    origin=st.tuples(PLACE, PLACE),
    jitter=st.lists(st.floats(-1.5, 1.5), min_size=24, max_size=24),
    samples=st.sampled_from([2, 4, 6, 12]),
    least=st.integers(1, 40),
)
def test_inked_cells(seed, origin, jitter, samples, least):
    """A crooked mesh of three rows and two columns, partly off the page."""
    gray = page(seed)
    mesh = np.stack(np.meshgrid(np.arange(3.0), np.arange(4.0)), axis=2) * 6 + np.array(origin)
    corners = np.ascontiguousarray(mesh + np.array(jitter).reshape(4, 3, 2))
    inked = np.empty((3, 2), dtype=np.bool_)
    _inked_cells(gray, 128, fixed(corners), samples, least, inked)
    for row in range(3):
        for column in range(2):
            four = [corners[row + v, column + u].tolist() for v in (0, 1) for u in (0, 1)]
            fewest, most = oracle.dark_in_cell(gray.tolist(), 128, four, samples)
            assert inked[row, column] in {fewest >= least, most >= least}


@pytest.mark.parametrize("samples", [2, 4, 12])
def test_a_black_page_is_dark_at_every_sample(samples):
    gray = np.zeros((40, 40), dtype=np.uint8)
    corners = np.ascontiguousarray(np.stack(np.meshgrid(np.arange(4.0), np.arange(3.0)), axis=2) * 12.3 + 0.4)
    inked = np.empty((2, 3), dtype=np.bool_)
    _inked_cells(gray, 1, fixed(corners), samples, samples**2 // 2, inked)
    assert inked.all()
    _inked_cells(gray, 1, fixed(corners), samples, samples**2 // 2 + 1, inked)
    assert not inked.any()


def test_a_cell_off_the_page_is_light():
    gray = np.zeros((10, 10), dtype=np.uint8)
    corners = np.array([[(-30.0, -30.0), (-20.0, -30.0)], [(-30.0, -20.0), (-20.0, -20.0)]])
    inked = np.ones((1, 1), dtype=np.bool_)
    _inked_cells(gray, 128, fixed(corners), 4, 1, inked)
    assert not inked[0, 0]
    boxes = np.full(1, 7, dtype=np.int64)
    _dark_in_boxes(gray, 128, np.array([(50.0, 50.0)]), np.full((1, 2, 2), 3.0), 5, 5, boxes)
    assert boxes[0] == 0
