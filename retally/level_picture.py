"""What a mark reader saw, as a picture: each cell a square as dark as its level."""

from __future__ import annotations

import numpy as np

from tabulate.image.raster import GrayImage
from tabulate.marks.level_page import DARKEST, LevelPage

CELL = 16
"""Pixels to a cell."""

RIM = 208
"""Grey of the lines between cells."""


def draw_levels(page: LevelPage) -> GrayImage:
    """The page, shape (rows * CELL, columns * CELL); a cell without a level is crossed by a line."""
    gray = np.full((page.rows * CELL, page.columns * CELL), RIM, dtype=np.uint8)
    for row, levels in enumerate(page.cells):
        for column, level in enumerate(levels):
            square = gray[row * CELL : (row + 1) * CELL - 1, column * CELL : (column + 1) * CELL - 1]
            square[:] = 255 if level is None else 255 - level * 255 // DARKEST
            if level is None:
                np.fill_diagonal(square, 0)
    return gray
