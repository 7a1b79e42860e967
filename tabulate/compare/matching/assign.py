"""The cheapest way to pair two equally long lists: shortest augmenting paths, exact integers.

After R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment
problems", Computing 38 (1987).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def cheapest_pairs(prices: NDArray[np.int64]) -> NDArray[np.int64]:
    """The column for each row so that the sum of prices is least and every column is used once.

    Args:
        prices: n x n, row by column, none negative, int64.

    Returns:
        n columns; among equally cheap pairings always the same one.

    Raises:
        ValueError: not square.
    """
    size = len(prices)
    if prices.shape != (size, size):
        raise ValueError(f"prices must be square, they are {prices.shape}")
    row_level = np.zeros(size, dtype=np.int64)
    column_level = np.zeros(size, dtype=np.int64)
    row_of = np.full(size, -1, dtype=np.int64)
    for row in range(size):
        _place(row, prices, row_level, column_level, row_of)
    pairs = np.empty(size, dtype=np.int64)
    pairs[row_of] = np.arange(size)
    return pairs


def _place(
    row: int,
    prices: NDArray[np.int64],
    row_level: NDArray[np.int64],
    column_level: NDArray[np.int64],
    row_of: NDArray[np.int64],
) -> None:
    """Find a column for one more row, moving rows placed before along the cheapest path."""
    size = len(prices)
    far = np.iinfo(np.int64).max
    distance = np.full(size, far, dtype=np.int64)
    before = np.full(size, -1, dtype=np.int64)
    done = np.zeros(size, dtype=bool)
    at, walked, last = row, 0, -1
    while True:
        through = walked + prices[at] - row_level[at] - column_level
        nearer = ~done & (through < distance)
        distance[nearer] = through[nearer]
        before[nearer] = last
        column = int(np.argmin(np.where(done, far, distance)))
        walked = int(distance[column])
        done[column] = True
        last = column
        if row_of[column] < 0:
            break
        at = int(row_of[column])
    settled = np.flatnonzero(done)
    row_level[row] += walked
    inner = settled[settled != last]
    row_level[row_of[inner]] += walked - distance[inner]
    column_level[inner] -= walked - distance[inner]
    while last >= 0:
        previous = int(before[last])
        row_of[last] = row_of[previous] if previous >= 0 else row
        last = previous
