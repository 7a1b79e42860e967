"""Which batches add up exactly to a difference: a bounded search that says when it was cut short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tabulate.compare.tally import Part

LARGEST = 16
"""Most batches in one subset: more than that is a story of the whole unit, not of batches."""


@dataclass(frozen=True, slots=True)
class Subsets:
    """Subsets of items, as tuples of positions, fewest items first.

    Attributes:
        complete: False when the search was cut short, so that others may exist.
    """

    found: tuple[tuple[int, ...], ...]
    complete: bool


def exact_subsets(
    items: Sequence[Mapping[Part, int]],
    target: Mapping[Part, int],
    *,
    most_found: int = 5,
    most_steps: int = 100_000,
) -> Subsets:
    """Non-empty subsets of `items` whose sum equals `target` in every part of it.

    Sizes 1, 2, 3, ... in turn.  A part that an item does not have counts 0 there.  Items that are 0 in every
    part of the target are left out: nothing could tell whether they belong.

    Args:
        items: numbers of each item, none negative.
        target: the sum to reach; parts that an item has and the target has not are ignored.
        most_found: stop after so many subsets.
        most_steps: stop after so many partial sums.
    """
    parts = tuple(target)
    goal = tuple(target[part] for part in parts)
    if not any(goal) or min(goal) < 0:
        return Subsets((), True)
    rows = [(tuple(item.get(part, 0) for part in parts), position) for position, item in enumerate(items)]
    rows = [
        (row, position)
        for row, position in rows
        if any(row) and all(a <= b for a, b in zip(row, goal, strict=True))
    ]
    rows.sort(key=lambda item: (-sum(item[0]), item[1]))
    # rest[i]: everything that the items from i on can still add.
    zero = (0,) * len(parts)
    rest = list(accumulate((row for row, _ in reversed(rows)), _add, initial=zero))[::-1]
    if any(a > b for a, b in zip(goal, rest[0], strict=True)):
        return Subsets((), True)
    search = _Search(rows, rest, most_found, most_steps)
    for size in range(1, min(len(rows), LARGEST) + 1):
        search.extend(0, goal, size, ())
        if search.stopped:
            break
    complete = not search.stopped and len(rows) <= LARGEST
    return Subsets(tuple(tuple(sorted(chosen)) for chosen in search.found), complete)


def _add(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(left, right, strict=True))


class _Search:
    """Depth-first over items in falling order, never beyond the goal, never where the rest cannot reach it."""

    def __init__(
        self,
        rows: list[tuple[tuple[int, ...], int]],
        rest: list[tuple[int, ...]],
        most_found: int,
        most_steps: int,
    ) -> None:
        self.rows = rows
        self.rest = rest
        self.most_found = most_found
        self.steps_left = most_steps
        self.found: list[tuple[int, ...]] = []
        self.stopped = False
        # The last item of a subset is looked up, not searched for.
        self.places: dict[tuple[int, ...], list[int]] = {}
        for index, (row, _) in enumerate(rows):
            self.places.setdefault(row, []).append(index)

    def extend(self, start: int, missing: tuple[int, ...], size: int, chosen: tuple[int, ...]) -> None:
        if size == 1:
            self.finish(start, missing, chosen)
            return
        for index in range(start, len(self.rows) - size + 1):
            self.steps_left -= 1
            if self.steps_left < 0:
                self.stopped = True
            if self.stopped or any(a > b for a, b in zip(missing, self.rest[index], strict=True)):
                return
            row, position = self.rows[index]
            left = tuple(a - b for a, b in zip(missing, row, strict=True))
            if min(left) >= 0:
                self.extend(index + 1, left, size - 1, (*chosen, position))

    def finish(self, start: int, missing: tuple[int, ...], chosen: tuple[int, ...]) -> None:
        for index in self.places.get(missing, ()):
            if index >= start and not self.stopped:
                self.found.append((*chosen, self.rows[index][1]))
                self.stopped = len(self.found) >= self.most_found
