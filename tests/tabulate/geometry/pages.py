"""Pages with timing marks, drawn by numpy where arithmetic puts them: the truth comes before the pixels.

A page is a `Sheet` (what is printed, in inches) seen through a `View` (how it lies in the scan).  Pixel
positions follow the house: pixel i spans [i, i + 1].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from tabulate.image.raster import Raster

STEP, WIDE, TALL = 0.25, 0.1875, 0.0625
COLUMNS = 34
MARGIN_X, MARGIN_Y = 0.125, 0.28125
"""From the paper's edge to the middle of the first mark, inches."""

FRONT = "10000000000101001000100000001011"
Bend = Callable[[np.ndarray], np.ndarray]


def straight(share: np.ndarray) -> np.ndarray:
    return np.zeros_like(share)


@dataclass(frozen=True)
class View:
    """How a sheet lies in its scan.

    Attributes:
        skew: degrees clockwise; lean: tangent by which columns lean more than rows.
        stretch: (across, down) over nominal.
        bend: (across, down) departure from even spacing, inches, of the share 0..1 of the way.
        shift: inches.
        pad: inches that the scan shows beyond each edge of the paper.
        turns: quarter turns of the stored image, counterclockwise.
    """

    dpi: float = 200.0
    skew: float = 0.0
    lean: float = 0.0
    stretch: tuple[float, float] = (1.0, 1.0)
    bend: tuple[Bend, Bend] = (straight, straight)
    shift: tuple[float, float] = (0.0, 0.0)
    pad: float = 0.25
    turns: int = 0


@dataclass(frozen=True)
class Sheet:
    """What is printed.

    Attributes:
        gone: marks (border, index) left out; border is left, right or top.
        strays: dark boxes (x, y, width, height), inches from the middle of the first mark.
        moved: pixels by which a mark is displaced, on the upright page.
        cut: inches taken off the outer end of the marks of a side.
    """

    rows: int = 41
    code: str = FRONT
    gone: frozenset[tuple[str, int]] = frozenset()
    strays: tuple[tuple[float, float, float, float], ...] = ()
    moved: dict[tuple[str, int], tuple[float, float]] = field(default_factory=dict)
    cut: dict[str, float] = field(default_factory=dict)

    @property
    def height(self) -> float:
        return (self.rows + 3) * STEP

    def marks(self) -> dict[tuple[str, int], tuple[float, float]]:
        """Marks by border and index with their middles in inches; the corners belong to the sides."""
        last = (self.rows - 1) * STEP
        found = {("left", row): (0.0, row * STEP) for row in range(self.rows)}
        found |= {("right", row): ((COLUMNS - 1) * STEP, row * STEP) for row in range(self.rows)}
        found |= {("top", column): (column * STEP, 0.0) for column in range(1, COLUMNS - 1)}
        found |= {
            ("code", column): (column * STEP, last)
            for column, bit in enumerate(self.code, start=1)
            if bit == "1"
        }
        return {key: place for key, place in found.items() if key not in self.gone}


@dataclass(frozen=True)
class Drawn:
    """A page and the truth of its mapping."""

    raster: Raster
    sheet: Sheet
    view: View

    def truth(self, inches: np.ndarray) -> np.ndarray:
        """Where places of the design lie in the stored image, pixels."""
        upright = truth_of(np.asarray(inches, dtype=np.float64), self.sheet, self.view)
        return _turned(upright, *_size(self.sheet, self.view), self.view.turns)


def _size(sheet: Sheet, view: View) -> tuple[int, int]:
    return round((sheet.height + 2 * view.pad) * view.dpi), round((8.5 + 2 * view.pad) * view.dpi)


def truth_of(inches: np.ndarray, sheet: Sheet, view: View) -> np.ndarray:
    wide, tall = (COLUMNS - 1) * STEP, (sheet.rows - 1) * STEP
    x = (inches[:, 0] + view.bend[0](inches[:, 0] / wide) - wide / 2) * view.stretch[0]
    y = (inches[:, 1] + view.bend[1](inches[:, 1] / tall) - tall / 2) * view.stretch[1]
    angle = np.deg2rad(view.skew)
    x = x - view.lean * y
    turned_x = x * np.cos(angle) - y * np.sin(angle)
    turned_y = x * np.sin(angle) + y * np.cos(angle)
    _, width = _size(sheet, view)
    middle_y = view.pad + MARGIN_Y + tall / 2
    return np.column_stack(
        [
            (turned_x + view.shift[0]) * view.dpi + width / 2,
            (turned_y + middle_y + view.shift[1]) * view.dpi,
        ]
    )


def _turned(pixels: np.ndarray, height: int, width: int, turns: int) -> np.ndarray:
    """Positions after `turns` counterclockwise quarter turns of a height x width image (`np.rot90`)."""
    for _ in range(turns % 4):
        pixels = np.column_stack([pixels[:, 1], width - pixels[:, 0]])
        height, width = width, height
    return pixels


def quad(gray: np.ndarray, corners: np.ndarray, ink: int, paper: int) -> None:
    """Draw a parallelogram given by its corners (4, 2) in turn, each pixel darkened by the share it covers."""
    fine = 4
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int), gray.shape[::-1])
    if (high <= low).any():
        return
    x = low[0] + (np.arange((high[0] - low[0]) * fine) + 0.5) / fine
    y = low[1] + (np.arange((high[1] - low[1]) * fine) + 0.5) / fine
    axes = np.column_stack([corners[1] - corners[0], corners[3] - corners[0]])
    inverse = np.linalg.inv(axes)
    u = inverse[0, 0] * (x - corners[0, 0])[None, :] + inverse[0, 1] * (y - corners[0, 1])[:, None]
    v = inverse[1, 0] * (x - corners[0, 0])[None, :] + inverse[1, 1] * (y - corners[0, 1])[:, None]
    inside = (u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)
    share = inside.reshape(high[1] - low[1], fine, high[0] - low[0], fine).mean(axis=(1, 3))
    here = gray[low[1] : high[1], low[0] : high[0]]
    here[...] = np.minimum(here, np.rint(paper - share * (paper - ink)).astype(np.uint8))


def draw(sheet: Sheet, view: View, paper: int = 245, ink: int = 25, noise: float = 0.0, seed: int = 0) -> Drawn:
    """Draw a page."""
    gray = np.full(_size(sheet, view), paper, dtype=np.uint8)
    boxes = [(key, x, y, WIDE, TALL) for key, (x, y) in sheet.marks().items()]
    boxes += [(("stray", 0), x, y, wide, tall) for x, y, wide, tall in sheet.strays]
    middles = truth_of(np.array([(x, y) for _, x, y, _, _ in boxes]), sheet, view)
    # the shape of a mark follows the straight part of the view, its place the bends too
    rigid = replace(view, bend=(straight, straight))
    origin, right, down = truth_of(np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]), sheet, rigid)
    slopes = np.array([right - origin, down - origin])
    for ((border, index), _, _, wide, tall), middle in zip(boxes, middles, strict=True):
        x0 = -wide / 2 + (sheet.cut.get(border, 0.0) if border == "left" else 0.0)
        x1 = wide / 2 - (sheet.cut.get(border, 0.0) if border == "right" else 0.0)
        corners = np.array([(x0, -tall / 2), (x1, -tall / 2), (x1, tall / 2), (x0, tall / 2)])
        moved = np.array(sheet.moved.get((border, index), (0.0, 0.0)))
        quad(gray, middle + moved + corners @ slopes, ink, paper)
    if noise:
        grain = np.random.default_rng(seed).normal(0.0, noise, (256, 256))
        times = [size // 256 + 1 for size in gray.shape]
        grain = np.tile(np.rint(grain).astype(np.int16), times)[: gray.shape[0], : gray.shape[1]]
        gray = np.clip(gray + grain, 0, 255).astype(np.uint8)
    return Drawn(Raster(np.ascontiguousarray(np.rot90(gray, view.turns)), False, None), sheet, view)


def any_code(rng: np.random.Generator, share: float = 0.4) -> str:
    """A front's code with its checksum."""
    bits = "1000" + "".join(rng.choice(["0", "1"], 26, p=[1 - share, share]))
    return bits + format(bits.count("1") % 4, "02b")


def probes(sheet: Sheet) -> np.ndarray:
    """Places all over a sheet, in inches."""
    x = np.linspace(0, (COLUMNS - 1) * STEP, 12)
    y = np.linspace(0, (sheet.rows - 1) * STEP, 15)
    return np.stack(np.meshgrid(x, y), axis=2).reshape(-1, 2)
