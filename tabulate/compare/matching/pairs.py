"""Ballots of two sides that differ, paired where they differ least, and which pairs are not the only ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tabulate.compare.matching.assign import cheapest_pairs
from tabulate.compare.matching.outcome import Key, outcomes_of, price


def paired(original: Sequence[Key], recount: Sequence[Key]) -> tuple[list[tuple[Key, Key]], int]:
    """The cheapest pairing; the longer side's surplus stays alone where that is cheapest.

    Returns:
        the pairs, and how many ballots of the original count may have another partner, or none, in a pairing
        that is just as cheap and says something else.  Where several ballots are alike it can be too many.
    """
    size = max(len(original), len(recount))
    if not original or not recount:
        return [], 0
    one, two = [outcomes_of(key) for key in original], [outcomes_of(key) for key in recount]
    prices = np.zeros((size, size), dtype=np.int64)
    for row, here in enumerate(one):
        for column, there in enumerate(two):
            prices[row, column] = price(here, there)
    columns = cheapest_pairs(prices)
    pairs = [
        (original[row], recount[int(column)])
        for row, column in enumerate(columns)
        if row < len(original) and column < len(recount)
    ]
    partners = [recount[column] if column < len(recount) else None for column in columns.tolist()]
    ballots = [*original, *[None] * (size - len(original))]
    return pairs, _open(prices, columns, ballots, partners)[: len(original)].sum().item()


def _open(
    prices: NDArray[np.int64],
    columns: NDArray[np.int64],
    ballots: Sequence[Key | None],
    partners: Sequence[Key | None],
) -> NDArray[np.bool_]:
    """For each row, whether it has another partner in an equally cheap pairing, and that makes a difference.

    Taking the partner of another row costs the row ``step``; the other row takes a partner in turn, until the
    first one's is taken.  Such a round that costs nothing is another cheapest pairing, and none costs less.
    """
    step = prices[:, columns] - prices[np.arange(len(columns)), columns][:, None]
    way = step.copy()
    for over in range(len(columns)):
        np.minimum(way, way[:, over, None] + way[None, over, :], out=way)
    differs = _unlike(ballots) & _unlike(partners)
    return np.asarray(((step + way.T == 0) & differs).any(axis=1))


def _unlike(keys: Sequence[Key | None]) -> NDArray[np.bool_]:
    numbers: dict[Key | None, int] = {}
    own = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
    return np.asarray(own[:, None] != own[None, :])
