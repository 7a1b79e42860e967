"""What the unmarked ballot looks like: the part of a program that is measured and not written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from config.program import Side, Target
from tabulate.errors import DraftError
from tabulate.geometry import NotRegistered, Registration, mark_levels, register
from tabulate.identify import measure_areas, measure_cells, pack
from tabulate.identify.print_map import SAMPLES
from tabulate.image.paper import Levels, measure_levels
from tabulate.image.raster import GrayImage, Raster
from tabulate.marks import measure_targets

PALE = 20
"""Grey levels below the paper that may turn dark in print and scan: a hairline, a shading of 8 %."""

Inks = tuple[list[int], list[list[int]], list[int]]
"""Of each target: ink inside, in the four strips beside it, in its write-in area (0 where it has none)."""


@dataclass(frozen=True, slots=True)
class RegisteredBlank:
    """An unmarked page on its grid; `gray` as stored, (height, width) uint8."""

    gray: GrayImage
    levels: Levels
    placed: Registration


def learn_side(side: Side, blank: Raster, name: str) -> Side:
    """The same side with its print maps, and with the ink that each target and its surroundings have unmarked.

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
    return learn_registered(side, [RegisteredBlank(blank.gray, levels, placed)])


def learn_registered(side: Side, blanks: Sequence[RegisteredBlank]) -> Side:
    """`learn_side` from one or more registered blanks, by the reader's own kernels.

    Of several blanks the middle value counts, so that a speck on one scan is not taken for print; print maps
    come from the first, and what is dark only on another counts as pale.

    Args:
        side: of a card; its targets in place.
        blanks: unmarked pages of that side, the best first; at least one.
    """
    measured = [
        RegisteredBlank(blank.gray, mark_levels(blank.levels, blank.gray, blank.placed), blank.placed)
        for blank in blanks
    ]
    maps = [
        (
            measure_cells(blank.gray, blank.levels.threshold, blank.placed),
            measure_cells(blank.gray, blank.levels.paper - PALE, blank.placed, 2 * SAMPLES),
        )
        for blank in measured
    ]
    dark = maps[0][0]
    pale = np.logical_or.reduce([any_print for _, any_print in maps]) & ~dark
    inks = [_inks(side.targets, blank) for blank in measured]
    targets = tuple(
        target.model_copy(
            update={
                "blank_ink": _middle([interior[index] for interior, _, _ in inks]),
                "surround_ink": tuple(_middle([strips[index][k] for _, strips, _ in inks]) for k in range(4)),
                "write_in_ink": _middle([written[index] for _, _, written in inks]),
            }
        )
        for index, target in enumerate(side.targets)
    )
    return side.model_copy(
        update={"targets": targets, "print_map": pack(dark), "gray_map": pack(pale) if pale.any() else None}
    )


def _middle(values: Sequence[int]) -> int:
    return min(1000, max(0, sorted(values)[len(values) // 2]))


def _inks(targets: Sequence[Target], blank: RegisteredBlank) -> Inks:
    if not targets:
        return [], [], []
    places = np.array([(target.x, target.y) for target in targets], dtype=np.float64)
    sizes = np.array([(target.width, target.height) for target in targets], dtype=np.float64)
    ink = measure_targets(blank.gray, blank.levels, blank.placed, places, sizes)
    lines = [index for index, target in enumerate(targets) if target.write_in_area is not None]
    areas = [target.write_in_area for target in targets if target.write_in_area is not None]
    written = [0] * len(targets)
    for index, share in zip(
        lines, measure_areas(blank.gray, blank.levels.threshold, blank.placed, areas), strict=True
    ):
        written[index] = share
    return ink.interior.tolist(), ink.strips.tolist(), written
