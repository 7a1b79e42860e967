"""A program prepared for reading: the sides of its cards with their targets as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from config.program import Card, Contest, ElectionProgram, Side, Target
from tabulate.identify import Cells, grow, unpack
from tabulate.marks.state import Blanks
from tabulate.votes.records import SideName


@dataclass(frozen=True, slots=True)
class SideLayout:
    """One side of a card, ready to be looked for and read.

    Attributes:
        ballot_style: the only style that has the card, or None when several have it.
        places, sizes: (n, 2) middles and sizes of the targets, inches.
        cells: the printed cells of the unmarked side, or None when the program has no print map.
        near: `cells`, the cells with pale print, and the neighbours of both.
        blanks: ink of the targets on the unmarked side.
        write_ins: indices of the targets that have a write-in area.
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
    write_ins: tuple[int, ...]


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
        near=None if cells is None else grow(cells | _pale(side, cells)),
        blanks=Blanks(
            interior=np.array([t.blank_ink for t in side.targets], dtype=np.int64),
            strips=np.array([t.surround_ink for t in side.targets], dtype=np.int64).reshape(-1, 4),
        ),
        write_ins=tuple(i for i, target in enumerate(side.targets) if target.write_in_area is not None),
    )


def _pale(side: Side, cells: Cells) -> Cells:
    return np.zeros_like(cells) if side.gray_map is None else unpack(side.gray_map)
