"""Plain twin of the matching: every pairing is tried, and differences are counted one after the other."""

from __future__ import annotations

from itertools import permutations


def least_total(prices):
    """The least sum over all ways to give each row a column of its own."""
    best = None
    for columns in permutations(range(len(prices))):
        total = 0
        for row in range(len(prices)):
            total += prices[row][columns[row]]
        if best is None or total < best:
            best = total
    return best


def ballots_alike(one, two):
    """How many ballots of one list can be struck out against an equal one of the other."""
    left = list(two)
    alike = 0
    for ballot in one:
        for place in range(len(left)):
            if left[place] == ballot:
                del left[place]
                alike += 1
                break
    return alike
