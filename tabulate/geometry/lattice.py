"""From loose bars to a grid: chains of evenly spaced bars, the two side columns, the top row, the walk down.

Everything here works in one frame in which timing marks lie along x (the stored page, or the stored page
turned by 90 degrees); positions are pixels, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tabulate.geometry.kernels import _link
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
MAX_GAP = 8


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


def _chains(links: npt.NDArray[np.int64]) -> list[list[int]]:
    """Chains of linked points with at least `MIN_CHAIN` members, longest first."""
    has_previous = np.zeros(len(links), dtype=bool)
    has_previous[links[links >= 0]] = True
    chains = []
    used = np.zeros(len(links), dtype=bool)
    for start in np.flatnonzero(~has_previous & (links >= 0)):
        chain = [int(start)]
        while links[chain[-1]] >= 0 and not used[links[chain[-1]]]:
            chain.append(int(links[chain[-1]]))
        used[chain] = True
        if len(chain) >= MIN_CHAIN:
            chains.append(chain)
    return sorted(chains, key=len, reverse=True)


def _pitch(points: Points, chains: list[list[int]], axis: int) -> float:
    steps = np.concatenate([np.diff(points[chain, axis]) for chain in chains])
    return float(np.median(steps))


def _lines(points: Points, chains: list[list[int]], axis: int, slope: float, step: float) -> list[tuple[float, int]]:
    """Lines of chains: (offset across the axis at coordinate 0 along it, bars on it), longest first."""
    other = 1 - axis
    offsets = [float(np.median(points[chain, other] - slope * points[chain, axis])) for chain in chains]
    lines: list[tuple[float, int]] = []
    for offset, chain in zip(offsets, chains, strict=True):
        for index, (known, count) in enumerate(lines):
            if abs(known - offset) < 0.5 * step:
                lines[index] = (known, count + len(chain))
                break
        else:
            lines.append((offset, len(chain)))
    return sorted(lines, key=lambda line: -line[1])


def _near(points: Points, place: Points, reach: float) -> int:
    """Index of the point nearest to a place, or -1 when none is within `reach` pixels."""
    distance = np.maximum(np.abs(points[:, 0] - place[0]), np.abs(points[:, 1] - place[1]))
    best = int(np.argmin(distance))
    return best if distance[best] <= reach else -1


def _walk(points: Points, start: Points, step: Points, count: int | None) -> tuple[Points, npt.NDArray[np.bool_]]:
    """Follow marks from `start` by `step`, adapting to the spacing met; `count` marks, or until they end."""
    reach = SPACING * float(np.hypot(*step))
    places, found = [], []
    place, missed = np.array(start, dtype=np.float64), 0
    while count is None or len(places) < count:
        index = _near(points, place, reach)
        if index >= 0:
            place = points[index].copy()
            if found and any(found):
                last = max(i for i, seen in enumerate(found) if seen)
                seen_step = (place - places[last]) / (len(places) - last)
                step = step + 0.25 * (seen_step - step)
            missed = 0
        else:
            missed += 1
            if count is None and missed > MAX_GAP:
                break
        places.append(place.copy())
        found.append(index >= 0)
        place = place + step
    while count is None and found and not found[-1]:
        places.pop()
        found.pop()
    return np.array(places).reshape(-1, 2), np.array(found, dtype=bool)


def _side_lines(lines: list[tuple[float, int]], width: float) -> tuple[float, float] | None:
    """The two lines that are `width` apart and carry most marks."""
    best, best_count = None, 0
    for i, (a, count_a) in enumerate(lines[:12]):
        for b, count_b in lines[i + 1 : 12]:
            if abs(abs(a - b) - width) <= SQUARENESS * width and min(count_a, count_b) * 4 >= max(count_a, count_b):
                if count_a + count_b > best_count:
                    best, best_count = (min(a, b), max(a, b)), count_a + count_b
    return best


def _crossing(side: float, slope: float, row: float, row_slope: float) -> Points:
    """Where the line x = side + slope * y meets y = row + row_slope * x."""
    x = (side + slope * row) / (1 - slope * row_slope)
    return np.array([x, row + row_slope * x])


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
    guess = float(np.median(bars[:, 2])) / MARK_WIDTH * GRID_STEP
    near, far = 0.7 * min(guess, GRID_STEP * dpi), 1.3 * max(guess, GRID_STEP * dpi)
    links = np.empty(len(points), dtype=np.int64)
    _link(points, 1, near, far, SLOPE, links)
    down = _chains(links)
    _link(points, 0, near, far, SLOPE, links)
    across = _chains(links)
    if len(down) < 1 or len(across) < 1:
        return None
    step = _pitch(points, down[:6], 1)
    long_down = down[0]
    slope = float(
        (points[long_down[-1], 0] - points[long_down[0], 0]) / (points[long_down[-1], 1] - points[long_down[0], 1])
    )
    sides = _side_lines(_lines(points, down, 1, slope, step), (columns - 1) * step)
    if sides is None:
        return None
    rows = _lines(points, across, 0, -slope, step)
    on_page = [row for row in rows if row[1] * 2 >= columns]
    if not on_page:
        return None
    return _grid_from(points, sides, slope, on_page, step, columns)


def _side_extent(points: Points, sides: tuple[float, float], slope: float, step: float) -> tuple[float, float]:
    """Smallest and largest offset y - (-slope) * x of the marks on the side lines."""
    offset = points[:, 1] + slope * points[:, 0]
    across = points[:, 0] - slope * points[:, 1]
    on_side = (np.abs(across - sides[0]) < 0.4 * step) | (np.abs(across - sides[1]) < 0.4 * step)
    return float(offset[on_side].min()), float(offset[on_side].max())


def _grid_from(
    points: Points,
    sides: tuple[float, float],
    slope: float,
    rows: list[tuple[float, int]],
    step: float,
    columns: int,
) -> Lattice | None:
    """Choose the end whose row is full, walk the four borders from its corners."""
    first, last = _side_extent(points, sides, slope, step)
    best: tuple[int, float, bool] | None = None
    for offset, count in rows:
        for end, upside_down in ((first, False), (last, True)):
            if abs(offset - end) < 1.5 * step and (best is None or count > best[0]):
                best = (count, offset, upside_down)
    if best is None:
        return None
    _, row, upside_down = best
    corners = [_crossing(side, slope, row, -slope) for side in sides]
    start, other = (corners[1], corners[0]) if upside_down else (corners[0], corners[1])
    along = (other - start) / (columns - 1)
    downward = np.array([slope, 1.0]) * step * (-1.0 if upside_down else 1.0)
    top = _walk(points, start, along, columns)
    left = _walk(points, top[0][0] if top[1][0] else start, downward, None)
    right = _walk(points, top[0][-1] if top[1][-1] else other, downward, None)
    count = max(len(left[0]), len(right[0]))
    if count < 3:
        return None
    left, right = _lengthened(left, count, downward), _lengthened(right, count, downward)
    bottom = _walk(points, left[0][-1], (right[0][-1] - left[0][-1]) / (columns - 1), columns)
    return Lattice(upside_down=upside_down, step=step, left=left, right=right, top=top, bottom=bottom)


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
