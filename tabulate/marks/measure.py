"""Ink of the targets of a registered page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tabulate.geometry import Registration
from tabulate.image.paper import Levels
from tabulate.image.raster import GrayImage
from tabulate.marks.kernels import _measure_targets
from tabulate.marks.zones import zones_for

Sizes = npt.NDArray[np.float64]
"""Shape (n, 2): width and height of each target in inches."""


LATTICE = 200.0
"""Lattice points an inch: one a pixel up to 200 dpi, one in nine pixels at 600; an oval holds 280 of them."""


@dataclass(frozen=True, slots=True)
class TargetInk:
    """Ink of n targets, all shares per mille.

    Attributes:
        interior: (n,) ink inside the oval.
        solid: (n,) share of the inside with solid ink; it, core, columns, rows and lines are 0 where the inside
            has no ink.
        core: (n,) share of the solid ink that has solid ink on all eight sides: little in thin strokes.
        columns, rows: (n,) share of the inside's columns and of its rows that have solid ink.
        strips: (n, 4) ink in the strips left, right, above and below of the oval.
        outline: (n,) ink on the printed outline where it was found.
        displaced: (n,) distance between the expected and the found place, thousandths of an inch.
        line_across, line_along: (n,) a thin line crosses the target and goes on beyond, along x or along y of
            the design.
        boxes: (n, 4) x, y, width, height in pixels of the stored image, around the outline.
    """

    interior: npt.NDArray[np.int64]
    solid: npt.NDArray[np.int64]
    core: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    strips: npt.NDArray[np.int64]
    outline: npt.NDArray[np.int64]
    displaced: npt.NDArray[np.float64]
    line_across: npt.NDArray[np.bool_]
    line_along: npt.NDArray[np.bool_]
    boxes: npt.NDArray[np.float64]


def measure_targets(
    gray: GrayImage, levels: Levels, registration: Registration, places: npt.NDArray[np.float64], sizes: Sizes
) -> TargetInk:
    """Measure the ink of targets.

    Args:
        gray: page as stored, (height, width) uint8, C-contiguous.
        levels: paper and ink levels of the page.
        registration: of this page.
        places: (n, 2) middles of the targets, inches of the design.
        sizes: (n, 2) widths and heights of the printed outlines, inches.

    Raises:
        ValueError: when the shapes do not agree or the page is not uint8.
    """
    places = np.ascontiguousarray(places, dtype=np.float64).reshape(-1, 2)
    sizes = np.ascontiguousarray(sizes, dtype=np.float64).reshape(-1, 2)
    if gray.dtype != np.uint8 or gray.ndim != 2 or len(places) != len(sizes):
        raise ValueError("a page of uint8 and a size for each place are needed")
    pixels = np.ascontiguousarray(gray)
    centres = np.ascontiguousarray(registration.to_pixels(places))
    jacobians = np.ascontiguousarray(registration.jacobians(places))
    step = 1.0 / min(registration.dpi, LATTICE)
    result = np.zeros((len(places), 14), dtype=np.int64)
    for width, height in set(zip(*sizes.T.tolist(), strict=True)):
        which = np.flatnonzero((sizes[:, 0] == width) & (sizes[:, 1] == height))
        zones = zones_for(width, height, 1.0 / step)
        _measure_targets(
            pixels,
            centres,
            jacobians,
            which,
            step,
            zones.half_width,
            zones.half_height,
            levels.paper,
            levels.ink,
            zones.interior,
            zones.outline,
            zones.inside,
            zones.numbers,
            result,
        )
    shift = result[:, :2] * step
    middles = centres + np.einsum("nij,nj->ni", jacobians, shift)
    half = np.sqrt(np.einsum("nij,nj->ni", jacobians**2, (sizes / 2) ** 2))
    return TargetInk(
        interior=result[:, 3],
        solid=result[:, 10],
        core=result[:, 13],
        columns=result[:, 11],
        rows=result[:, 12],
        strips=result[:, 4:8],
        outline=result[:, 2],
        displaced=np.hypot(shift[:, 0], shift[:, 1]) * 1000.0,
        line_across=result[:, 8] == 1,
        line_along=result[:, 9] == 1,
        boxes=np.column_stack([middles - half, 2 * half]),
    )
