"""Which side of which card a page of levels is.

There is no print to hold it against, so the timing marks and the code in the bottom row must say it: as far
as the device sees them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabulate.identify.code import BITS
from tabulate.marks import flags
from tabulate.marks.level_page import LevelPage
from tabulate.read.layout import SideLayout
from tabulate.read.which_card import Identity

PRINTED, ABSENT = 300, 120
"""Ink (per mille) from which a printed mark is there, and below which there is none; between, unsure.  A timing
mark fills three quarters of the inside of an oval, and a place without one is bare paper."""

SOLID = 1000
"""Ink (per mille) that only the darkest level may stand for: from a device that says marked or not, print is no
less, while a voter's mark may be."""

LEAST_MARKS = 800
"""Least share (per mille) of the timing marks seen as cells that must be dark; a page that lies a row or a
column off shows far fewer."""

NOT_SEEN = "."


def which_side(layouts: Sequence[SideLayout], page: LevelPage, *, only: str | None = None) -> Identity:
    """Tell which side of which card a page of levels is.

    The device's timing marks, the rows and the columns must be those of a card.  Where the device sees
    places of the code, the code must be of one side alone; a card fed the wrong way round shows timing marks
    where its code should be, and is refused.  Where it sees none, the program must have a single side with that
    number of rows, and the page is flagged, because nothing tells which way round it was fed.

    Args:
        layouts: sides of the program's cards.
        page: as measured.
        only: id of the card, when the other side of the sheet told it.
    """
    size = (page.rows, page.columns)
    same = [layout for layout in layouts if (layout.card.grid_rows, layout.card.grid_columns) == size]
    misfit = _misfit(page, fits=bool(same))
    if misfit is not None:
        return Identity(None, (misfit,))
    code = read_level_code(page)
    ours = [layout for layout in same if only in (None, layout.card.id) and _fits(code, layout.side.code)]
    if not ours:
        return Identity(None, (flags.CODE_UNREADABLE if "?" in code else flags.CODE_UNKNOWN,))
    if len(ours) > 1:
        return Identity(None, (flags.CARD_AMBIGUOUS,))
    (layout,) = ours
    proven = layout.side.code is not None and {"0", "1"} <= set(code)
    doubts = [] if proven else [flags.WAY_UP_UNKNOWN]
    if "?" in code and layout.side.code is not None:
        doubts.append(flags.CODE_UNCERTAIN)
    return Identity(layout, tuple(doubts))


def _misfit(page: LevelPage, *, fits: bool) -> str | None:
    """Why the page is not even the size of a card of ours, as a flag."""
    if _blank(page):
        return flags.BLANK_PAPER
    if not fits or page.timing_marks not in (None, page.rows):
        return flags.GRID_MISMATCH
    standing = _standing_marks(page)
    if standing < LEAST_MARKS:
        return flags.TOO_FEW_TIMING_MARKS if standing else flags.NO_TIMING_GRID
    return None


def read_level_code(page: LevelPage) -> str:
    """The code positions, columns 1 to 32: ``1`` printed, ``0`` not, ``?`` unsure, ``.`` not seen."""
    return "".join(_mark(page.ink(column, page.rows - 1)) for column in range(1, BITS + 1))


def _mark(ink: range | None) -> str:
    if ink is None:
        return NOT_SEEN
    if ink[0] >= PRINTED or ink[-1] == SOLID:
        return "1"
    return "0" if ink[-1] < ABSENT else "?"


def _fits(code: str, printed: str | None) -> bool:
    return printed is None or all(
        read in ("?", NOT_SEEN, mark) for read, mark in zip(code, printed, strict=True)
    )


def _blank(page: LevelPage) -> bool:
    """Whether no cell has any ink, as on the back of a card that is printed on one side."""
    return not any(level for row in page.cells for level in row)


def _standing_marks(page: LevelPage) -> int:
    """Share (per mille) of the timing marks seen as cells that are dark; 1000 where none is seen as a cell."""
    seen = [_mark(ink) for ink in _border(page) if ink is not None]
    return seen.count("1") * 1000 // len(seen) if seen else 1000


def _border(page: LevelPage) -> Iterator[range | None]:
    """The cells of the top row and of the two outer columns; the bottom row between them has the code."""
    for column in range(page.columns):
        yield page.ink(column, 0)
    for row in range(1, page.rows):
        yield page.ink(0, row)
        yield page.ink(page.columns - 1, row)
