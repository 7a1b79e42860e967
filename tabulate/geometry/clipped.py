"""Where the marks of a side are when an edge has cut them.

Works in the frame of the search, as `tabulate.geometry.lattice` does.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tabulate.geometry.lattice import Lattice, middle_of
from tabulate.geometry.marks import Bars
from tabulate.geometry.registration import Points

CUT = 0.94
"""A mark narrower than this share of the usual width may be cut; a pixel is 4 % of it at 150 dpi."""

RUN = 4
"""So many narrow marks in a row have been cut by one edge; fewer are damaged one by one, and neighbours
tell."""

Found = npt.NDArray[np.bool_]


def complete(bars: Bars, lattice: Lattice) -> tuple[Lattice, bool]:
    """Complete the marks of the sides that an edge has cut.

    Args:
        bars: those that the lattice was made of.
        lattice: where the marks are.

    Returns:
        the lattice, and whether marks of a side were cut.  A cut mark is completed from its inner end, which is
        where it belongs; the corners of the top and the bottom row go with it.
    """
    widths = {(x, y): width for x, y, width, _ in bars.tolist()}
    across = [
        widths[x, y] for points, found in (lattice.top, lattice.bottom) for x, y in points[found].tolist()
    ]
    if not across:
        return lattice, False
    usual = middle_of(np.array(across))
    middle = (float(lattice.left[0][:, 0].mean()) + float(lattice.right[0][:, 0].mean())) / 2
    places = [points.copy() for points, _ in (lattice.left, lattice.right, lattice.top, lattice.bottom)]
    cut = False
    for side, (points, found) in enumerate((lattice.left, lattice.right)):
        here = np.array([widths.get((x, y), usual) for x, y in points.tolist()])
        short = _in_runs(found & (here < CUT * usual), found)
        outward = 1.0 if float(points[:, 0].mean()) > middle else -1.0
        places[side][short, 0] += outward * (usual - here[short]) / 2
        cut |= bool(short.any())
    marks = [there for _, there in (lattice.left, lattice.right, lattice.top, lattice.bottom)]
    _share_corners(places, marks)
    left, right, top, bottom = zip(places, marks, strict=True)
    return replace(lattice, left=left, right=right, top=top, bottom=bottom), cut


def _share_corners(places: list[Points], found: list[Found]) -> None:
    """Give the corners of the top and the bottom row the places that the sides have for them."""
    for row, at in ((2, 0), (3, -1)):
        for side, end in ((0, 0), (1, -1)):
            if found[row][end] and found[side][at]:
                places[row][end] = places[side][at]


def _in_runs(short: Found, there: Found) -> Found:
    """The short marks that stand in runs of at least `RUN`; places without a mark do not end a run."""
    kept = np.zeros_like(short)
    if np.count_nonzero(short) < RUN:
        return kept
    run: list[int] = []
    for index in [*np.flatnonzero(there).tolist(), -1]:
        if index >= 0 and short[index]:
            run.append(index)
            continue
        if len(run) >= RUN:
            kept[run] = True
        run = []
    return kept
