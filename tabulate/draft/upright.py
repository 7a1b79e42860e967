"""A page redrawn upright on its grid, for finding what is printed on a blank.

Votes are never read from it: it only proposes places, which a person confirms.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tabulate.geometry import GRID_STEP, Registration
from tabulate.image.paper import measure_levels
from tabulate.image.raster import GrayImage, Raster

PER_INCH = 200
"""Pixels an inch of the upright page: what the corpus scans have, so that nothing is lost."""

MARGIN = 0.5
"""Inches kept around the grid."""

NODE = 0.05
"""Inches between places where the mapping is evaluated; it is interpolated between them (the mapping bends
only at timing marks, which lie 0.25 inches apart)."""

DarkPixels = npt.NDArray[np.bool_]
"""Shape (height, width) of the upright page; True where there is ink."""


@dataclass(frozen=True, slots=True)
class UprightPage:
    """Upright grey pixels, `PER_INCH` to the design inch, whose pixel (0, 0) begins at (-`MARGIN`, -`MARGIN`).

    Attributes:
        threshold: a pixel below it is ink.
    """

    gray: GrayImage
    threshold: int

    def dark(self, window: int, offset: int) -> DarkPixels:
        """Ink darker by `offset` levels than the mean of the `window` pixels around it (an odd number)."""
        mean = cv2.blur(self.gray, (window, window), borderType=cv2.BORDER_REPLICATE).astype(np.int16)
        return np.asarray(self.gray.astype(np.int16) < mean - offset)


def to_inches(pixels: float) -> float:
    """Inches of the design at a pixel coordinate of the upright page."""
    return pixels / PER_INCH - MARGIN


def to_pixels(inches: float) -> float:
    """Pixel coordinate of the upright page at an inch of the design."""
    return (inches + MARGIN) * PER_INCH


def make_upright(raster: Raster, registration: Registration) -> UprightPage:
    """Redraw a registered page upright; beyond the edge of the scan it is white."""
    width = (registration.columns - 1) * GRID_STEP + 2 * MARGIN
    height = (registration.rows - 1) * GRID_STEP + 2 * MARGIN
    columns, rows = round(width * PER_INCH), round(height * PER_INCH)
    across, weights_x = _nodes(width, columns)
    down, weights_y = _nodes(height, rows)
    mesh = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
    at = registration.to_pixels(mesh).reshape(len(down), len(across), 2)
    x = (weights_y @ at[:, :, 0] @ weights_x.T - 0.5).astype(np.float32)
    y = (weights_y @ at[:, :, 1] @ weights_x.T - 0.5).astype(np.float32)
    gray = cv2.remap(raster.gray, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(255.0,))
    upright: GrayImage = np.ascontiguousarray(gray, dtype=np.uint8)
    return UprightPage(upright, measure_levels(upright).threshold)


def _nodes(length: float, pixels: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Node places in inches, shape (n,), and the weights (pixels, n) that interpolate between them."""
    count = int(np.ceil(length / NODE)) + 1
    nodes = -MARGIN + NODE * np.arange(count, dtype=np.float64)
    place = (np.arange(pixels) + 0.5) / PER_INCH / NODE
    below = np.minimum(place.astype(np.int64), count - 2)
    weights = np.zeros((pixels, count))
    weights[np.arange(pixels), below] = 1 - (place - below)
    weights[np.arange(pixels), below + 1] = place - below
    return nodes, weights
