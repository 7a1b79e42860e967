"""How dark larger areas of a page are: the lines for write-in names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from config.program import Box
from tabulate.geometry import Registration
from tabulate.identify.kernels import _dark_in_boxes
from tabulate.image.raster import GrayImage

ACROSS, DOWN = 160, 24
"""Samples across and down an area: one every hundredth of an inch of a line of usual size."""


def measure_areas(
    gray: GrayImage, threshold: int, registration: Registration, areas: Sequence[Box]
) -> list[int]:
    """Share of each area that is dark, per mille.

    Args:
        gray: page as stored, (height, width) uint8.
        threshold: a pixel below it is dark.
        registration: of this page.
        areas: in inches of the design.
    """
    if not areas:
        return []
    middles = np.array([(a.x + a.width / 2, a.y + a.height / 2) for a in areas])
    halves = np.array([(a.width / 2, a.height / 2) for a in areas])
    centres = np.ascontiguousarray(registration.to_pixels(middles))
    axes = np.ascontiguousarray(registration.jacobians(middles) * halves[:, None, :])
    dark = np.empty(len(areas), dtype=np.int64)
    _dark_in_boxes(gray, threshold, centres, axes, ACROSS, DOWN, dark)
    return [int(count) * 1000 // (ACROSS * DOWN) for count in dark]
