"""A thumbnail that shows another place than the mark would send the board to the wrong oval."""

import io

import numpy as np
import pytest
from PIL import Image

from retally.pictures import as_png, crop_upright


def _page_with_a_dark_oval() -> np.ndarray:
    page = np.full((300, 200), 255, np.uint8)
    page[100:110, 50:70] = 0  # the oval
    page[90:94, 50:54] = 100  # something above its left end
    return page


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_crop_is_the_same_whatever_way_the_sheet_was_fed(turn):
    upright = _page_with_a_dark_oval()
    expected = crop_upright(upright, (50, 100, 20, 10), 0)
    assert expected.shape == (39, 61)
    stored = np.rot90(upright, k=turn // 90)  # turned counter-clockwise, so it must be turned back clockwise
    top, left = np.argwhere(stored == 0).min(axis=0)
    bottom, right = np.argwhere(stored == 0).max(axis=0) + 1
    crop = crop_upright(stored, (left, top, right - left, bottom - top), turn)
    # the cut may lie one pixel further on the side that was left or top
    oval, found = np.argwhere(expected == 0).min(axis=0), np.argwhere(crop == 0).min(axis=0)
    assert np.abs(oval - found).max() <= 1
    assert (crop == 100).sum() == (expected == 100).sum() == 16
    assert np.argwhere(crop == 100)[:, 0].max() < found[0], "what stands above the oval is above it"


def test_a_crop_at_the_edge_ends_there():
    crop = crop_upright(_page_with_a_dark_oval(), (190, 290, 20, 10), 0)
    assert crop.shape == (24, 30)


def test_the_png_is_the_pixels():
    crop = crop_upright(_page_with_a_dark_oval(), (50, 100, 20, 10), 90)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(as_png(crop)))), crop)


def test_the_neighbours_a_quarter_inch_away_stay_out():
    """A picture shows one mark: several side by side would show a ballot."""
    page = np.full((400, 400), 255, np.uint8)
    for row in (150, 200, 250):  # 200 dpi: 50 pixels from oval to oval
        page[row - 11 : row + 11, 181:219] = 0
    crop = crop_upright(page, (181, 189, 38, 22), 0)
    assert (crop == 0).sum() == 22 * 38
