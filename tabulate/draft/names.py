"""The table of names: what a person writes where a blank has no text, or where the draft is wrong."""

from __future__ import annotations

import csv
import io
import math
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tabulate.draft.evidence import Frame, Oval, Seen
from tabulate.draft.rough import ChoiceKind, RoughChoice, RoughContest, SideName, Sure
from tabulate.errors import DraftError
from tabulate.geometry import GRID_STEP

COLUMNS = ("card", "side", "column", "row", "contest", "choice", "vote_for", "kind")
KINDS = ("candidate", "write-in", "answer", "none")
"""What a target can be; ``none`` takes away an oval that is no target."""

NEAR = 0.3
"""Grid steps within which a row of the table means a target."""

GIVEN = Sure(1000, "given in the table of names")


@dataclass(frozen=True, slots=True)
class NameRow:
    """One row: a target and what to call it; empty fields leave the draft as it is.

    Attributes:
        where: the row's place in the table, for messages.
        vote_for: limit of the contest, or None.
    """

    where: str
    card: str
    side: SideName
    column: float
    row: float
    contest: str
    choice: str
    vote_for: int | None
    kind: str


def read_names(text: str) -> list[NameRow]:
    """Read a table of names, CSV or TOML (a list of tables ``target`` with the CSV's columns as keys).

    Raises:
        DraftError: naming the row and the field that cannot be understood.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith(("[", "#")):
        try:
            targets = tomllib.loads(text).get("target", [])
        except tomllib.TOMLDecodeError as error:
            raise DraftError(f"the table of names is not TOML: {error}") from error
        if not isinstance(targets, list) or not all(isinstance(item, dict) for item in targets):
            raise DraftError("the table of names: `target` must be a list of tables, written [[target]]")
        return [_row(item, f"target {number} of the table of names") for number, item in enumerate(targets, 1)]
    reader = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    fields = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in ("card", "column", "row") if name not in fields]
    unknown = [name for name in fields if name not in COLUMNS]
    if missing or unknown:
        what = f"has no column {missing[0]!r}" if missing else f"has a column {unknown[0]!r} that is not known"
        raise DraftError(f"the table of names {what}; its columns are {', '.join(COLUMNS)}")
    reader.fieldnames = fields
    return [
        _row(item, f"line {reader.line_num} of the table of names") for item in reader if any(item.values())
    ]


def write_names(cards: Iterable[tuple[str, dict[SideName, list[RoughContest]]]]) -> str:
    """Write the table of names of drafted cards as CSV, to be corrected by hand and given back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for card, sides in cards:
        for side, contests in sides.items():
            for contest in contests:
                for choice in contest.choices:
                    writer.writerow(
                        [
                            card,
                            side,
                            f"{choice.column:.4f}".rstrip("0").rstrip("."),
                            f"{choice.row:.4f}".rstrip("0").rstrip("."),
                            contest.title,
                            choice.name,
                            contest.vote_for,
                            choice.kind,
                        ]
                    )
    return out.getvalue()


def apply_names(contests: Sequence[RoughContest], rows: Sequence[NameRow]) -> list[RoughContest]:
    """Give the contests of one side the names of a table, add targets it adds, and drop those it drops.

    Targets with the same contest in the table become one contest; those that the table does not name keep
    theirs.

    Raises:
        DraftError: a contest with two limits, or a new target without a name.
    """
    left = list(rows)
    groups: dict[str, list[tuple[RoughChoice, RoughContest, NameRow | None]]] = {}
    for number, contest in enumerate(contests):
        for drafted in contest.choices:
            choice = drafted
            row = next(
                (r for r in left if abs(r.column - choice.column) < NEAR and abs(r.row - choice.row) < NEAR),
                None,
            )
            if row is not None:
                left.remove(row)
                if row.kind == "none":
                    continue
                choice = _named(choice, row)
            title = row.contest if row is not None else ""
            key = f"given {title}" if title else f"drafted {number}"
            groups.setdefault(key, []).append((choice, contest, row))
    for row in left:
        if row.kind == "none":
            continue
        model = _model(contests, row)
        choice = _added(row, model)
        groups.setdefault(f"given {row.contest}", []).append((choice, model, row))
    return [_regrouped(members) for members in groups.values()]


def _named(choice: RoughChoice, row: NameRow) -> RoughChoice:
    kind = _kind(row, choice.kind)
    name = row.choice or choice.name
    naming = GIVEN if row.choice or row.kind else choice.naming
    area = choice.area if kind == "write-in" else None
    return replace(choice, name=name, kind=kind, naming=naming, area=area)


def _regrouped(members: list[tuple[RoughChoice, RoughContest, NameRow | None]]) -> RoughContest:
    first = members[0][1]
    rows = [row for _, _, row in members if row is not None]
    title = next((row.contest for row in rows if row.contest), first.title)
    limits = {row.vote_for for row in rows if row.vote_for is not None}
    if len(limits) > 1:
        raise DraftError(
            f"{rows[0].where}: contest {title!r} has several limits: {', '.join(map(str, sorted(limits)))}"
        )
    given_title = any(row.contest for row in rows)
    return replace(
        first,
        title=title,
        titling=GIVEN if given_title else first.titling,
        vote_for=limits.pop() if limits else first.vote_for,
        limit=GIVEN if any(row.vote_for is not None for row in rows) else first.limit,
        choices=tuple(choice for choice, _, _ in members),
        grouping=GIVEN if given_title else first.grouping,
    )


def _model(contests: Sequence[RoughContest], row: NameRow) -> RoughContest:
    """The contest nearest to a target that the table adds; it lends its size and box."""
    if not row.contest or not row.choice:
        raise DraftError(f"{row.where}: a target that the blank does not show needs a contest and a choice")
    if not contests:
        raise DraftError(
            f"{row.where}: no target was found on this side, so the size of its ovals is not known"
        )
    return min(
        contests,
        key=lambda c: min(math.hypot(x.column - row.column, x.row - row.row) for x in c.choices),
    )


def _added(row: NameRow, model: RoughContest) -> RoughChoice:
    size = model.choices[0].oval.frame
    x, y = row.column * GRID_STEP, row.row * GRID_STEP
    frame = Frame(x - size.width / 2, y - size.height / 2, x + size.width / 2, y + size.height / 2)
    oval = Oval(frame, Seen.UNDER_PRINT)
    return RoughChoice(oval, row.column, row.row, GIVEN, row.choice, _kind(row, "candidate"), GIVEN)


def _kind(row: NameRow, otherwise: ChoiceKind) -> ChoiceKind:
    """What the row says a target is, or what it is otherwise."""
    kinds: tuple[ChoiceKind, ...] = ("candidate", "write-in", "answer")
    return next((kind for kind in kinds if kind == row.kind), otherwise)


def _row(item: dict[str, Any], where: str) -> NameRow:
    def text(name: str) -> str:
        value = item.get(name)
        return " ".join(str(value).split()) if value is not None else ""

    def number(name: str) -> float:
        try:
            value = float(text(name))
        except ValueError:
            value = math.nan
        if not 0 <= value <= 200:
            raise DraftError(f"{where}: {name} {text(name)!r} is no place on the grid")
        return value

    unknown = [name for name in item if name is not None and name not in COLUMNS]
    if unknown or None in item:
        raise DraftError(
            f"{where}: more fields than columns, or an unknown one; columns are {', '.join(COLUMNS)}"
        )
    side, kind, limit = text("side").lower() or "front", text("kind").lower(), text("vote_for")
    if side not in ("front", "back"):
        raise DraftError(f"{where}: side {side!r} is neither front nor back")
    if kind and kind not in KINDS:
        raise DraftError(f"{where}: kind {kind!r} is none of {', '.join(KINDS)}")
    if limit and not (limit.isdigit() and 1 <= int(limit) <= 100):
        raise DraftError(f"{where}: vote_for {limit!r} is no number from 1 to 100")
    if not text("card"):
        raise DraftError(f"{where}: no card; its id, or * for every card")
    return NameRow(
        where=where,
        card=text("card"),
        side="front" if side == "front" else "back",
        column=number("column"),
        row=number("row"),
        contest=text("contest"),
        choice=text("choice"),
        vote_for=int(limit) if limit else None,
        kind=kind,
    )
