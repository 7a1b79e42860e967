"""What the unmarked ballot looks like: the part of a program that is measured and not written by hand."""

from __future__ import annotations

import numpy as np

from config.program import Side
from tabulate.errors import DraftError
from tabulate.geometry import NotRegistered, Registration, mark_levels, register
from tabulate.identify import measure_cells, pack
from tabulate.image.paper import Levels, measure_levels
from tabulate.image.raster import GrayImage, Raster
from tabulate.marks import measure_targets


def learn_side(side: Side, blank: Raster, name: str) -> Side:
    """The same side with the print map, and with the ink that each target and its surroundings have unmarked.

    Measured with the reader's own kernels, so that what is later taken off a page is what was seen here.

    Args:
        side: of a card; its targets in place.
        blank: an unmarked page of that side.
        name: of the blank, for messages.

    Raises:
        DraftError: no timing grid on the blank.
    """
    levels = measure_levels(blank.gray)
    placed = register(blank, levels=levels)
    if isinstance(placed, NotRegistered):
        raise DraftError(f"{name}: {placed.reason}; give an unmarked page of a timing-mark ballot")
    return learn_registered(side, blank.gray, levels, placed)


def learn_registered(side: Side, gray: GrayImage, levels: Levels, placed: Registration) -> Side:
    """`learn_side` for a blank that is registered already."""
    levels = mark_levels(levels, gray, placed)
    learned = side.model_copy(update={"print_map": pack(measure_cells(gray, levels.threshold, placed))})
    if not side.targets:
        return learned
    places = np.array([(target.x, target.y) for target in side.targets], dtype=np.float64)
    sizes = np.array([(target.width, target.height) for target in side.targets], dtype=np.float64)
    ink = measure_targets(gray, levels, placed, places, sizes)
    targets = tuple(
        target.model_copy(
            update={
                "blank_ink": min(1000, int(ink.interior[index])),
                "surround_ink": tuple(min(1000, int(strip)) for strip in ink.strips[index]),
            }
        )
        for index, target in enumerate(side.targets)
    )
    return learned.model_copy(update={"targets": targets})
