"""Where a page has print, in coarse cells: tells cards apart that share a code, and strangers from ours."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from config.program import PrintMap
from tabulate.geometry import GRID_STEP, Points, Registration
from tabulate.identify.kernels import _inked_cells
from tabulate.image.raster import GrayImage

CELL = 0.125
"""Cells of an eighth of an inch: half a grid step, larger than any local misfit of a registered page."""

SAMPLES = 12
"""Places looked at along a cell, one every 1/96 inch: two pixels at 200 dpi, the width of a printed rule."""

INK_SHARE = 0.02
"""Share of dark samples that makes a cell printed; specks of dust stay below."""

TELLING_CELLS = 10
"""Cells in which two sides must differ to be told apart: less than one printed line of text has."""

SHOWN, ABSENT = 0.3, 0.1
"""Share of a side's own cells with ink from which its print is there, and up to which it is not.  At 150 dpi
thin print may leave half its cells; a voter's pen seldom reaches a tenth of those of another card's text."""

Cells = npt.NDArray[np.bool_]
"""Shape (rows, columns): which cells have ink."""


@lru_cache(maxsize=16)
def _mesh(columns: int, rows: int) -> Points:
    """Corners of the cells in inches, row by row: ((rows + 1) * (columns + 1), 2)."""
    x = GRID_STEP / 2 + CELL * np.arange(columns + 1)
    y = GRID_STEP / 2 + CELL * np.arange(rows + 1)
    return np.stack(np.meshgrid(x, y), axis=2).reshape(-1, 2)


def measure_cells(gray: GrayImage, threshold: int, registration: Registration, samples: int = SAMPLES) -> Cells:
    """Which cells inside the ring of timing marks have ink on this page.

    Args:
        gray: page as stored, (height, width) uint8.
        threshold: a pixel below it is dark.
        registration: of this page.
        samples: places looked at along a cell, an even number.

    Returns:
        (rows, columns) bool, the cell (0, 0) starting half a grid step inside the top left mark.
    """
    columns = 2 * (registration.columns - 2)
    rows = 2 * (registration.rows - 2)
    places = np.floor(registration.to_pixels(_mesh(columns, rows)) * 65536.0).astype(np.int64)
    corners = np.ascontiguousarray(places.reshape(rows + 1, columns + 1, 2))
    inked = np.empty((rows, columns), dtype=np.bool_)
    _inked_cells(gray, threshold, corners, samples, math.ceil(INK_SHARE * samples**2 / 2), inked)
    return inked


def pack(cells: Cells) -> PrintMap:
    """Write cells as a `PrintMap`."""
    bits = base64.b64encode(np.packbits(cells.ravel()).tobytes()).decode("ascii")
    start = GRID_STEP / 2
    return PrintMap(x=start, y=start, cell=CELL, columns=cells.shape[1], rows=cells.shape[0], bits=bits)


def unpack(print_map: PrintMap) -> Cells:
    """Read the cells of a `PrintMap`."""
    count = print_map.columns * print_map.rows
    packed = np.frombuffer(base64.b64decode(print_map.bits), dtype=np.uint8)
    return np.unpackbits(packed, count=count).astype(bool).reshape(print_map.rows, print_map.columns)


@dataclass(frozen=True, slots=True)
class PrintMatch:
    """How well a page shows the print of a card side.

    Attributes:
        seen: share of the side's printed cells, away from its edges of print, that have ink on the page.
        extra: share of the side's clear cells, away from its print, that have ink on the page.
    """

    seen: float
    extra: float


def grow(cells: Cells) -> Cells:
    """Cells and their eight neighbours."""
    wide = cells.copy()
    wide[:, 1:] |= cells[:, :-1]
    wide[:, :-1] |= cells[:, 1:]
    grown = wide.copy()
    grown[1:] |= wide[:-1]
    grown[:-1] |= wide[1:]
    return grown


def _count(cells: Cells) -> int:
    return int(np.count_nonzero(cells))


def compare_print(page: Cells, page_near: Cells, side: Cells, side_near: Cells) -> PrintMatch:
    """Compare the cells of a page with those of a card side of the same size.

    Args:
        page: cells with ink on the page.
        page_near: the same grown by `grow`.
        side: cells with print on the unmarked side.
        side_near: the same grown by `grow`.
    """
    clear = ~side_near
    return PrintMatch(
        seen=_count(side & page_near) / max(1, _count(side)),
        extra=_count(page & clear) / max(1, _count(clear)),
    )


def shown(page: Cells, only: Cells) -> bool | None:
    """Whether a page shows the print that one of two sides alone has.

    Args:
        page: cells with ink on the page.
        only: cells printed on one side and clear, with all around them, on the other.

    Returns:
        None when there are too few such cells, or when the page shows some and not others.
    """
    there = _count(only)
    if there < TELLING_CELLS:
        return None
    share = _count(only & page) / there
    return True if share >= SHOWN else False if share <= ABSENT else None
