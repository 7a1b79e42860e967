"""From drafted sides to cards: fronts with their backs, copies of one card together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from tabulate.draft.phrases import slug
from tabulate.draft.rough import RoughContest, SideName, Sure
from tabulate.draft.same_card import same_side
from tabulate.draft.sides import BlankSide


@dataclass(frozen=True, slots=True)
class Sheet:
    """One blank sheet as given.

    Attributes:
        lonely_back: the only side given is a back by its code; it stands as the front.
    """

    front: BlankSide
    back: BlankSide | None
    pairing: Sure
    lonely_back: bool = False

    def side(self, name: SideName) -> BlankSide | None:
        return self.front if name == "front" else self.back


@dataclass(slots=True)
class DraftCard:
    """A card with all copies of its blank.

    Attributes:
        contests: contests of each side, as later steps correct them.
    """

    id: str
    copies: list[Sheet]
    contests: dict[SideName, list[RoughContest]] = field(default_factory=dict)

    def lead(self, name: SideName) -> BlankSide | None:
        """The copy to read names and places from: one with text, else the one with most targets."""
        sides = [side for sheet in self.copies if (side := sheet.side(name)) is not None]
        return max(sides, key=lambda side: (side.has_names, side.drawn, len(side.placed)), default=None)

    def measured(self, name: SideName) -> list[BlankSide]:
        """The copies to measure ink on: scans if there are any, for they show what a scanner sees."""
        sides = [side for sheet in self.copies if (side := sheet.side(name)) is not None]
        return [side for side in sides if not side.drawn] or sides

    @property
    def sides(self) -> tuple[SideName, ...]:
        return ("front", "back") if self.lead("back") is not None else ("front",)

    @property
    def party(self) -> str | None:
        """The party to which the heading restricts the card."""
        front = self.lead("front")
        return None if front is None else front.heading.party


def make_cards(sides: Sequence[BlankSide]) -> list[DraftCard]:
    """Pair fronts with backs and put copies of one card together, in the order given."""
    cards: list[DraftCard] = []
    taken: set[str] = set()
    for sheet in _pair(sides):
        home = next((card for card in cards if any(_copies(sheet, other) for other in card.copies)), None)
        if home is not None:
            home.copies.append(sheet)
            continue
        name = _unused(_card_id(sheet.front), taken)
        taken.add(name)
        cards.append(DraftCard(name, [sheet]))
    for card in cards:
        for name_of in card.sides:
            lead = card.lead(name_of)
            party = card.party
            card.contests[name_of] = [
                contest.with_party(party) for contest in (lead.contests if lead is not None else ())
            ]
    return cards


def _pair(sides: Sequence[BlankSide]) -> list[Sheet]:
    """A back belongs to the front before it, in the same file or as the next file."""
    sheets: list[Sheet] = []
    for side in sides:
        before = sheets[-1] if sheets else None
        if side.is_back:
            if before is not None and before.back is None and not before.lonely_back:
                sheets[-1] = replace(before, back=side, pairing=Sure(950, "the back follows the front"))
            else:
                sheets.append(Sheet(side, None, Sure(500, "a back without its front"), lonely_back=True))
        elif (
            side.code is None
            and before is not None
            and before.back is None
            and before.front.code is None
            and before.front.source == side.source
            and side.page % 2 == 1
            and side.pages % 2 == 0
        ):
            sheets[-1] = replace(
                before,
                back=side,
                pairing=Sure(500, "pages of one file without a code, taken as front and back"),
            )
        else:
            sheets.append(Sheet(side, None, Sure(950, "the code of a front")))
    return sheets


def _copies(a: Sheet, b: Sheet) -> bool:
    if not same_side(a.front, b.front):
        return False
    return a.back is None or b.back is None or same_side(a.back, b.back)


def _card_id(side: BlankSide) -> str:
    stem = slug(PurePath(side.source).stem, 50) or "card"
    return f"{stem}-p{side.page + 1}" if side.pages > 1 else stem


def _unused(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    return candidate
