"""What a level means under a mark policy, by trying every amount of ink that it may stand for."""

from __future__ import annotations


def amounts(level: int, scale: list[int]) -> list[int]:
    """All inks (per mille) whose largest entry not above them is this level's."""
    return [ink for ink in range(1001) if max(least for least in scale if least <= ink) == scale[level]]


def state(level: int, scale: list[int], blank: int, marginal_at: int, marked_at: int) -> str:
    """The state that all amounts agree on; where they do not agree, a person must look."""
    states = set()
    for ink in amounts(level, scale):
        net = ink - blank
        states.add("marked" if net >= marked_at else "empty" if net < marginal_at else "marginal")
    return states.pop() if len(states) == 1 else "marginal"
