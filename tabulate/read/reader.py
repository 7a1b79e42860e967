"""Reading one page: register, identify, measure, decide, count."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from config.program import ElectionProgram
from tabulate.geometry import GRID_STEP, NotRegistered, Registration, mark_levels, register
from tabulate.identify import measure_areas, measure_cells, read_code
from tabulate.image.paper import Levels, measure_levels
from tabulate.image.raster import Raster
from tabulate.marks import flags, measure_targets
from tabulate.marks.measure import TargetInk
from tabulate.marks.reading import State, TargetReading
from tabulate.marks.state import Ink, decide, untouched, well_marked
from tabulate.read.layout import SideLayout, prepare
from tabulate.read.which_card import which_card
from tabulate.votes.contest_rules import count_contest
from tabulate.votes.records import PageReading

EMPTY: State = "empty"
MARKED: State = "marked"


class Reader:
    """Reads pages with one program.

    Attributes:
        program: the program.
        seal: its identity, written into every reading.
        layouts: the sides of its cards.
    """

    def __init__(self, program: ElectionProgram, seal: str) -> None:
        self.program = program
        self.seal = seal
        self.layouts = prepare(program)

    def read(self, raster: Raster, image: str, card: str | None = None) -> PageReading:
        """Read one page; a page that cannot be read comes back refused, with its reasons as flags.

        Args:
            raster: the page as stored.
            image: name of the image, for people.
            card: id of the card when the other side of the sheet told it.
        """
        levels = measure_levels(raster.gray)
        placed = register(raster, levels=levels)
        if isinstance(placed, NotRegistered):
            return self.refusal(image, (placed.flag,))
        levels = mark_levels(levels, raster.gray, placed)
        code = read_code(raster.gray, levels.threshold, placed)
        cells = measure_cells(raster.gray, levels.threshold, placed)
        policy = self.program.mark_policy
        identity = which_card(
            self.layouts, placed.rows, code, cells, print_match_at=policy.print_match_at, only=card
        )
        if identity.layout is None:
            return self.refusal(image, identity.flags, placed)
        layout = identity.layout
        targets = self._targets(raster, levels, placed, layout)
        mine = _by_contest(targets)
        return PageReading(
            image=image,
            program=self.seal,
            card=layout.card.id,
            ballot_style=layout.ballot_style,
            side=layout.name,
            orientation=placed.rotation,
            dpi=round(placed.dpi, 1),
            residual=round(placed.residual_mils, 1),
            flags=identity.flags + self._page_flags(placed),
            contests=tuple(count_contest(contest, mine[contest.id]) for contest in layout.contests),
            targets=targets,
        )

    def refusal(self, image: str, why: tuple[str, ...], placed: Registration | None = None) -> PageReading:
        """The reading of a page that is not read."""
        return PageReading(
            image=image,
            program=self.seal,
            card=None,
            ballot_style=None,
            side=None,
            orientation=None if placed is None else placed.rotation,
            dpi=None if placed is None else round(placed.dpi, 1),
            residual=None if placed is None else round(placed.residual_mils, 1),
            flags=why,
        )

    def _page_flags(self, placed: Registration) -> tuple[str, ...]:
        found = []
        if placed.missing:
            found.append(flags.MARKS_MISSING)
        if placed.clipped:
            found.append(flags.MARKS_CLIPPED)
        if placed.weak:
            found.append(flags.MARKS_WEAK)
        if placed.residual_mils > self.program.mark_policy.max_residual_mils:
            found.append(flags.RESIDUAL_HIGH)
        return tuple(found)

    def _targets(
        self, raster: Raster, levels: Levels, placed: Registration, layout: SideLayout
    ) -> tuple[TargetReading, ...]:
        if not layout.targets:
            return ()
        ink = measure_targets(raster.gray, levels, placed, layout.places, layout.sizes)
        printed = layout.side.outline == "printed"
        policy = self.program.mark_policy
        clear = untouched(ink, layout.blanks, policy, printed_outline=printed)
        marked = well_marked(ink, layout.blanks, policy, printed_outline=printed)
        doubtful = _inks_of(ink, np.flatnonzero(~(clear | marked)))
        inferred = _inferred_rows(placed, layout.places[:, 1] / GRID_STEP).tolist()
        boxes = map(tuple, np.round(ink.boxes, 1).tolist())
        displaced = np.round(ink.displaced, 1).tolist()
        net = np.maximum(0, ink.interior - layout.blanks.interior).tolist()
        written = self._written(raster, levels, placed, layout)
        readings = []
        columns = zip(layout.targets, boxes, net, marked.tolist(), inferred, displaced, strict=True)
        for index, (target, box, more_ink, is_marked, is_inferred, residual) in enumerate(columns):
            score, state = more_ink, MARKED if is_marked else EMPTY
            why: tuple[str, ...] = ()
            if index in doubtful:
                score, state, why = decide(doubtful[index], target, policy, printed_outline=printed)
            if state == EMPTY and index in written:
                why += (flags.WRITE_IN_UNMARKED,)
            if is_inferred:
                why += (flags.GEOMETRY_INFERRED,)
            readings.append(TargetReading(target.contest, target.choice, box, score, state, why, residual))
        return tuple(readings)

    def _written(self, raster: Raster, levels: Levels, placed: Registration, layout: SideLayout) -> set[int]:
        """Targets in whose write-in area stands more than the blank has there."""
        lines = [(index, layout.targets[index]) for index in layout.write_ins]
        areas = [target.write_in_area for _, target in lines if target.write_in_area is not None]
        dark = measure_areas(raster.gray, levels.threshold, placed, areas)
        at = self.program.mark_policy.write_in_at
        return {
            index for (index, target), ink in zip(lines, dark, strict=True) if ink - target.write_in_ink >= at
        }


def _by_contest(targets: Iterable[TargetReading]) -> dict[str, list[TargetReading]]:
    """The readings of each contest, in their order."""
    found: dict[str, list[TargetReading]] = {}
    for target in targets:
        found.setdefault(target.contest, []).append(target)
    return found


def _inks_of(ink: TargetInk, which: npt.NDArray[np.int64]) -> dict[int, Ink]:
    """The ink of some targets, by their index."""
    columns = (ink.interior, ink.solid, ink.core, ink.columns, ink.rows, ink.strips, ink.outline, ink.displaced)
    rows = zip(*(column[which].tolist() for column in columns), strict=True)
    lines = (ink.line_across | ink.line_along)[which].tolist()
    return {
        index: Ink(interior, solid, core, across, along, tuple(strips), outline, displaced, line)
        for index, line, (interior, solid, core, across, along, strips, outline, displaced) in zip(
            which.tolist(), lines, rows, strict=True
        )
    }


def _inferred_rows(placed: Registration, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which places (by row, fractions allowed) hang on a side mark that was not found."""
    whole = placed.left.found & placed.right.found
    below = np.clip(np.floor(rows).astype(np.int64), 0, placed.rows - 1)
    above = np.clip(np.ceil(rows).astype(np.int64), 0, placed.rows - 1)
    return ~(whole[below] & whole[above])
