"""Kernel of the mapping between a printed design and the pixels of a page.

Positions are in pixel units where pixel i spans [i, i + 1], y down.
"""

from __future__ import annotations

import numpy as np

from tabulate.jit import kernel


@kernel(
    "void(float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1])"
)
def _coons(left, right, top, bottom, grid, pixels):
    """Map grid positions to pixels by Coons' patch over four borders of evenly spaced marks.

    Args:
        left, right: (rows, 2); top, bottom: (columns, 2): pixels.
        grid: (n, 2) column, row; fractions allowed, beyond the borders straight on.
        pixels: result (n, 2).
    """
    rows, columns = left.shape[0], top.shape[0]
    for i in range(grid.shape[0]):
        column, row = grid[i, 0], grid[i, 1]
        across, down = column / (columns - 1), row / (rows - 1)
        r = min(max(int(np.floor(row)), 0), rows - 2)
        c = min(max(int(np.floor(column)), 0), columns - 2)
        part_r, part_c = row - r, column - c
        for axis in range(2):
            on_left = (1 - part_r) * left[r, axis] + part_r * left[r + 1, axis]
            on_right = (1 - part_r) * right[r, axis] + part_r * right[r + 1, axis]
            on_top = (1 - part_c) * top[c, axis] + part_c * top[c + 1, axis]
            on_bottom = (1 - part_c) * bottom[c, axis] + part_c * bottom[c + 1, axis]
            straight_top = (1 - across) * top[0, axis] + across * top[columns - 1, axis]
            straight_bottom = (1 - across) * bottom[0, axis] + across * bottom[columns - 1, axis]
            pixels[i, axis] = (
                (1 - across) * on_left
                + across * on_right
                + (1 - down) * (on_top - straight_top)
                + down * (on_bottom - straight_bottom)
            )
