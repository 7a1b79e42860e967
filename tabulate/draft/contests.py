"""From groups of targets to contests with titles, limits and choices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.draft.cells import Group, group_ovals
from tabulate.draft.evidence import Evidence, Frame, Oval, Run, Seen
from tabulate.draft.names_beside import Beside, look_beside, side_of_names
from tabulate.draft.phrases import is_no, is_yes, party_in_heading, says_write_in, vote_for
from tabulate.draft.places import Placed
from tabulate.draft.rough import ChoiceKind, RoughChoice, RoughContest, Sure
from tabulate.draft.titles import Head, read_head
from tabulate.draft.upright import UprightPage


@dataclass(frozen=True, slots=True)
class _Part:
    """Targets of a group that turned out to be a contest of their own."""

    ovals: tuple[Oval, ...]
    beside: tuple[Beside, ...]
    head: tuple[Run, ...]


def read_contests(
    evidence: Evidence, placed: Sequence[Placed], upright: UprightPage, page: Frame
) -> list[RoughContest]:
    """Read the contests of one side.

    Args:
        evidence: what is printed there.
        placed: the targets with their places on the grid.
        upright: the upright page.
        page: the area inside the timing marks.

    Returns:
        contests by columns, from top to bottom.
    """
    places = {item.oval: item for item in placed}
    groups = group_ovals(evidence, [item.oval for item in placed], page)
    side = side_of_names([(group.boxes, group.ovals) for group in groups], upright)
    contests: list[RoughContest] = []
    for group in sorted(groups, key=lambda g: (round(g.cell.left, 1), g.cell.top)):
        if all(oval.seen is Seen.UNDER_PRINT for oval in group.ovals):
            continue  # the grain of a watermark, with no oval on paper beside it
        beside = tuple(
            look_beside(oval, group.ovals, box, side=side, evidence=evidence, upright=upright)
            for oval, box in zip(group.ovals, group.boxes, strict=True)
        )
        contests += [_contest(group, part, places, evidence) for part in _parts(group, beside, evidence)]
    return contests


def _parts(group: Group, beside: tuple[Beside, ...], evidence: Evidence) -> list[_Part]:
    """Split a group where the words between two targets begin a new contest."""
    used = {run for item in beside for run in (*item.lines, *item.notes)}
    if group.heading is not None:
        heading = group.heading
        head = tuple(run for run in evidence.runs if heading.holds(run.frame.x, run.frame.y))
        return [_Part(group.ovals, beside, head)]
    words = [run for run in evidence.runs if group.cell.holds(run.frame.x, run.frame.y) and run not in used]
    parts: list[_Part] = []
    start, floor = 0, group.cell.top
    for index in range(1, len(group.ovals) + 1):
        if index < len(group.ovals) and not _begins(group.ovals, beside, index, words):
            continue
        ovals, near = group.ovals[start:index], beside[start:index]
        top = min(oval.frame.top for oval in ovals)
        head = tuple(run for run in words if floor <= run.frame.y and run.baseline <= top + 0.1)
        parts.append(_Part(ovals, near, head))
        start, floor = index, max(oval.frame.bottom for oval in ovals)
    return parts


def _begins(ovals: Sequence[Oval], beside: Sequence[Beside], index: int, words: Sequence[Run]) -> bool:
    """Tells whether a new contest begins with the target at `index`."""
    before, here = ovals[index - 1].frame, ovals[index].frame
    if here.top > before.bottom:
        between = " ".join(run.text for run in words if before.y < run.frame.y < here.y)
        if between and vote_for(between) is not None:
            return True
    return is_yes(beside[index].name) and is_no(beside[index - 1].name)


def _contest(group: Group, part: _Part, places: dict[Oval, Placed], evidence: Evidence) -> RoughContest:
    answers = _are_answers(part.beside)
    head = read_head(part.head, measure=answers)
    choices = tuple(
        _choice(places[oval], beside, answers, _column_heading(oval, group, evidence), head.title)
        for oval, beside in zip(part.ovals, part.beside, strict=True)
    )
    limit, sure = _limit(head, answers, len(choices))
    return RoughContest(
        title=head.title,
        titling=head.sure,
        vote_for=limit,
        limit=sure,
        choices=choices,
        cell=group.cell,
        grouping=_grouping(group, part, evidence),
    )


def _grouping(group: Group, part: _Part, evidence: Evidence) -> Sure:
    if len(part.ovals) < len(group.ovals):
        return Sure(700, "a printed box holds several contests; parted by their words")
    if not group.bounded:
        return Sure(600, "no printed rule above or below")
    if evidence.has_text and not part.head:
        return Sure(500, "a printed box without words above its targets")
    return Sure(960, "a printed box")


def _limit(head: Head, answers: bool, choices: int) -> tuple[int, Sure]:
    if head.vote_for is not None:
        number, agrees = head.vote_for
        if number > choices:
            return choices, Sure(200, f"print says vote for {number}, but only {choices} targets were found")
        return number, Sure(980 if agrees else 400, f"print says {head.limit_text!r}"[:200])
    if answers:
        return 1, Sure(960, "a question with two answers")
    return 1, Sure(300, "nothing printed was found that says how many to vote for")


def _are_answers(beside: Sequence[Beside]) -> bool:
    names = [item.name for item in beside]
    return len(names) == 2 and any(map(is_yes, names)) and any(map(is_no, names))


def _choice(placed: Placed, beside: Beside, answers: bool, column: str, title: str) -> RoughChoice:
    kind: ChoiceKind = "candidate"
    name, naming = beside.name, Sure(970, "printed beside the target")
    if answers:
        kind = "answer"
    elif beside.is_write_in or says_write_in(column) or _repeats(beside, title):
        kind, name = "write-in", "Write-in"
        naming = Sure(970 if beside.lines or beside.notes or column else 850, "a line to write on")
        if not column and not any(says_write_in(run.text) for run in (*beside.lines, *beside.notes)):
            naming = Sure(800 if beside.line is not None else 500, "a line to write on and no name")
    elif not name:
        if not beside.ink:
            kind, naming = "write-in", Sure(450, "nothing is printed beside the target")
            name = "Write-in"
        else:
            naming = Sure(0, "printed, but there is no text to read")
    elif len(beside.lines) > 1:
        naming = Sure(850, "printed beside the target on several lines")
    if kind == "write-in" and not beside.lines and not beside.notes and beside.line is not None:
        naming = Sure(600, "a line to write on and nothing above it") if not beside.ink else naming
    party = beside.party or (party_in_heading(column + " ballot") if column else None)
    return RoughChoice(
        oval=placed.oval,
        column=placed.column,
        row=placed.row,
        place=placed.sure,
        name=name,
        kind=kind,
        naming=naming
        if placed.oval.seen is not Seen.UNDER_PRINT
        else Sure(min(naming.certainty, 400), naming.reason),
        party=party if kind == "candidate" else None,
        area=_area(placed.oval, beside) if kind == "write-in" else None,
    )


def _repeats(beside: Beside, title: str) -> bool:
    """A write-in space of a table repeats the office in small print instead of a name."""
    words = " ".join(run.text for run in beside.lines or beside.notes)
    return (
        bool(words)
        and bool(title)
        and _plain(words) in _plain(title)
        and not is_yes(words)
        and not is_no(words)
    )


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _column_heading(oval: Oval, group: Group, evidence: Evidence) -> str:
    """The heading of a table's column, above all of its rows."""
    if group.heading is None:
        return ""
    left = max(
        (
            r.at
            for r in evidence.rules
            if r.along == "y" and r.at < oval.frame.x and r.spans(oval.frame.y, oval.frame.y)
        ),
        default=group.cell.left,
    )
    right = min(
        (
            r.at
            for r in evidence.rules
            if r.along == "y" and r.at > oval.frame.x and r.spans(oval.frame.y, oval.frame.y)
        ),
        default=group.cell.right,
    )
    light = [
        run
        for run in evidence.runs
        if run.light and left <= run.frame.x <= right and run.baseline < oval.frame.y
    ]
    if not light:
        return ""
    lowest = max(run.baseline for run in light)
    return " ".join(run.text for run in light if lowest - run.baseline < 2.2 * run.size)


def _area(oval: Oval, beside: Beside) -> Frame:
    """Where a voter writes: from the oval to the edge of the column, down to the line."""
    zone, frame = beside.zone, oval.frame
    bottom = frame.y + 0.1 if beside.line is None else max(frame.y + 0.02, beside.line - 0.01)
    return Frame(zone.left + 0.03, frame.y - 0.14, max(zone.left + 0.1, zone.right - 0.03), bottom)
