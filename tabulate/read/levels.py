"""Reading one page of which a mark reader measured the levels."""

from __future__ import annotations

from dataclasses import replace

from config.program import Target
from tabulate.geometry import GRID_STEP
from tabulate.marks import flags
from tabulate.marks.level_page import LevelPage
from tabulate.marks.level_state import decide_level
from tabulate.marks.reading import TargetReading
from tabulate.read.reader import Reader
from tabulate.read.which_side import which_side
from tabulate.votes.contest_rules import count_contest
from tabulate.votes.records import PageReading

OFF_CELL = 0.25
"""Grid steps that a target may lie beside the middle of a cell: a sixteenth of an inch, a third of an oval."""

CELLS_PER_INCH = 1 / GRID_STEP


def read_levels(reader: Reader, page: LevelPage, image: str, card: str | None = None) -> PageReading:
    """Read one page of levels; one that cannot be read comes back refused, with its reasons as flags.

    The cells are the pixels of this page, four to an inch: boxes are in cells, with the top left corner of the
    first cell as origin, and the resolution is 4.  What only a picture shows (ink beside an oval, a write-in
    line, a fold) is not known, which the flag ``levels-only`` says.

    Args:
        reader: has the program.
        page: as measured.
        image: name of the page, for people.
        card: id of the card when the other side of the sheet told it.
    """
    identity = which_side(reader.layouts, page, only=card)
    layout = identity.layout
    if layout is None:
        return reader.refusal(image, identity.flags)
    inks = [_ink(page, target) for target in layout.targets]
    targets = tuple(
        _reading(reader, target, ink)
        for target, ink in zip(layout.targets, inks, strict=True)
        if ink is not None
    )
    if len(targets) < len(inks):
        return reader.refusal(image, (flags.TARGETS_NOT_COVERED,))
    return replace(
        reader.refusal(image, (flags.LEVELS_ONLY, *identity.flags)),
        card=layout.card.id,
        ballot_style=layout.ballot_style,
        side=layout.name,
        orientation=0,
        dpi=CELLS_PER_INCH,
        residual=0.0,
        contests=tuple(count_contest(contest, targets) for contest in layout.contests),
        targets=targets,
    )


def _ink(page: LevelPage, target: Target) -> range | None:
    """What the cell of a target may hold; None where no cell lies on the target, or it has no level."""
    across, down = target.x / GRID_STEP, target.y / GRID_STEP
    column, row = round(across), round(down)
    if max(abs(across - column), abs(down - row)) > OFF_CELL:
        return None
    return page.ink(column, row)


def _reading(reader: Reader, target: Target, ink: range) -> TargetReading:
    score, state, why = decide_level(ink, target, reader.program.mark_policy)
    width, height = target.width / GRID_STEP, target.height / GRID_STEP
    left, top = target.x / GRID_STEP + 0.5 - width / 2, target.y / GRID_STEP + 0.5 - height / 2
    return TargetReading(
        contest=target.contest,
        choice=target.choice,
        box=(round(left, 2), round(top, 2), round(width, 2), round(height, 2)),
        score=score,
        state=state,
        flags=why,
    )
