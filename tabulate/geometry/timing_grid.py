"""Registration of the timing-grid family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tabulate.geometry.borders import make_border
from tabulate.geometry.clipped import complete
from tabulate.geometry.lattice import Lattice, find_lattice
from tabulate.geometry.marks import CARD_WIDTH, find_bars, find_clipped_bars
from tabulate.geometry.registration import GRID_STEP, Border, Points, Registration, Rotation
from tabulate.geometry.support import contradict, is_weak
from tabulate.image.paper import MIN_CONTRAST, Levels, measure_levels
from tabulate.image.raster import GrayImage, Raster

COLUMNS = 34

MIN_FOUND = 0.5
"""Share of the marks of the left, the right and the top border that must have survived: below it a
grid is a guess, and the page goes to a person."""

ROTATIONS: dict[tuple[bool, bool], Rotation] = {
    (False, False): 0,
    (True, False): 90,
    (False, True): 180,
    (True, True): 270,
}
"""Degrees clockwise to stand upright, by whether the search turned the page and found it upside down there."""


@dataclass(frozen=True, slots=True)
class NotRegistered:
    """A page on which no grid could be found, with the reason as a page flag and in words."""

    flag: str
    reason: str


def register(
    raster: Raster, columns: int = COLUMNS, levels: Levels | None = None
) -> Registration | NotRegistered:
    """Find the timing marks of a page and the mapping between the page and its design.

    Args:
        raster: the page as stored, in any of the four orientations, 150 to 600 dpi.
        columns: timing marks across the card.
        levels: paper and ink levels if already measured.
    """
    gray = raster.gray
    levels = measure_levels(gray) if levels is None else levels
    if not levels.has_print:
        return NotRegistered("blank-paper", "there is no print on this page")
    height, width = gray.shape
    dpi = min(height, width) / CARD_WIDTH
    order = (False, True) if height >= width else (True, False)
    refused = NotRegistered("no-timing-grid", "no grid of timing marks was found on this page")
    for turned in order:
        frame = np.ascontiguousarray(np.rot90(gray, -1)) if turned else gray
        for find in (find_bars, find_clipped_bars):
            bars = find(frame, levels, dpi)
            rough = find_lattice(bars, dpi, columns)
            if rough is not None:
                lattice, cut = complete(bars, rough)
                clipped = cut or find is find_clipped_bars
                found = _registration(lattice, turned, gray, columns, clipped=clipped)
                if isinstance(found, Registration):
                    return found
                refused = found
    return refused


def _registration(
    lattice: Lattice, turned: bool, gray: GrayImage, columns: int, *, clipped: bool
) -> Registration | NotRegistered:
    borders: list[Border] = []
    for name, required in (("left", True), ("right", True), ("top", True), ("bottom", False)):
        points, found = getattr(lattice, name)
        border = make_border(_to_stored(points, turned, gray), found, lattice.step)
        share = 0.0 if border is None else float(border.found.mean())
        if border is None or (required and share < MIN_FOUND):
            return NotRegistered(
                "too-few-timing-marks",
                f"only {share:.0%} of the timing marks of the {name} border were found where they belong",
            )
        borders.append(border)
    left, right, top, bottom = borders
    if contradict(left, right, top, lattice.step):
        return NotRegistered("marks-contradict", "the timing marks of two borders contradict each other")
    rows = len(left.points)
    across = float(np.hypot(*(top.points[-1] - top.points[0]))) / (columns - 1)
    down = float(np.hypot(*(left.points[-1] - left.points[0]))) / (rows - 1)
    return Registration(
        rotation=ROTATIONS[turned, lattice.upside_down],
        columns=columns,
        rows=rows,
        dpi=(across + down) / 2 / GRID_STEP,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        clipped=clipped,
        weak=any(is_weak(border) for border in (left, right, top)),
    )


def mark_levels(levels: Levels, gray: GrayImage, placed: Registration) -> Levels:
    """The levels of a page with its ink as its timing marks show it.

    Print as dark as a timing mark is what ink is measured against: text is thinner than the scanner's spot
    and looks paler, the more so the more a page is blurred.
    """
    borders = (placed.left, placed.right, placed.top)
    points = np.vstack([border.points[border.found] for border in borders])
    x = np.clip(points[:, 0].astype(np.int64), 0, gray.shape[1] - 1)
    y = np.clip(points[:, 1].astype(np.int64), 0, gray.shape[0] - 1)
    ink = int(np.sort(gray[y, x])[len(points) // 2])
    if levels.paper - ink < MIN_CONTRAST:
        return levels
    return Levels(paper=levels.paper, ink=ink, threshold=(levels.paper + ink + 1) // 2)


def _to_stored(points: Points, turned: bool, gray: GrayImage) -> Points:
    """Positions of the searched frame as positions of the stored page (see `np.rot90(gray, -1)`)."""
    if not turned:
        return points
    return np.column_stack([points[:, 1], gray.shape[0] - points[:, 0]])
