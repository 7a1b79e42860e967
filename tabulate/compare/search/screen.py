"""Which few of all combinations of batches are worth a closer look."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tabulate.compare.search.space import Numbers

KEPT = 12
"""Combinations of each size kept for each of the two measures of what they leave over."""
MOST = (None, None, 600, 48)
"""Most atoms of which all combinations of 2, and of 3, are tried: 180,000 and 17,000 combinations."""

Combination = tuple[int, ...]


def screen(surplus: Numbers, effects: Sequence[Numbers], about: Sequence[object]) -> list[Combination]:
    """Combinations of up to three atoms that leave over the fewest numbers, or the smallest.

    Args:
        surplus: what the original has more than is right, P numbers.
        effects: what each atom adds to the original, P numbers each.
        about: what each atom is about; no combination has two about the same.

    Returns:
        positions of atoms, the empty combination first, then by what they leave over.
    """
    whole = np.array(surplus, dtype=np.int64)
    table = np.array(effects, dtype=np.int64).reshape(len(effects), len(surplus))
    names = {name: at for at, name in enumerate(dict.fromkeys(about))}
    which = np.array([names[name] for name in about], dtype=np.int64)
    found: dict[Combination, tuple[int, int]] = {}
    for size, most in enumerate(MOST):
        if size and len(effects) >= size and (most is None or len(effects) <= most):
            chosen = _combinations(len(effects), size)
            for one, two in combinations(range(size), 2):
                chosen = chosen[which[chosen[:, one]] != which[chosen[:, two]]]
            found |= _best(whole - table[chosen].sum(axis=1), chosen)
    return [(), *sorted(found, key=lambda chosen: (*found[chosen], len(chosen), chosen))]


def _best(left: NDArray[np.int64], chosen: NDArray[np.int64]) -> dict[Combination, tuple[int, int]]:
    """The rows of `chosen` that leave over least, with how many numbers and how much in all."""
    few, much = np.count_nonzero(left, axis=1), np.abs(left).sum(axis=1)
    rows = {int(at) for order in ((much, few), (few, much)) for at in np.lexsort(order)[:KEPT]}
    return {tuple(chosen[at].tolist()): (int(few[at]), int(much[at])) for at in rows}


@lru_cache(maxsize=64)
def _combinations(many: int, size: int) -> NDArray[np.int64]:
    """All combinations of so many atoms, one a row."""
    return np.array(list(combinations(range(many), size)), dtype=np.int64).reshape(-1, size)
