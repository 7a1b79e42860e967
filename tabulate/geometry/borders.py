"""Borders from the marks found along them: outliers out, missing marks interpolated from neighbours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tabulate.geometry.registration import Border, Points

OUTLIER_STEPS = 0.06
"""A mark this many grid steps (0.015 inch, 3 pixels at 200 dpi) off the line of its neighbours is damaged,
overprinted or not a timing mark.  Paper stretch moves neighbouring marks together, by far less."""


def _predictions(points: Points, known: npt.NDArray[np.int64], at: int) -> list[Points]:
    """Places of mark `at` by straight lines through pairs of its nearest known neighbours."""
    before = [int(k) for k in known[known < at][-2:]]
    after = [int(k) for k in known[known > at][:2]]
    pairs = []
    if before and after:
        pairs.append((before[-1], after[0]))
    if len(before) == 2:
        pairs.append((before[0], before[1]))
    if len(after) == 2:
        pairs.append((after[0], after[1]))
    return [points[a] + (points[b] - points[a]) * ((at - a) / (b - a)) for a, b in pairs]


def _errors(points: Points, found: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Distance of each found mark from the nearest of its neighbours' predictions, pixels."""
    known = np.flatnonzero(found)
    error = np.zeros(len(points))
    for at in known:
        predictions = _predictions(points, known[known != at], int(at))
        if predictions:
            error[at] = min(float(np.hypot(*(points[at] - p))) for p in predictions)
    return error


def _interpolated(points: Points, found: npt.NDArray[np.bool_]) -> Points:
    index = np.arange(len(points), dtype=np.float64)
    known = np.flatnonzero(found)
    result = points.copy()
    for axis in range(2):
        result[:, axis] = np.interp(index, known, points[known, axis])
    for edge, inner in ((known[0], known[1]), (known[-1], known[-2])):
        slope = (points[edge] - points[inner]) / (edge - inner)
        outside = index < edge if edge < inner else index > edge
        result[outside] = points[edge] + (index[outside] - edge)[:, None] * slope
    return result


def make_border(points: Points, found: npt.NDArray[np.bool_], step: float) -> Border | None:
    """Build a border from the marks found along it.

    Args:
        points: (n, 2) centres in pixels; any value where not found.
        found: (n,) which marks were found.
        step: pixels of a grid step.

    Returns:
        the border, or None when fewer than two marks agree with each other.
    """
    found = found.copy()
    while True:
        if found.sum() < 2:
            return None
        error = _errors(points, found)
        worst = int(np.argmax(error))
        if error[worst] <= OUTLIER_STEPS * step:
            return Border(points=_interpolated(points, found), found=found, error=error)
        found[worst] = False
