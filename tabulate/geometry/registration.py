"""The mapping between a printed design and the pixels of one stored page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from tabulate.geometry.kernels_mapping import _coons, _jacobians

Points = npt.NDArray[np.float64]
"""Shape (n, 2): x, y."""

GRID_STEP = 0.25
"""Inches between neighbouring timing marks of the printed design."""

Rotation = Literal[0, 90, 180, 270]


@dataclass(frozen=True, slots=True)
class Border:
    """The timing marks along one border, in reading order (top to bottom, left to right).

    Attributes:
        points: (n, 2) centres in pixels of the stored image; where no mark was found, interpolated.
        found: (n,) True where a mark was found at the place the others predict.
        error: (n,) distance in pixels between a mark and its place as interpolated from its neighbours; 0
            where no mark was found.
    """

    points: Points
    found: npt.NDArray[np.bool_]
    error: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Registration:
    """A page on its grid.

    The mapping is Coons' patch over the four borders (Coons 1967): a point of the grid lies between its
    row's left and right marks, corrected by how the top and bottom borders depart from a straight
    even row.  So stretch along the feed is followed row by row and stretch across it column by column.
    Pixel coordinates are of the stored image, pixel i spanning [i, i + 1]; inches are of the printed
    design, from the centre of the top left mark, x to the right and y down on the upright page.

    Attributes:
        rotation: degrees the stored image must be turned clockwise to stand upright.
        dpi: pixels an inch of the printed design, over the whole page.
        left, right: borders of `rows` marks.
        top, bottom: borders of `columns` marks; the bottom row carries the card code, so its missing marks
            are no defect.
        clipped: marks of a side are cut off, and were completed from their inner ends.
        weak: so many marks of a border are missing that its places are no longer sure.
    """

    rotation: Rotation
    columns: int
    rows: int
    dpi: float
    left: Border
    right: Border
    top: Border
    bottom: Border
    clipped: bool = False
    weak: bool = False

    @property
    def residual_mils(self) -> float:
        """Largest distance of a surviving mark from where its neighbours place it, thousandths of an inch."""
        worst = max(float(border.error.max()) for border in (self.left, self.right, self.top))
        return worst / self.dpi * 1000.0

    @property
    def missing(self) -> int:
        """Marks of the left, right and top border that were not found."""
        return sum(int((~border.found).sum()) for border in (self.left, self.right, self.top))

    def grid_to_pixels(self, grid: Points) -> Points:
        """Map grid positions (column, row; fractions allowed) to pixels; shape (n, 2) to (n, 2)."""
        grid = np.ascontiguousarray(grid, dtype=np.float64)
        pixels = np.empty_like(grid)
        _coons(self.left.points, self.right.points, self.top.points, self.bottom.points, grid, pixels)
        return pixels

    def to_pixels(self, inches: Points) -> Points:
        """Map places on the printed design (inches) to pixels of the stored image; (n, 2) to (n, 2)."""
        return self.grid_to_pixels(np.asarray(inches, dtype=np.float64) / GRID_STEP)

    def to_inches(self, pixels: Points) -> Points:
        """Map pixels of the stored image to inches of the printed design; (n, 2) to (n, 2).

        The inverse of `to_pixels` by Newton's method from the affine map of the corners; the mapping is
        almost affine, so three steps reach a thousandth of a pixel.
        """
        pixels = np.asarray(pixels, dtype=np.float64)
        origin = self.left.points[0]
        across = (self.right.points[0] - origin) / (self.columns - 1)
        down = (self.left.points[-1] - origin) / (self.rows - 1)
        inverse = np.linalg.inv(np.column_stack([across, down]))
        grid = (pixels - origin) @ inverse.T
        for _ in range(4):
            grid = grid + (pixels - self.grid_to_pixels(grid)) @ inverse.T
        inches: Points = grid * GRID_STEP
        return inches

    def jacobians(self, inches: Points) -> npt.NDArray[np.float64]:
        """Pixels per inch around each place: (n, 2, 2), [:, :, 0] along x of the design, [:, :, 1] along y."""
        inches = np.ascontiguousarray(inches, dtype=np.float64)
        jacobians = np.empty((len(inches), 2, 2))
        _jacobians(
            self.left.points,
            self.right.points,
            self.top.points,
            self.bottom.points,
            inches,
            GRID_STEP,
            jacobians,
        )
        return jacobians
