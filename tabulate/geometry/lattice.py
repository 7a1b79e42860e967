"""From loose bars to a grid: chains of evenly spaced bars, the two side columns, the top row, the walk down.

Everything here works in one frame in which timing marks lie along x (the stored page, or the stored page
turned by 90 degrees); positions are pixels, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tabulate.geometry.kernels import _link, _walk
from tabulate.geometry.marks import MARK_WIDTH, Bars
from tabulate.geometry.registration import GRID_STEP, Points

SLOPE = 0.12
"""Largest tangent of the page's skew: 7 degrees; feeders stay below 3."""

SPACING = 0.30
"""A mark is looked for within this many steps of where the walk expects it; half a step would reach its
neighbour."""

SQUARENESS = 0.08
"""Largest difference of the pitches across and along the feed: paper stretch and feed speed stay below 5 %."""

MIN_CHAIN = 4
"""Bars in a line that begin to look like a border."""

MAX_GAP = 8
"""Marks in a row that may be missing before a side is taken to have ended."""

MAX_MARKS = 200
"""Marks down a side of the longest card there could be; 22 inches have 85."""

STRAY = 4
"""Bars beyond the top row on the side lines that a dirty page edge may show."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Marks by their place on the grid, in the frame of the search, top row first.

    Attributes:
        upside_down: True when the top row is at the bottom of the frame; positions are in the frame still.
        step: pixels of a grid step.
        left, right, top, bottom: (points (n, 2), found (n,)) along the borders, as the upright page has them.
    """

    upside_down: bool
    step: float
    left: tuple[Points, npt.NDArray[np.bool_]]
    right: tuple[Points, npt.NDArray[np.bool_]]
    top: tuple[Points, npt.NDArray[np.bool_]]
    bottom: tuple[Points, npt.NDArray[np.bool_]]


def middle_of(values: npt.NDArray[np.float64]) -> float:
    """The median of at least one number; `np.median` takes eight times as long over a few dozen."""
    ordered = np.sort(values)
    half = len(ordered) // 2
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def _chains(links: npt.NDArray[np.int64]) -> list[list[int]]:
    """Chains of linked points with at least `MIN_CHAIN` members, longest first."""
    following: list[int] = links.tolist()
    linked = set(following)
    chains = []
    used: set[int] = set()
    for start, ahead in enumerate(following):
        if ahead < 0 or start in linked:
            continue
        chain = [start]
        while following[chain[-1]] >= 0 and following[chain[-1]] not in used:
            chain.append(following[chain[-1]])
        used.update(chain)
        if len(chain) >= MIN_CHAIN:
            chains.append(chain)
    return sorted(chains, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The straight skeleton of a grid: two side lines x = side + lean * y, rows y = row + skew * x.

    Camera stands and worn rollers shear a page, so `lean` and `skew` are measured apart.
    """

    sides: tuple[float, float]
    lean: float
    skew: float
    step: float

    def crossing(self, side: float, row: float) -> Points:
        """Where a side line meets a row."""
        x = (side + self.lean * row) / (1 - self.lean * self.skew)
        return np.array([x, row + self.skew * x])

    def beside(self, points: Points, row: float) -> tuple[int, int]:
        """Marks on the side lines more than half a step above a row, and below it."""
        offset = points[:, 1] - self.skew * points[:, 0] - row
        across = points[:, 0] - self.lean * points[:, 1]
        on_side = np.minimum(np.abs(across - self.sides[0]), np.abs(across - self.sides[1])) < 0.4 * self.step
        half = 0.5 * self.step
        return int((on_side & (offset < -half)).sum()), int((on_side & (offset > half)).sum())


def _slope(points: Points, chain: list[int], axis: int) -> float:
    """Tangent of a chain: steps across the axis for each step along it."""
    run = points[chain[-1]] - points[chain[0]]
    return float(run[1 - axis] / run[axis])


def _pitch(points: Points, chains: list[list[int]], axis: int) -> float:
    along = points[:, axis].tolist()
    steps = [along[after] - along[before] for chain in chains for before, after in pairwise(chain)]
    return middle_of(np.array(steps))


def _lines(
    points: Points, chains: list[list[int]], axis: int, slope: float, step: float
) -> list[tuple[float, int]]:
    """Lines of chains: (offset across the axis at coordinate 0 along it, bars on it), longest first."""
    other = 1 - axis
    across = points[:, other] - slope * points[:, axis]
    offsets = [middle_of(across[chain]) for chain in chains]
    lines: list[tuple[float, int]] = []
    for offset, chain in zip(offsets, chains, strict=True):
        for index, (known, count) in enumerate(lines):
            if abs(known - offset) < 0.5 * step:
                lines[index] = (known, count + len(chain))
                break
        else:
            lines.append((offset, len(chain)))
    return sorted(lines, key=lambda line: -line[1])


def _follow(points: Points, start: Points, step: Points, count: int) -> tuple[Points, npt.NDArray[np.bool_]]:
    """Follow marks from `start` by `step`: `count` of them, or with -1 until they end."""
    places = np.empty((MAX_MARKS if count < 0 else count, 2))
    found = np.zeros(len(places), dtype=np.bool_)
    visited = _walk(
        points,
        float(start[0]),
        float(start[1]),
        float(step[0]),
        float(step[1]),
        count,
        SPACING,
        MAX_GAP,
        places,
        found,
    )
    return places[:visited].copy(), found[:visited].copy()


def _side_lines(lines: list[tuple[float, int]], width: float) -> tuple[float, float] | None:
    """The two lines that are `width` apart and carry most marks."""
    best, best_count = None, 0
    for i, (a, count_a) in enumerate(lines[:12]):
        for b, count_b in lines[i + 1 : 12]:
            apart = abs(abs(a - b) - width) <= SQUARENESS * width
            alike = min(count_a, count_b) * 4 >= max(count_a, count_b)
            if apart and alike and count_a + count_b > best_count:
                best, best_count = (min(a, b), max(a, b)), count_a + count_b
    return best


def find_lattice(bars: Bars, dpi: float, columns: int) -> Lattice | None:
    """Put bars on a grid of `columns` columns.

    Args:
        bars: candidates, (n, 4).
        dpi: approximate pixels an inch, within 30 %.
        columns: timing marks across the card.

    Returns:
        the lattice, or None when no grid is there.
    """
    if len(bars) < 2 * MIN_CHAIN + columns // 2:
        return None
    points = np.ascontiguousarray(bars[:, :2])
    guess = middle_of(bars[:, 2]) / MARK_WIDTH * GRID_STEP
    near, far = 0.7 * min(guess, GRID_STEP * dpi), 1.3 * max(guess, GRID_STEP * dpi)
    links = np.empty(len(points), dtype=np.int64)
    _link(points, 1, near, far, SLOPE, links)
    down = _chains(links)
    _link(points, 0, near, far, SLOPE, links)
    across = _chains(links)
    if len(down) < 1 or len(across) < 1:
        return None
    step = _pitch(points, down[:6], 1)
    lean, skew = _slope(points, down[0], 1), _slope(points, across[0], 0)
    sides = _side_lines(_lines(points, down, 1, lean, step), (columns - 1) * step)
    if sides is None:
        return None
    rows = [row for row in _lines(points, across, 0, skew, step) if row[1] * 2 >= columns]
    if not rows:
        return None
    return _grid_from(points, _Frame(sides, lean, skew, step), rows, columns)


def _grid_from(points: Points, frame: _Frame, rows: list[tuple[float, int]], columns: int) -> Lattice | None:
    """Choose the end whose row is full, walk the four borders from its corners."""
    best: tuple[int, float, bool] | None = None
    for offset, count in rows:
        above, below = frame.beside(points, offset)
        if min(above, below) <= STRAY and (best is None or count > best[0]):
            best = (count, offset, above > below)
    if best is None:
        return None
    _, row, upside_down = best
    corners = [frame.crossing(side, row) for side in frame.sides]
    start, other = (corners[1], corners[0]) if upside_down else (corners[0], corners[1])
    along = (other - start) / (columns - 1)
    downward = np.array([frame.lean, 1.0]) * frame.step * (-1.0 if upside_down else 1.0)
    top = _follow(points, start, along, columns)
    left = _follow(points, top[0][0] if top[1][0] else start, downward, -1)
    right = _follow(points, top[0][-1] if top[1][-1] else other, downward, -1)
    count = max(len(left[0]), len(right[0]))
    if count < 3 or min(len(left[0]), len(right[0])) == 0:
        return None
    left, right = _lengthened(left, count, downward), _lengthened(right, count, downward)
    bottom = _follow(points, left[0][-1], (right[0][-1] - left[0][-1]) / (columns - 1), columns)
    return Lattice(upside_down=upside_down, step=frame.step, left=left, right=right, top=top, bottom=bottom)


def _lengthened(
    side: tuple[Points, npt.NDArray[np.bool_]], count: int, step: Points
) -> tuple[Points, npt.NDArray[np.bool_]]:
    """A side continued to `count` places that have no mark."""
    points, found = side
    missing = count - len(points)
    if missing == 0:
        return side
    more = points[-1] + np.arange(1, missing + 1)[:, None] * step
    return np.vstack([points, more]), np.concatenate([found, np.zeros(missing, dtype=bool)])
