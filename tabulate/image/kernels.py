"""Kernel that counts grey levels."""

from __future__ import annotations

import numpy as np

from tabulate.jit import kernel


@kernel("void(uint8[:, ::1], int64, int64, int64[::1])")
def _count_levels(gray, first, step, counts):
    """Count the grey levels of every `step`-th row from row `first`.

    Args:
        gray: page, (height, width) uint8.
        first, step: rows.
        counts: result (256,), added to.
    """
    # Neighbours are alike, and adding to one counter twice in a row waits for memory: four sets take turns.
    part = np.zeros((4, 256), dtype=np.int64)
    width = gray.shape[1]
    for row in range(first, gray.shape[0], step):
        for column in range(0, width - 3, 4):
            part[0, np.uint64(gray[np.uint64(row), np.uint64(column)])] += 1
            part[1, np.uint64(gray[np.uint64(row), np.uint64(column + 1)])] += 1
            part[2, np.uint64(gray[np.uint64(row), np.uint64(column + 2)])] += 1
            part[3, np.uint64(gray[np.uint64(row), np.uint64(column + 3)])] += 1
        for column in range(width - width % 4, width):
            part[0, gray[row, column]] += 1
    for level in range(256):
        counts[level] += part[0, level] + part[1, level] + part[2, level] + part[3, level]
