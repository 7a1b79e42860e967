"""A program prepared for reading: the sides of its cards with their targets as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from config.program import Card, Contest, ElectionProgram, Side, Target
from tabulate.geometry import GRID_STEP
from tabulate.identify import Cells, grow, unpack
from tabulate.marks.state import Blanks
from tabulate.votes.records import SideName


@dataclass(frozen=True, slots=True)
class WriteInCells:
    """Cells of a write-in area that the blank leaves clear: rows and columns of the print map."""

    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SideLayout:
    """One side of a card, ready to be looked for and read.

    Attributes:
        ballot_style: the only style that has the card, or None when several have it.
        places, sizes: (n, 2) middles and sizes of the targets, inches.
        cells: the printed cells of the unmarked side, or None when the program has no print map.
        near: `cells` and their neighbours.
        blanks: ink of the targets on the unmarked side.
        write_ins: for each target, the clear cells of its write-in area, or None.
    """

    card: Card
    name: SideName
    side: Side
    ballot_style: str | None
    contests: tuple[Contest, ...]
    targets: tuple[Target, ...]
    places: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]
    cells: Cells | None
    near: Cells | None
    blanks: Blanks
    write_ins: tuple[WriteInCells | None, ...]


def prepare(program: ElectionProgram) -> tuple[SideLayout, ...]:
    """The sides of all cards of a program."""
    layouts = []
    for card in program.cards:
        styles = [style.id for style in program.ballot_styles if card.id in style.cards]
        style = styles[0] if len(styles) == 1 else None
        layouts.append(_layout(program, card, "front", card.front, style))
        if card.back is not None:
            layouts.append(_layout(program, card, "back", card.back, style))
    return tuple(layouts)


def _layout(program: ElectionProgram, card: Card, name: SideName, side: Side, style: str | None) -> SideLayout:
    cells = None if side.print_map is None else unpack(side.print_map)
    here = {target.contest for target in side.targets}
    return SideLayout(
        card=card,
        name=name,
        side=side,
        ballot_style=style,
        contests=tuple(contest for contest in program.contests if contest.id in here),
        targets=side.targets,
        places=np.array([(t.x, t.y) for t in side.targets], dtype=np.float64).reshape(-1, 2),
        sizes=np.array([(t.width, t.height) for t in side.targets], dtype=np.float64).reshape(-1, 2),
        cells=cells,
        near=None if cells is None else grow(cells),
        blanks=Blanks(
            interior=np.array([t.blank_ink for t in side.targets], dtype=np.int64),
            strips=np.array([t.surround_ink for t in side.targets], dtype=np.int64).reshape(-1, 4),
        ),
        write_ins=tuple(_write_in_cells(target, side, cells) for target in side.targets),
    )


def _write_in_cells(target: Target, side: Side, cells: Cells | None) -> WriteInCells | None:
    if target.write_in_area is None or cells is None or side.print_map is None:
        return None
    print_map, area = side.print_map, target.write_in_area
    half = GRID_STEP / 4
    x = print_map.x + print_map.cell * (np.arange(print_map.columns) + 0.5)
    y = print_map.y + print_map.cell * (np.arange(print_map.rows) + 0.5)
    columns = (x >= area.x) & (x <= area.x + area.width) & (np.abs(x - target.x) > target.width / 2 + half)
    rows = (y >= area.y) & (y <= area.y + area.height)
    clear = rows[:, None] & columns[None, :] & ~cells
    found = np.nonzero(clear)
    return WriteInCells(rows=found[0], columns=found[1]) if len(found[0]) else None
