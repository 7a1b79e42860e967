"""Straight printed lines found in the pixels of a blank."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tabulate.draft.evidence import Rule
from tabulate.draft.upright import MARGIN, PER_INCH, UprightPage

SHORTEST = 0.42
"""Inches of the shortest rule: longer than the strokes of headings and than timing marks."""

THINNEST_BAR = 0.07
"""Inches of thickness up to which print is a line; above it is a bar, both of whose edges bound cells."""

CONTRAST = 40
"""Levels by which a rule is darker than the print on both of its sides."""

WOBBLE = 0.05
"""Inches across within which a rule stays, its own thickness included; the jagged edge of a watermark does
not."""

COLLINEAR = 0.015
GAP = 0.12
GAP_UNDER_PRINT = 1.0
"""Inches of a break that a rule may have and still be one rule, on paper and under dark print."""

UNDER_LEVEL, UNDER_PRINT = 170, 0.6
"""Level of a watermark's pixels, and the share of a rule from which it lies under one."""

EDGE_LENGTH, SOLID = 0.9, 110
"""Least length of a bar's edge in inches (longer than timing marks and letters), and the level of its ink."""

Gray = npt.NDArray[np.uint8]


def find_rules(page: UprightPage) -> list[Rule]:
    """Find horizontal and vertical rules, and the edges of dark bars as rules."""
    return [*_rules(page.gray, "x"), *_rules(np.ascontiguousarray(page.gray.T), "y")]


def _rules(gray: Gray, along: str) -> list[Rule]:
    """Rules along the rows of `gray` (a transposed page for vertical ones)."""
    across = np.ones((round(THINNEST_BAR * PER_INCH) + 1, 1), np.uint8)
    # What closing across the line fills in is darker than both sides: no shading, no watermark, no bar.
    line = (cv2.morphologyEx(gray, cv2.MORPH_CLOSE, across).astype(np.int16) - gray > CONTRAST).astype(np.uint8)
    # A pixel of slack: a rule that the scanner saw slightly bent still is a run of pixels.
    bent = cv2.dilate(line, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(bent, cv2.MORPH_OPEN, np.ones((1, int(SHORTEST * PER_INCH)), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    under = cv2.blur((gray < UNDER_LEVEL).astype(np.float32), (15, 15)) > 0.5
    pieces = _edges(gray, along)
    for left, top, width, height, _ in stats[1:count]:
        # A dithered watermark has runs of dots that look like rules; what lies all within dark print is none.
        inside = under[top + height // 2, left : left + width].mean() > UNDER_PRINT
        if height - 2 <= WOBBLE * PER_INCH and not inside:
            at = (top + height / 2) / PER_INCH - MARGIN
            pieces.append(Rule(along, at, left / PER_INCH - MARGIN, (left + width) / PER_INCH - MARGIN))
    return _joined(pieces, under)


def _edges(gray: Gray, along: str) -> list[Rule]:
    """The edges of dark bars, such as a heading in white letters, as rules."""
    solid = (gray < SOLID).astype(np.uint8)
    step = round(THINNEST_BAR * PER_INCH / 2)
    edges: list[Rule] = []
    for shift in (step, -step):
        beside = np.roll(solid, shift, axis=0)
        edge = solid & (1 - beside)
        length = np.ones((1, int(EDGE_LENGTH * PER_INCH)), np.uint8)
        bent = cv2.dilate(edge, np.ones((3, 1), np.uint8))
        opened = cv2.morphologyEx(bent, cv2.MORPH_OPEN, length)
        count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        for left, top, width, height, _ in stats[1:count]:
            row = top + 1 if shift > 0 else top + height - 1
            start, end = left / PER_INCH - MARGIN, (left + width) / PER_INCH - MARGIN
            edges.append(Rule(along, row / PER_INCH - MARGIN, start, end))
    return edges


def _joined(pieces: list[Rule], under: npt.NDArray[np.bool_]) -> list[Rule]:
    """Rules whose pieces on one line are put together over small breaks and under dark print."""
    rules: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: (rule.start, rule.at)):
        for index, rule in enumerate(rules):
            if abs(rule.at - piece.at) > COLLINEAR:
                continue
            gap = piece.start - rule.end
            if gap <= GAP or (gap <= GAP_UNDER_PRINT and _under_print(rule, piece, under)):
                longer = rule if rule.end - rule.start >= piece.end - piece.start else piece
                rules[index] = Rule(rule.along, longer.at, rule.start, max(rule.end, piece.end))
                break
        else:
            rules.append(piece)
    return rules


def _under_print(before: Rule, after: Rule, under: npt.NDArray[np.bool_]) -> bool:
    """Tells whether the break between two pieces lies under dark print."""
    row = round(((before.at + after.at) / 2 + MARGIN) * PER_INCH)
    start, end = round((before.end + MARGIN) * PER_INCH), round((after.start + MARGIN) * PER_INCH)
    return bool(under[row, start:end].mean() >= UNDER_PRINT)
