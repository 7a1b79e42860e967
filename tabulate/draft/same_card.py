"""Whether two blanks are the same side of one card."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tabulate.draft.places import targets_agree
from tabulate.draft.sides import BlankSide
from tabulate.draft.upright import PER_INCH, to_pixels

MOST_TARGETS = 0.8
"""Share of the targets that must agree: a scan may miss some under a watermark."""

ALIKE = 0.7
"""Correlation of the print beside the target where two blanks agree least, from which they are copies.  Copies
(PDF and scan) of the corpus have 0.91 and more there; cards whose candidates are rotated 0.27 and less.  When
in doubt they stay two cards: one too many is seen, one too few is not."""

BESIDE = 1.6
"""Inches beside a target whose print is compared: a name."""

HALF_LINE = 0.075
"""Inches above and below the middle of a target that are compared: a line of print, and no rule below it."""

SLACK = 6
"""Pixels by which the two may be displaced."""


Soft = npt.NDArray[np.float32]


def same_side(a: BlankSide, b: BlankSide) -> bool:
    """Tell whether two blanks are copies of one side: code, grid, targets and names agree."""
    if a.registration.rows != b.registration.rows or _bits(a) != _bits(b):
        return False
    if targets_agree(a.placed, b.placed) < MOST_TARGETS:
        return False
    if a.has_names and b.has_names:
        return _words(a) == _words(b)
    matches = print_matches(a, b)
    return bool(matches) and min(matches) >= ALIKE


def print_matches(a: BlankSide, b: BlankSide) -> list[float]:
    """Correlation of the print on both sides of each target that the two have in common, -1 to 1."""
    first, second = _soft(a), _soft(b)
    places = {(round(item.column), round(item.row)) for item in b.placed}
    matches = []
    for item in a.placed:
        if (round(item.column), round(item.row)) in places:
            frame = item.oval.frame
            parts = [
                _correlation(first, second, frame.right + 0.05, frame.right + BESIDE, frame.y),
                _correlation(first, second, frame.left - BESIDE, frame.left - 0.05, frame.y),
            ]
            known = [part for part in parts if part is not None]
            if known:
                matches.append(min(known))
    return matches


def _correlation(a: Soft, b: Soft, left: float, right: float, y: float) -> float | None:
    """Best correlation of a strip of one page with the other; None where both are clear."""
    rows, columns = (
        slice(int(to_pixels(y - HALF_LINE)), int(to_pixels(y + HALF_LINE))),
        slice(max(SLACK, int(to_pixels(left))), int(to_pixels(right))),
    )
    patch = a[rows, columns]
    field = b[rows.start - SLACK : rows.stop + SLACK, columns.start - SLACK : columns.stop + SLACK]
    if patch.size == 0 or field.shape[0] < patch.shape[0] or field.shape[1] < patch.shape[1]:
        return None
    if patch.std() < 4 and field.std() < 4:
        return None
    if patch.std() < 4 or field.std() < 4:
        return 0.0
    return float(cv2.matchTemplate(field, patch, cv2.TM_CCOEFF_NORMED).max())


def _soft(side: BlankSide) -> Soft:
    """The page blurred to a fortieth of an inch, so that grain and stroke width do not count."""
    sigma = PER_INCH / 80
    return cv2.GaussianBlur(side.upright.gray, (0, 0), sigma).astype(np.float32)


def _bits(side: BlankSide) -> str | None:
    return None if side.code is None else side.code.bits


def _words(side: BlankSide) -> set[tuple[str, ...]]:
    return {
        (contest.title, *(f"{choice.column:.1f} {choice.row:.1f} {choice.name}" for choice in contest.choices))
        for contest in side.contests
    }
