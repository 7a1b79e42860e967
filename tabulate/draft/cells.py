"""Which printed box a target stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.draft.evidence import Evidence, Frame, Oval, Rule

SAME = 0.06
"""Inches within which two cells have the same edge."""

LEAST_SPAN, LONG = 0.8, 1.5
"""A rule bounds a cell above or below when it covers this share of the cell's width, or is so many inches
long."""

BESIDE = 0.2
"""Inches above or below a target by which a rule at its side may miss it and still bound its cell: under other
print a rule may break off early."""

NO_ROOM = 0.18
"""A cell whose first target is nearer than this (inches) to its top has no room for a title: the rule above it
parts choices from each other or from their title, not contests."""

TALLEST_TITLE = 3.0
"""Inches of the tallest box with nothing but a title in it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Targets that stand together in print.

    Attributes:
        cell: the box that holds them all.
        heading: the box with the title, when it is another one (a table with the offices at its left).
        ovals: in reading order.
        boxes: the cell of each oval; in a table it is a part of the group's.
        bounded: whether rules bound the cell on all sides.
    """

    cell: Frame
    heading: Frame | None
    ovals: tuple[Oval, ...]
    boxes: tuple[Frame, ...]
    bounded: bool


def group_ovals(evidence: Evidence, ovals: Sequence[Oval], page: Frame) -> list[Group]:
    """Group targets by printed boxes.

    Args:
        evidence: rules and text of the side.
        ovals: the targets.
        page: the area inside the timing marks.
    """
    across = [rule for rule in evidence.rules if rule.along == "x"]
    upright = [rule for rule in evidence.rules if rule.along == "y"]
    cells: list[tuple[Frame, list[Oval]]] = []
    for oval in ovals:
        cell = _cell(oval.frame, across, upright, page)
        home = next((members for frame, members in cells if _alike(frame, cell)), None)
        if home is None:
            cells.append((cell, [oval]))
        else:
            home.append(oval)
    groups = _tables(cells, evidence, upright, page)
    return [_in_order(_with_title(group, evidence, across, page)) for group in _roomless(groups, page)]


def _cell(oval: Frame, across: Sequence[Rule], upright: Sequence[Rule], page: Frame) -> Frame:
    beside = [rule.at for rule in upright if rule.spans(oval.y, oval.y, BESIDE)]
    left = max((at for at in beside if page.left < at < oval.x), default=page.left)
    right = min((at for at in beside if oval.x < at < page.right), default=page.right)
    need = min(LEAST_SPAN * (right - left), LONG)
    over = [
        rule.at
        for rule in across
        if rule.spans(oval.left, oval.right) and min(rule.end, right) - max(rule.start, left) >= need
    ]
    top = max((at for at in over if page.top < at < oval.y), default=page.top)
    bottom = min((at for at in over if oval.y < at < page.bottom), default=page.bottom)
    return Frame(left, top, right, bottom)


def _alike(a: Frame, b: Frame) -> bool:
    return (
        abs(a.left - b.left) < SAME
        and abs(a.right - b.right) < SAME
        and abs(a.top - b.top) < SAME
        and abs(a.bottom - b.bottom) < SAME
    )


def _tables(
    cells: Sequence[tuple[Frame, list[Oval]]], evidence: Evidence, upright: Sequence[Rule], page: Frame
) -> list[Group]:
    """Cells of one row of a table whose first cell holds no target but the title become one group."""
    bands: list[list[int]] = []
    for index, (cell, _) in enumerate(cells):
        band = next(
            (
                b
                for b in bands
                if abs(cells[b[0]][0].top - cell.top) < SAME and abs(cells[b[0]][0].bottom - cell.bottom) < SAME
            ),
            None,
        )
        if band is None:
            bands.append([index])
        else:
            band.append(index)
    headings: dict[int, Frame] = {}
    for number, band in enumerate(bands):
        first = min((cells[i][0] for i in band), key=lambda frame: frame.left)
        heading = _left_of(first, evidence, upright, page)
        if heading is not None:
            headings[number] = heading
    groups: list[Group] = []
    for number, band in enumerate(bands):
        heading = headings.get(number)
        twins = [h for h in headings.values() if heading is not None and abs(h.right - heading.right) < SAME]
        if heading is not None and len(twins) >= 2:
            frames = [cells[i][0] for i in band]
            whole = Frame(
                min(f.left for f in frames), frames[0].top, max(f.right for f in frames), frames[0].bottom
            )
            ovals = tuple(oval for i in band for oval in cells[i][1])
            boxes = tuple(cells[i][0] for i in band for _ in cells[i][1])
            groups.append(Group(whole, heading, ovals, boxes, bounded=True))
        else:
            groups += [
                Group(cell, None, tuple(ovals_), (cell,) * len(ovals_), _bounded(cell, page))
                for cell, ovals_ in (cells[i] for i in band)
            ]
    return groups


def _left_of(cell: Frame, evidence: Evidence, upright: Sequence[Rule], page: Frame) -> Frame | None:
    """The box at the left of a cell and of its height, if it has words but no target (without text: room)."""
    left = max(
        (rule.at for rule in upright if rule.spans(cell.y, cell.y, BESIDE) and rule.at < cell.left - SAME),
        default=page.left,
    )
    frame = Frame(left, cell.top, cell.left, cell.bottom)
    if frame.width < 0.6 or any(frame.holds(oval.frame.x, oval.frame.y) for oval in evidence.ovals):
        return None
    if evidence.has_text and not any(frame.holds(run.frame.x, run.frame.y) for run in evidence.runs):
        return None
    return frame


def _bounded(cell: Frame, page: Frame) -> bool:
    return cell.top > page.top and cell.bottom < page.bottom


def _roomless(groups: Sequence[Group], page: Frame) -> list[Group]:
    """Cells too low for a title belong to the cell above them."""
    merged: list[Group] = []
    for group in sorted(groups, key=lambda g: (g.cell.left, g.cell.top)):
        first = min(oval.frame.top for oval in group.ovals)
        above = merged[-1] if merged else None
        if (
            group.heading is None
            and above is not None
            and above.heading is None
            and first - group.cell.top < NO_ROOM
            and abs(above.cell.left - group.cell.left) < SAME
            and abs(above.cell.right - group.cell.right) < SAME
            and abs(above.cell.bottom - group.cell.top) < SAME
        ):
            cell = Frame(above.cell.left, above.cell.top, above.cell.right, group.cell.bottom)
            merged[-1] = Group(
                cell, None, above.ovals + group.ovals, above.boxes + group.boxes, _bounded(cell, page)
            )
        else:
            merged.append(group)
    return merged


def _with_title(group: Group, evidence: Evidence, across: Sequence[Rule], page: Frame) -> Group:
    """A cell without room for a title takes in the box above it, if that has words and no target."""
    cell = group.cell
    first = min(oval.frame.top for oval in group.ovals)
    if group.heading is not None or first - cell.top >= NO_ROOM or cell.top <= page.top:
        return group
    need = min(LEAST_SPAN * cell.width, LONG)
    top = max(
        (
            rule.at
            for rule in across
            if page.top < rule.at < cell.top - SAME
            and min(rule.end, cell.right) - max(rule.start, cell.left) >= need
        ),
        default=page.top,
    )
    above = Frame(cell.left, top, cell.right, cell.top)
    has_words = any(above.holds(run.frame.x, run.frame.y) for run in evidence.runs)
    has_targets = any(above.holds(oval.frame.x, oval.frame.y) for oval in evidence.ovals)
    if not has_words or has_targets or above.height > TALLEST_TITLE:
        return group
    return Group(Frame(cell.left, top, cell.right, cell.bottom), None, group.ovals, group.boxes, group.bounded)


def _in_order(group: Group) -> Group:
    """The targets of a group by columns, each from top to bottom; a single row from left to right."""
    one_row = max(o.frame.y for o in group.ovals) - min(o.frame.y for o in group.ovals) < SAME
    ordered = sorted(
        zip(group.ovals, group.boxes, strict=True),
        key=lambda item: (0.0, item[0].frame.x) if one_row else (round(item[0].frame.x, 1), item[0].frame.y),
    )
    ovals, boxes = zip(*ordered, strict=True)
    return Group(group.cell, group.heading, tuple(ovals), tuple(boxes), group.bounded)
