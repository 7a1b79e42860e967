"""Kernels that count grey levels and part them."""

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


@kernel("int64(int64[::1], int64, int64, int64)")
def _level_at(counts, first, beyond, part):
    """Level at which one in `part` of the pixels of levels `first` to `beyond` - 1 is reached, at least one."""
    total = np.int64(0)
    for level in range(first, beyond):
        total += counts[level]
    wanted = max(1, total // part)
    seen = np.int64(0)
    for level in range(first, beyond):
        seen += counts[level]
        if seen >= wanted:
            return level
    return beyond


@kernel("UniTuple(int64, 2)(int64[::1], int64, int64)")
def _part_levels(counts, paper_part, ink_part):
    """Part the levels where the spread between both sides is largest (Otsu 1979).

    Args:
        counts: (256,) pixels of each level.
        paper_part: one in so many of the pixels above the split is no lighter than paper.
        ink_part: one in so many of the pixels up to it is no lighter than ink.

    Returns:
        (paper, ink); the most frequent level twice when there is one alone.
    """
    total, total_weighted, most = np.int64(0), np.int64(0), 0
    for level in range(counts.shape[0]):
        total += counts[level]
        total_weighted += counts[level] * level
        if counts[level] > counts[most]:
            most = level
    below, weighted = np.int64(0), np.int64(0)
    best, widest = -1, -1.0
    for level in range(counts.shape[0]):
        below += counts[level]
        weighted += counts[level] * level
        above = total - below
        if below > 0 and above > 0:
            apart = (total_weighted - weighted) / above - weighted / below
            between = float(below) * float(above) * (apart * apart)
            if between > widest:
                best, widest = level, between
    if best < 0:
        return most, most
    return _level_at(counts, best + 1, counts.shape[0], paper_part), _level_at(counts, 0, best + 1, ink_part)
