"""Kernels of the mapping between a printed design and the pixels of a page.

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


@kernel(
    "void(float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64[:, ::1], float64,"
    " float64[:, :, ::1])"
)
def _jacobians(left, right, top, bottom, inches, step, jacobians):
    """Pixels an inch around places of the design, from the pixels half a grid step to each side of them.

    Args:
        left, right, top, bottom: see `_coons`.
        inches: (n, 2) places of the design.
        step: inches of a grid step.
        jacobians: result (n, 2, 2): [:, :, 0] along x of the design, [:, :, 1] along y.
    """
    half = step / 2
    grid, pixels = np.empty((4, 2)), np.empty((4, 2))
    for i in range(inches.shape[0]):
        x, y = inches[i, 0], inches[i, 1]
        grid[0, 0], grid[0, 1] = (x + half) / step, y / step
        grid[1, 0], grid[1, 1] = (x - half) / step, y / step
        grid[2, 0], grid[2, 1] = x / step, (y + half) / step
        grid[3, 0], grid[3, 1] = x / step, (y - half) / step
        _coons(left, right, top, bottom, grid, pixels)
        for axis in range(2):
            jacobians[i, axis, 0] = (pixels[0, axis] - pixels[1, axis]) / step
            jacobians[i, axis, 1] = (pixels[2, axis] - pixels[3, axis]) / step
