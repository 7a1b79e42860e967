"""Which side of which card a registered page is, by its code and by its print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.identify import CardCode, Cells, compare_print, grow, shown
from tabulate.marks import flags
from tabulate.read.layout import SideLayout

MAX_EXTRA = 0.12
"""Largest share of a side's clear cells with ink.  The busiest of 114 hand-marked county pages has 0.015; a
page of another card of the same county that shares most of the layout has 0.16."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The side a page is, or why it could not be told; `flags` are those of the page."""

    layout: SideLayout | None
    flags: tuple[str, ...]


def _fits(code: str | None, bits: str) -> bool:
    return code is None or all(read in ("?", printed) for printed, read in zip(code, bits, strict=True))


def _code_flag(code: CardCode) -> str:
    """Why a code is of none of our cards: damaged, or whole and foreign."""
    whole = code.certain and (code.is_back or (code.has_start and code.checksum_holds))
    return flags.CODE_UNKNOWN if whole else flags.CODE_UNREADABLE


def which_card(
    layouts: Sequence[SideLayout],
    rows: int,
    code: CardCode,
    cells: Cells,
    *,
    print_match_at: int,
    only: str | None = None,
) -> Identity:
    """Tell which side of which card a page is.

    The code must be of the card; the print must be seen; between cards of one code the print decides.

    Args:
        layouts: sides of the program's cards.
        rows: rows of the page's grid.
        code: as read from the page.
        cells: ink cells of the page.
        print_match_at: least share (per mille) of a side's printed cells that the page must show.
        only: id of the card, when the other side of the sheet told it.
    """
    if all(layout.card.grid_rows != rows for layout in layouts):
        return Identity(None, (flags.GRID_MISMATCH,))
    ours = [
        layout
        for layout in layouts
        if layout.card.grid_rows == rows
        and (only is None or layout.card.id == only)
        and _fits(layout.side.code, code.bits)
    ]
    if not ours:
        return Identity(None, (_code_flag(code),))
    near = grow(cells)
    seen = [layout for layout in ours if _shows(layout, cells, near, print_match_at)]
    if not seen:
        return Identity(None, (flags.PRINT_MISMATCH,))
    best = _best(seen, cells)
    if best is None:
        return Identity(None, (flags.CARD_AMBIGUOUS,))
    unsure = not code.certain and best.side.code is not None
    return Identity(best, (flags.CODE_UNCERTAIN,) if unsure else ())


def _shows(layout: SideLayout, cells: Cells, near: Cells, print_match_at: int) -> bool:
    if layout.cells is None or layout.near is None:
        return True
    match = compare_print(cells, near, layout.cells, layout.near)
    return match.seen * 1000 >= print_match_at and match.extra <= MAX_EXTRA


def _best(seen: Sequence[SideLayout], cells: Cells) -> SideLayout | None:
    """The side whose print is ahead of every other's, or None."""
    for layout in seen:
        rivals = [other for other in seen if other is not layout]
        if all(_ahead(layout, other, cells) for other in rivals):
            return layout
    return None


def _ahead(first: SideLayout, second: SideLayout, cells: Cells) -> bool:
    """Whether the page lacks the print that the second side alone has, and may well have the first side's."""
    if first.cells is None or second.cells is None or first.near is None or second.near is None:
        return False
    has_first = shown(cells, first.cells & ~second.near)
    has_second = shown(cells, second.cells & ~first.near)
    return has_first is not False and has_second is not True and (has_first is True or has_second is False)
