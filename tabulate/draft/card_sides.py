"""Cards of the program: sides with targets, their ink on the blank, code and print map."""

from __future__ import annotations

from collections.abc import Sequence

from config.program import GRID_STEP, Box, Card, Side, Target
from tabulate.draft.cards import DraftCard
from tabulate.draft.evidence import Frame, Seen
from tabulate.draft.merge import MergedContest
from tabulate.draft.notes import Notes
from tabulate.draft.rough import RoughChoice, SideName, Sure
from tabulate.draft.sides import BlankSide
from tabulate.read import RegisteredBlank, learn_registered

Item = tuple[str, str, RoughChoice]
"""Contest id, choice id and the choice with its place."""

SEEN_SHARE = 0.5
"""Share of the targets whose outline a scan must show for it to count as printed."""


def make_card(card: DraftCard, merged: Sequence[MergedContest], notes: Notes) -> Card:
    """Make the card of the program."""
    front = card.lead("front")
    if front is None:
        raise ValueError(f"card {card.id} has no front")
    sheet = card.copies[0]
    if sheet.pairing.certainty < 900:
        notes.put(f"cards/{card.id}/back", "yes" if "back" in card.sides else "none", sheet.pairing)
    sides = {name: _side(card, name, merged, notes) for name in card.sides}
    return Card(
        id=card.id,
        name=_name(front),
        grid_columns=front.registration.columns,
        grid_rows=front.registration.rows,
        front=sides["front"],
        back=sides.get("back"),
    )


def _name(front: BlankSide) -> str:
    heading = front.heading
    parts = [f"Card {heading.card}" if heading.card else "", *heading.precincts, heading.party or ""]
    return ", ".join(part for part in parts if part) or front.name


def _side(card: DraftCard, name: SideName, merged: Sequence[MergedContest], notes: Notes) -> Side:
    lead = card.lead(name)
    if lead is None:
        raise ValueError(f"card {card.id} has no {name}")
    path = f"cards/{card.id}/{name}"
    items = _items(card, name, merged)
    blanks = card.measured(name)
    targets = []
    for contest, choice, rough in items:
        notes.put(
            f"{path}/targets/{contest}.{choice}", f"column {rough.column:.2f}, row {rough.row:.2f}", rough.place
        )
        frame = rough.oval.frame
        targets.append(
            Target(
                contest=contest,
                choice=choice,
                x=rough.column * GRID_STEP,
                y=rough.row * GRID_STEP,
                width=frame.width,
                height=frame.height,
                column=rough.column,
                row=rough.row,
                write_in_area=_box(rough.area),
            )
        )
    if lead.code is None:
        notes.put(f"{path}/code", "none", Sure(500, "no card code is printed, or it cannot be read"))
    _missed(card, name, lead, path, notes)
    outline, sure = _outline(lead, blanks)
    if sure.certainty < 900:
        notes.put(f"{path}/outline", outline, sure)
    side = Side(
        targets=tuple(targets),
        code=None if lead.code is None else lead.code.bits,
        outline="printed" if outline == "printed" else "dropout",
    )
    return learn_registered(side, [RegisteredBlank(b.raster.gray, b.levels, b.registration) for b in blanks])


def _items(card: DraftCard, name: SideName, merged: Sequence[MergedContest]) -> list[Item]:
    items: list[Item] = []
    for contest in merged:
        for other, side, printed in contest.places:
            if other is card and side == name:
                items += [
                    (contest.id, contest.id_of(printed, index), choice)
                    for index, choice in enumerate(printed.choices)
                ]
    return items


def _box(area: Frame | None) -> Box | None:
    if area is None or area.width <= 0 or area.height <= 0:
        return None
    return Box(x=area.left, y=area.top, width=area.width, height=area.height)


def _missed(card: DraftCard, name: SideName, lead: BlankSide, path: str, notes: Notes) -> None:
    """Tell when another copy of the blank shows ovals where the draft has no target."""
    places = [(c.column, c.row) for contest in card.contests[name] for c in contest.choices]
    for sheet in card.copies:
        side = sheet.side(name)
        if side is None or side is lead:
            continue
        for item in side.placed:
            if not any(abs(item.column - x) < 0.3 and abs(item.row - y) < 0.3 for x, y in places):
                notes.put(
                    f"{path}/targets",
                    f"column {item.column:.2f}, row {item.row:.2f}",
                    Sure(200, f"{side.name} shows an oval here that {lead.name} does not"),
                )


def _outline(lead: BlankSide, blanks: Sequence[BlankSide]) -> tuple[str, Sure]:
    """Whether a scanner sees the outline: on a scan it does when the pixels show it."""
    scans = [blank for blank in blanks if not blank.drawn]
    if not lead.placed or not scans:
        seen = sum(item.oval.seen in (Seen.BOTH, Seen.IMAGE) for item in lead.placed)
        if not lead.placed or seen >= SEEN_SHARE * len(lead.placed):
            return "printed", Sure(950, "dark in the PDF")
        return "dropout", Sure(500, "too light in the PDF to be seen in grey")
    if len(scans[0].placed) >= SEEN_SHARE * len(lead.placed):
        return "printed", Sure(950, "seen on a scan")
    return "dropout", Sure(500, "hardly seen on a scan")
