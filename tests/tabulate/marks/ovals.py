"""Ovals and voters' marks, painted on drawn pages: every shape is a yes or no for a place in inches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.tabulate.geometry.pages import Drawn, Sheet, View, draw, truth_of

Shape = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Which places (x to the right, y down, inches from the middle of the oval) are inked."""

A, B = 0.11, 0.065
"""Half width and half height of the printed oval."""

LINE = 0.011
"""Width of its outline."""


def oval(a: float, b: float) -> Shape:
    return lambda x, y: np.abs(x / a) ** 2.6 + np.abs(y / b) ** 2.6 <= 1


def ring(a: float, b: float, line: float = LINE) -> Shape:
    outer, inner = oval(a, b), oval(a - line, b - line)
    return lambda x, y: outer(x, y) & ~inner(x, y)


def stroke(x0: float, y0: float, x1: float, y1: float, wide: float = 0.02) -> Shape:
    """A straight stroke with round ends."""

    def inked(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        dx, dy = x1 - x0, y1 - y0
        part = np.clip(((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1)
        return np.hypot(x - x0 - part * dx, y - y0 - part * dy) <= wide / 2

    return inked


def both(*shapes: Shape) -> Shape:
    def inked(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        found = np.zeros(np.broadcast(x, y).shape, dtype=np.bool_)
        for shape in shapes:
            found |= shape(x, y)
        return found

    return inked


def paint(drawn: Drawn, place: tuple[float, float], shape: Shape, ink: int, reach: float = 0.45) -> None:
    """Ink a shape at a place (inches of the design) of a page that is not turned, in place."""
    gray, fine = drawn.raster.gray, 3
    assert drawn.view.turns == 0
    points = np.array([place, (place[0] + 1e-3, place[1]), (place[0], place[1] + 1e-3)])
    middle, right, down = truth_of(points, drawn.sheet, drawn.view)
    slopes = np.column_stack([(right - middle) * 1e3, (down - middle) * 1e3])
    inverse = np.linalg.inv(slopes)
    size = int(np.ceil(reach * drawn.view.dpi))
    low = np.maximum(np.floor(middle).astype(int) - size, 0)
    high = np.minimum(np.floor(middle).astype(int) + size + 1, gray.shape[::-1])
    x = low[0] + (np.arange((high[0] - low[0]) * fine) + 0.5) / fine - middle[0]
    y = low[1] + (np.arange((high[1] - low[1]) * fine) + 0.5) / fine - middle[1]
    u = inverse[0, 0] * x[None, :] + inverse[0, 1] * y[:, None]
    v = inverse[1, 0] * x[None, :] + inverse[1, 1] * y[:, None]
    share = shape(u, v).reshape(high[1] - low[1], fine, high[0] - low[0], fine).mean(axis=(1, 3))
    here = gray[low[1] : high[1], low[0] : high[0]]
    level = here - share * (here.astype(np.float64) - ink)
    here[...] = np.minimum(here, np.rint(level).astype(np.uint8))


def ballot(places: list[tuple[float, float]], view: View, noise: float = 0.0, outline: int = 25) -> Drawn:
    """A page with printed ovals at places."""
    drawn = draw(Sheet(), view, noise=noise, seed=len(places))
    for place in places:
        paint(drawn, place, ring(A, B), outline, reach=0.14)
    return drawn
