"""Kernel that counts grey levels."""

from __future__ import annotations

from tabulate.jit import kernel


@kernel("void(uint8[:, ::1], int64, int64, int64[::1])")
def _count_levels(gray, first, step, counts):
    """Count the grey levels of every `step`-th row from row `first`.

    Args:
        gray: page, (height, width) uint8.
        first, step: rows.
        counts: result (256,), added to.
    """
    for row in range(first, gray.shape[0], step):
        for column in range(gray.shape[1]):
            counts[gray[row, column]] += 1
