"""Borders from the marks found along them: outliers out, missing marks interpolated from neighbours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tabulate.geometry.kernels import _border_errors
from tabulate.geometry.registration import Border, Points

OUTLIER_STEPS = 0.06
"""A mark this many grid steps (0.015 inch, 3 pixels at 200 dpi) off the line of its neighbours is damaged,
overprinted or not a timing mark.  Paper stretch moves neighbouring marks together, by far less."""


def _interpolated(points: Points, found: npt.NDArray[np.bool_]) -> Points:
    result = points.copy()
    if found.all():
        return result
    index = np.arange(len(points), dtype=np.float64)
    known = np.flatnonzero(found)
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
    points, found = np.ascontiguousarray(points), found.copy()
    error = np.zeros(len(points))
    while True:
        if found.sum() < 2:
            return None
        _border_errors(points, found, error)
        worst = int(np.argmax(error))
        if error[worst] <= OUTLIER_STEPS * step:
            return Border(points=_interpolated(points, found), found=found, error=error)
        found[worst] = False
