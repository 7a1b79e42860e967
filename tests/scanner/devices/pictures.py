"""Pages drawn for tests of devices, and eyes that read them back."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scanner.levels import LevelSheet
from scanner.pages import gray_page
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Pixels

DPI = 50
"""Small pages make quick tests."""

SHAPE = (140, 110)
"""Rows and columns: 2.8 by 2.2 inches."""


def drawn(number: int, shape: tuple[int, int] = SHAPE) -> NDArray[np.uint8]:
    """A page of noise that no other number has: a pixel in the wrong place, or of another page, shows."""
    return np.random.default_rng(number).integers(0, 256, shape, dtype=np.uint8)


def fill_with_sheets(folder: Path, sheets: int, *, sides: int = 2) -> Path:
    """Write so many recorded sheets; the front of sheet n is page 2n, its back page 2n + 1, n from 0."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in range(sheets):
        for side in range(sides):
            name = f"{sheet:04d}-{('front', 'back')[side]}.png"
            (folder / name).write_bytes(gray_page(drawn(2 * sheet + side), DPI, name).encoded)
    return folder


def pixels_of(page: PageImage) -> NDArray[np.uint8]:
    """What is in a page that was captured or recorded."""
    with Image.open(io.BytesIO(page.encoded)) as image:
        return np.asarray(image.convert("L"), dtype=np.uint8)


class DrawnOptics:
    """Eyes for simulated devices."""

    def pixels(self, page: PageImage) -> Pixels:
        return Pixels(pixels_of(page), DPI)

    def levels(self, sheet: CapturedSheet) -> LevelSheet:
        raise NotImplementedError
