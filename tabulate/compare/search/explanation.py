"""A story: causes that together account for the numbers of a unit, and its price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tabulate.compare.findings import Cause

PRICE_UNEXPLAINED = 1000
"""Bits of a contest that no story explains: above any story that does."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One story of a unit.

    Attributes:
        causes: what happened; none is needless.
        bits: its price: the logarithm of how unlikely and how arbitrary it is, in whole bits.
    """

    causes: tuple[Cause, ...]
    bits: int

    @property
    def complete(self) -> bool:
        """Whether it accounts for every number."""
        return all(cause.kind != "unexplained" for cause in self.causes)

    def to_json(self) -> dict[str, Any]:
        return {
            "bits": self.bits,
            "complete": self.complete,
            "causes": [cause.to_json() for cause in self.causes],
        }


def choices_bits(alternatives: int) -> int:
    """Bits to say which of so many it is."""
    return max(alternatives - 1, 0).bit_length()


def ranked(found: Sequence[Explanation], most: int) -> tuple[Explanation, ...]:
    """The cheapest stories, each once, without those that are a cheaper one with needless causes."""
    kept: list[Explanation] = []
    told: list[frozenset[object]] = []
    for item in sorted(found, key=_order):
        what = frozenset(_what(item))
        # A story that holds the whole of a cheaper one and more has causes that nothing asks for.
        if not any(cheaper <= what for cheaper in told):
            kept.append(item)
            told.append(what)
        if len(kept) == most:
            break
    return tuple(kept)


def _order(item: Explanation) -> tuple[object, ...]:
    return (item.bits, len(item.causes), _what(item))


def _what(item: Explanation) -> tuple[object, ...]:
    return tuple(
        sorted(
            (c.kind, c.contests, c.batches, c.other or (), tuple(sorted(c.numbers.items())))
            for c in item.causes
        )
    )
