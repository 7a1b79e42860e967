"""What a mark reader would see of a recorded page: for simulated devices, and for nothing else."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from config.program import ElectionProgram
from scanner.errors import RecordingError
from scanner.levels import MEDIA_TYPE, LevelSheet, Scale, quantise
from scanner.sheet import PageImage
from tabulate.errors import ImageError
from tabulate.geometry import GRID_STEP, NotRegistered, mark_levels, register
from tabulate.image import decode
from tabulate.image.paper import measure_levels
from tabulate.marks import measure_targets

SIZE: Final = (0.195, 0.115)
"""Width and height in inches of what is looked at around each place of the grid, where no program says how
large its targets are: those of the demonstration."""

PROFILE: Final = "optics of the simulation"


def usual_size(program: ElectionProgram) -> tuple[float, float]:
    """Width and height (inches) that most targets of a program have; `SIZE` where it has none."""
    sides = [side for card in program.cards for side in (card.front, card.back) if side is not None]
    sizes = Counter((target.width, target.height) for side in sides for target in side.targets)
    return sizes.most_common(1)[0][0] if sizes else SIZE


def see_levels(page: PageImage, scale: Scale, size: tuple[float, float] = SIZE) -> LevelSheet:
    """Measure each place of a page's grid as the reading kernels measure a target there.

    A page without timing marks gives no rows and no timing marks: that is what a reader's clock would see.

    Args:
        page: a recorded picture, or a level sheet, which is given back as it was recorded.
        scale: what the levels of the device mean.
        size: width and height in inches of what is looked at around each place.

    Raises:
        RecordingError: the page cannot be decoded.
    """
    if page.media_type == MEDIA_TYPE:
        return LevelSheet.decode(page.encoded, page.name)
    try:
        raster = decode(page.encoded, page.page)
    except ImageError as error:
        raise RecordingError(f"{page.name}: {error}") from error
    levels = measure_levels(raster.gray)
    placed = register(raster, levels=levels)
    if isinstance(placed, NotRegistered):
        return LevelSheet((), 0, PROFILE, "", scale)
    levels = mark_levels(levels, raster.gray, placed)
    columns, rows = np.meshgrid(np.arange(placed.columns), np.arange(placed.rows))
    places = np.column_stack([columns.ravel(), rows.ravel()]).astype(np.float64) * GRID_STEP
    sizes = np.full(places.shape, size, dtype=np.float64)
    ink = measure_targets(raster.gray, levels, placed, places, sizes).interior.reshape(placed.rows, -1)
    cells = tuple(tuple(quantise(value, scale) for value in row) for row in ink.tolist())
    return LevelSheet(cells, placed.rows, PROFILE, "", scale)
