"""A plain reading of forged pages: loops over pixels, knowing nothing but where the truth says the ovals are.

It shares no code with the forge's drawing or with the reader.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

DARK = 190
"""Grey level below which a pixel has ink: paper is at least 238, the palest clear mark at most 165."""

INSIDE = 0.68
"""The inside ends at this share of the half width and half height: clear of the printed line."""

Pixels = Sequence[Sequence[int]]
Box = tuple[float, float, float, float]


def ink_inside(pixels: Pixels, box: Box) -> float:
    """Share of dark pixels in the ellipse within a box (x, y, width, height), pixel (0, 0) covering 0 to 1."""
    x, y, width, height = box
    dark = total = 0
    for row in range(max(0, math.floor(y)), min(len(pixels), math.ceil(y + height))):
        for column in range(max(0, math.floor(x)), min(len(pixels[0]), math.ceil(x + width))):
            across = (column + 0.5 - x - width / 2) / (width / 2 * INSIDE)
            down = (row + 0.5 - y - height / 2) / (height / 2 * INSIDE)
            if across * across + down * down <= 1:
                total += 1
                if pixels[row][column] < DARK:
                    dark += 1
    return dark / total


def ink_box(pixels: Pixels, box: Box, margin: int) -> Box:
    """The smallest box around the dark pixels near a box; the box itself when there are none."""
    x, y, width, height = box
    rows: list[int] = []
    columns: list[int] = []
    for row in range(max(0, math.floor(y) - margin), min(len(pixels), math.ceil(y + height) + margin)):
        for column in range(max(0, math.floor(x) - margin), min(len(pixels[0]), math.ceil(x + width) + margin)):
            if pixels[row][column] < DARK:
                rows.append(row)
                columns.append(column)
    if not rows:
        return box
    left, top = min(columns), min(rows)
    return (float(left), float(top), float(max(columns) + 1 - left), float(max(rows) + 1 - top))
