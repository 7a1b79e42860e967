"""Places of targets: on the grid, inside it, one choice a place, and every choice of a contest present."""

from __future__ import annotations

from collections.abc import Iterator

from config.program.model import GRID_STEP, Card, ElectionProgram, Side, Target
from config.program.problem import Problem

GRID_TOLERANCE = 0.002
"""Inches by which a place may differ from its column and row: under half a pixel at 200 dots an inch."""


def sides_of(card: Card) -> Iterator[tuple[str, Side]]:
    """The printed sides of a card with their names."""
    yield "front", card.front
    if card.back is not None:
        yield "back", card.back


def check_places(program: ElectionProgram) -> Iterator[Problem]:
    """Every target stands where its grid place says, inside the grid, and clear of its neighbours."""
    write_ins = {
        (contest.id, choice.id)
        for contest in program.contests
        for choice in contest.choices
        if choice.kind == "write-in"
    }
    for index, card in enumerate(program.cards):
        for name, side in sides_of(card):
            path = f"cards[{index}].{name}"
            for place, target in enumerate(side.targets):
                yield from _on_grid(f"{path}.targets[{place}]", card, target)
                if target.write_in_area is not None and (target.contest, target.choice) not in write_ins:
                    yield Problem(
                        f"{path}.targets[{place}].write_in_area",
                        f"{_label(target)} is no write-in line",
                        severity="warning",
                    )
            yield from _overlaps(path, side)


def check_coverage(program: ElectionProgram) -> Iterator[Problem]:
    """A card that carries a contest has exactly one target for each of its choices, front or back."""
    choices = {contest.id: tuple(choice.id for choice in contest.choices) for contest in program.contests}
    for index, card in enumerate(program.cards):
        places: dict[tuple[str, str], str] = {}
        carried: dict[str, None] = {}
        for name, side in sides_of(card):
            for place, target in enumerate(side.targets):
                path = f"{name}.targets[{place}]"
                key = (target.contest, target.choice)
                carried[target.contest] = None
                if key in places:
                    yield Problem(
                        f"cards[{index}].{path}",
                        f"{_label(target)} has a target already on card {card.id!r}, at {places[key]}",
                    )
                places[key] = path
        for contest in carried:
            absent = [choice for choice in choices[contest] if (contest, choice) not in places]
            if absent:
                yield Problem(
                    f"cards[{index}]",
                    f"card {card.id!r} has contest {contest!r} without a target for {_listed(absent)}",
                )


def _on_grid(path: str, card: Card, target: Target) -> Iterator[Problem]:
    if target.column is None or target.row is None:
        missing = "column" if target.column is None else "row"
        yield Problem(f"{path}.{missing}", f"{_label(target)}: a timing-grid card needs it")
        return
    for axis, step, length in (("x", target.column, target.x), ("y", target.row, target.y)):
        if abs(step * GRID_STEP - length) > GRID_TOLERANCE:
            unit = "column" if axis == "x" else "row"
            yield Problem(
                f"{path}.{axis}",
                f"{_label(target)}: {length} inches is not {unit} {step}, which is at {step * GRID_STEP:.4f}",
            )
    inside = 0 < target.column < card.grid_columns - 1 and 0 < target.row < card.grid_rows - 1
    if not inside:
        yield Problem(
            path,
            f"{_label(target)} at column {target.column}, row {target.row} is not inside the grid of "
            f"{card.grid_columns} by {card.grid_rows} marks",
        )


def _overlaps(path: str, side: Side) -> Iterator[Problem]:
    """Finds ovals that share paper, sweeping down the page so that only near neighbours are compared."""
    ordered = sorted(enumerate(side.targets), key=lambda pair: pair[1].y)
    tallest = max((target.height for target in side.targets), default=0.0)
    for position, (place, upper) in enumerate(ordered):
        for other, lower in ordered[position + 1 :]:
            if lower.y - upper.y >= tallest:
                break
            if _share_paper(upper, lower):
                first, second = sorted((place, other))
                yield Problem(
                    f"{path}.targets[{second}]",
                    f"{_label(side.targets[second])} is at the place of {_label(side.targets[first])} "
                    f"(targets[{first}]): their ovals overlap",
                )


def _share_paper(a: Target, b: Target) -> bool:
    """Whether two upright ellipses overlap; exact for ovals of one shape, which a program's are."""
    across = (a.x - b.x) / ((a.width + b.width) / 2)
    down = (a.y - b.y) / ((a.height + b.height) / 2)
    return across * across + down * down < 1


def _label(target: Target) -> str:
    return f"{target.contest}/{target.choice}"


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:4])
    return shown + (f" and {len(names) - 4} more" if len(names) > 4 else "")
