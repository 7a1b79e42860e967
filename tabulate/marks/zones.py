"""The zones of a target, as lattice points: inside, on the outline, just within it, and beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

INTERIOR = 0.74
"""The inside of a target ends at this share of its half width and half height: clear of the printed line
(0.01 inch), of its blur and of a shift of one pixel at 150 dpi."""

STROKE = 0.011
"""Width of the printed outline in inches, as measured on AccuVote ballots of five counties."""

CORNER = 2.6
"""Exponent of the superellipse |x/a|^n + |y/b|^n = 1: between the ellipses of one printer and the
rounded rectangles of another, within a pixel of both at 200 dpi."""

OUTLINE_POINTS = 56

REACH = 0.045
"""Inches within which the outline is looked for around the place the timing marks give it."""

PRICE_SHARE = 0.35
"""Price of moving the whole reach, as a share of a wholly dark outline."""

GAP, STRIP = 0.012, 0.034
"""Strips above and below a target begin this far from it and are this thick, in inches; they end before the
next target at six to an inch."""

SIDE_GAP, SIDE_STRIP = 0.030, 0.080
"""Strips left and right of a target, in inches: beyond a careless fill, where a mark beside the oval or the
arms of a crossing-out are; on one of the two sides there is usually print, and then it says nothing."""

SOLID = 153
"""Ink (of 255) that is solid: 60 % of the contrast between paper and print."""

FLOOR = 30
"""Ink (of 255) that is taken for paper texture: 12 % of the contrast between paper and print."""

BEYOND = 0.045
"""Inches a line must go on beyond a target on both sides to be a fold, a streak or a rule, not a mark."""

LINE = 0.035
"""Thickest line in inches that is taken for one; a mark that overflows its target is thicker."""

LINE_INK = 96
"""Ink (of 255) from which a lattice point is part of a line: a fold is paler than a mark."""

DARKER = 700
"""Per mille of the lattice points around a target that are darker than its paper: print and a mark may cover
two thirds of them, and shading is no paper."""

Points = npt.NDArray[np.int64]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones of a target at one resolution.

    Attributes:
        half_width, half_height: lattice steps the patch reaches from the middle.
        interior, outline, inside: offsets of lattice points from the middle, in a patch stored row by row.
        numbers: parameters of the kernel `_measure_targets`, in its order.
    """

    half_width: int
    half_height: int
    interior: Offsets
    outline: Offsets
    inside: Offsets
    numbers: npt.NDArray[np.int64]


def _curve(a: float, b: float) -> Points:
    angle = np.arange(OUTLINE_POINTS) * (2 * np.pi / OUTLINE_POINTS)
    x = a * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** (2 / CORNER)
    y = b * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** (2 / CORNER)
    return np.ascontiguousarray(np.rint(np.column_stack([x, y])).astype(np.int64))


def _disc(a: float, b: float) -> Points:
    x, y = np.meshgrid(np.arange(-int(a) - 1, int(a) + 2), np.arange(-int(b) - 1, int(b) + 2))
    within = (x / a) ** 2 + (y / b) ** 2 <= 1.0
    return np.ascontiguousarray(np.column_stack([x[within], y[within]]).astype(np.int64))


def _flat(points: Points, stride: int) -> Offsets:
    return np.ascontiguousarray(points[:, 1] * stride + points[:, 0])


@lru_cache(maxsize=256)
def zones_for(width: float, height: float, dpi: float) -> Zones:
    """Zones of a target of `width` by `height` inches, on a lattice of 1 / dpi inches."""
    a, b = width * dpi / 2, height * dpi / 2
    line = STROKE * dpi / 2
    reach = max(2, round(REACH * dpi))
    gap, strip = max(2, round(GAP * dpi)), max(3, round(STRIP * dpi))
    beyond = round(BEYOND * dpi)
    outline = _curve(a - line, b - line)
    side_gap, side_strip = round(SIDE_GAP * dpi), round(SIDE_STRIP * dpi)
    margin_x = reach + max(side_gap + side_strip, beyond) + 2
    margin_y = reach + max(gap + strip, beyond) + 2
    price = round(PRICE_SHARE * 255 * len(outline) / reach)
    numbers = [
        round(a),
        round(b),
        gap,
        strip,
        side_gap,
        side_strip,
        reach,
        price,
        FLOOR,
        beyond,
        round(LINE * dpi),
    ]
    numbers += [SOLID, round(a * INTERIOR), round(b * INTERIOR), LINE_INK, DARKER]
    half_width = round(a) + margin_x
    stride = 2 * half_width + 1
    return Zones(
        half_width=half_width,
        half_height=round(b) + margin_y,
        interior=_flat(_disc(a * INTERIOR, b * INTERIOR), stride),
        outline=_flat(outline, stride),
        inside=_flat(_curve(a - 4 * line, b - 4 * line), stride),
        numbers=np.array(numbers, dtype=np.int64),
    )
