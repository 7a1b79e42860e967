"""What is printed beside a target: a name, a party, an answer, or a line to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tabulate.draft.evidence import Evidence, Frame, Oval, Run
from tabulate.draft.phrases import party_beside_name, says_write_in
from tabulate.draft.upright import PER_INCH, UprightPage, to_pixels

BESIDE = 0.25
"""Share of a line's height that must lie beside the oval to belong to it."""

SAME_STYLE = 0.08
"""How much the sizes of two lines of one name may differ."""

NEAR = 0.45
"""Inches from an oval within which its name begins, if anything does."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What was found beside a target.

    Attributes:
        lines: the lines of the name.
        notes: other words of the same row, such as a party's letters.
        line: y of a rule to write on, or None.
        ink: whether anything is printed beside the oval above that rule.
        zone: the area between the oval and the edge of its column.
    """

    lines: tuple[Run, ...]
    notes: tuple[Run, ...]
    line: float | None
    ink: bool
    zone: Frame

    @property
    def name(self) -> str:
        return " / ".join(run.text for run in self.lines)

    @property
    def is_write_in(self) -> bool:
        if self.lines:
            return all(says_write_in(run.text) for run in self.lines)
        return (self.line is not None and not self.ink) or any(says_write_in(run.text) for run in self.notes)

    @property
    def party(self) -> str | None:
        return next((name for run in self.notes if (name := party_beside_name(run.text))), None)


def side_of_names(groups: Sequence[tuple[Sequence[Frame], Sequence[Oval]]], upright: UprightPage) -> str:
    """Tell whether names stand ``left`` or ``right`` of the ovals: where print is nearer, by vote."""
    votes = 0.0
    for cells, ovals in groups:
        for cell, oval in zip(cells, ovals, strict=True):
            left = _gap(upright, oval.frame, cell, step=-1)
            right = _gap(upright, oval.frame, cell, step=1)
            votes += (left < right) - (right < left)
    return "left" if votes > 0 else "right"


def look_beside(
    oval: Oval, ovals: Sequence[Oval], cell: Frame, *, side: str, evidence: Evidence, upright: UprightPage
) -> Beside:
    """Read what stands beside one target.

    Args:
        oval: the target.
        ovals: all targets of the cell.
        cell: the printed box.
        side: where names stand, ``left`` or ``right``.
        evidence: text and rules of the page.
        upright: the page, for ink where there is no text.
    """
    frame = oval.frame
    row = [other.frame for other in ovals if other is not oval and abs(other.frame.y - frame.y) < 0.1]
    if side == "right":
        edge = min([f.left for f in row if f.left > frame.right] + [cell.right])
        zone = Frame(frame.right, frame.y - 0.15, edge, frame.y + 0.2)
    else:
        edge = max([f.right for f in row if f.right < frame.left] + [cell.left])
        zone = Frame(edge, frame.y - 0.15, frame.left, frame.y + 0.2)
    runs = [
        run
        for run in evidence.runs
        if zone.left - 0.05 <= run.frame.x <= zone.right + 0.05 and _share_beside(run, frame) >= BESIDE
    ]
    around = [
        run
        for run in evidence.runs
        if zone.left - 0.05 <= run.frame.x <= zone.right + 0.05 and abs(run.baseline - frame.y) < 0.4
    ]
    lines = _name_lines(runs, around, frame, side)
    notes = [
        run
        for run in around
        if run not in lines and (run in runs or zone.top <= run.baseline - 0.03 <= zone.bottom)
    ]
    line = _line(zone, evidence)
    return Beside(lines, tuple(notes), line, _has_ink(upright, zone, frame, line), zone)


def _share_beside(run: Run, oval: Frame) -> float:
    return (min(run.baseline, oval.bottom) - max(run.top, oval.top)) / (run.baseline - run.top)


def _name_lines(runs: Sequence[Run], around: Sequence[Run], oval: Frame, side: str) -> tuple[Run, ...]:
    """The lines of the name: the nearest words lead, others of their style may follow.

    They do when the lines together are better centred on the oval.

    Args:
        runs: words in the oval's row.
        around: words above and below as well, within a line or two.
        oval: the target.
        side: where names stand.
    """

    def gap(run: Run) -> float:
        return run.frame.left - oval.right if side == "right" else oval.left - run.frame.right

    # A name may stand at the far end of a dotted line; then whatever stands in the row is it.
    close = [run for run in runs if gap(run) <= NEAR] or list(runs)
    if not close:
        return ()
    largest = max(run.size for run in close)
    lead = min(
        (run for run in close if run.size >= largest * (1 - SAME_STYLE)),
        key=lambda run: (run.baseline, gap(run)),
    )
    lines = [lead]
    others = sorted(
        (run for run in around if _follows(run, lead)), key=lambda run: abs(run.baseline - lead.baseline)
    )
    for run in others:
        top, bottom = min(lines[0].top, run.top), max(lines[-1].baseline, run.baseline)
        now = abs((lines[0].top + lines[-1].baseline) / 2 - oval.y)
        adjoining = min(abs(run.baseline - line.baseline) for line in lines) <= 1.6 * lead.size
        if adjoining and abs((top + bottom) / 2 - oval.y) < now:
            lines = sorted([*lines, run], key=lambda line: line.baseline)
    return tuple(lines)


def _follows(run: Run, lead: Run) -> bool:
    """Tells whether a line could belong to the same name: same style, same column, another baseline."""
    alike = run.bold == lead.bold and run.font == lead.font and abs(run.size / lead.size - 1) <= SAME_STYLE
    overlap = min(run.frame.right, lead.frame.right) > max(run.frame.left, lead.frame.left)
    return run is not lead and alike and overlap and abs(run.baseline - lead.baseline) > 0.05


def _line(zone: Frame, evidence: Evidence) -> float | None:
    """Y of a rule that runs along the zone, as a line to write on."""
    for rule in evidence.rules:
        if rule.along == "x" and zone.top + 0.1 <= rule.at <= zone.bottom:
            covered = min(rule.end, zone.right) - max(rule.start, zone.left)
            if covered >= 0.5 * zone.width and rule.end - rule.start <= zone.width + 0.2:
                return rule.at
    return None


def _has_ink(upright: UprightPage, zone: Frame, oval: Frame, line: float | None) -> bool:
    """Tells whether something is printed in the zone, above the line to write on if there is one."""
    bottom = oval.bottom if line is None else min(oval.bottom, line - 0.02)
    top = min(oval.top, bottom - 0.05)
    patch = upright.gray[
        int(to_pixels(top)) : int(to_pixels(bottom)),
        int(to_pixels(zone.left + 0.03)) : int(to_pixels(zone.right - 0.05)),
    ]
    if patch.size == 0:
        return False
    columns = (patch < upright.threshold).sum(axis=0) >= 2
    return int(columns.sum()) >= 0.06 * PER_INCH


def _gap(upright: UprightPage, oval: Frame, cell: Frame, step: int) -> float:
    """Inches of clear paper beside an oval within its cell; a long way where nothing stands there."""
    start = oval.right + 0.02 if step > 0 else oval.left - 0.02
    end = cell.right - 0.03 if step > 0 else cell.left + 0.03
    low, high = int(to_pixels(min(start, end))), int(to_pixels(max(start, end)))
    top, bottom = int(to_pixels(oval.top)), int(to_pixels(oval.bottom))
    if high - low < 2 or (end - start) * step <= 0:
        return 9.0
    inked = ((upright.gray[top:bottom, low:high] < upright.threshold).sum(axis=0) >= 2)[::step]
    found = np.flatnonzero(inked)
    return float(found[0]) / PER_INCH if found.size else 9.0
