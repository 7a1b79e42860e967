"""Reading one sheet: its pages, which of them belong together, and its votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tabulate.errors import ImageError
from tabulate.image import decode
from tabulate.marks import flags
from tabulate.marks.level_page import decode_levels, is_level_page
from tabulate.read.levels import read_levels
from tabulate.read.reader import Reader
from tabulate.votes.contest_rules import count_contest
from tabulate.votes.records import ContestVotes, PageReading

SIDE_MISSING = "side-missing"
SIDES_DISAGREE = "sides-disagree"
SAME_SIDE_TWICE = "same-side-twice"

NOTHING_TO_READ = frozenset({flags.BLANK_PAPER, flags.NO_TIMING_GRID})
"""Flags of a page that is no ballot side at all, as the back of a card printed on one side is."""


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page to be read: the bytes of the image or level sheet, the page within it, a name for people."""

    data: bytes
    page: int
    name: str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet as read.

    Attributes:
        status: ``counted``, or ``quarantined`` when a person must identify or read the sheet.
        reasons: why it is quarantined.
        review: a counted sheet with a target or page that a person should see.
        contests: votes of the whole card, both sides together; empty when quarantined.
    """

    status: Literal["counted", "quarantined"]
    card: str | None
    ballot_style: str | None
    reasons: tuple[str, ...]
    review: bool
    contests: tuple[ContestVotes, ...]
    pages: tuple[PageReading, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "card": self.card,
            "ballot_style": self.ballot_style,
            "reasons": list(self.reasons),
            "review": self.review,
            "contests": [contest.to_json() for contest in self.contests],
            "pages": [page.to_json() for page in self.pages],
        }


def read_page(reader: Reader, source: PageSource, card: str | None = None) -> PageReading:
    """Decode and read one page, picture or level sheet; what cannot be decoded comes back refused."""
    try:
        if is_level_page(source.data):
            return read_levels(reader, decode_levels(source.data), source.name, card)
        raster = decode(source.data, source.page)
    except ImageError:
        return reader.refusal(source.name, (flags.UNREADABLE_IMAGE,))
    return reader.read(raster, source.name, card)


def read_sheet(reader: Reader, sources: Sequence[PageSource]) -> SheetReading:
    """Read the pages of one sheet, in any order of sides."""
    pages = [read_page(reader, source) for source in sources]
    cards = {page.card for page in pages if page.card is not None}
    if len(cards) == 1:
        (card,) = cards
        for index, page in enumerate(pages):
            if flags.CARD_AMBIGUOUS in page.flags:
                pages[index] = read_page(reader, sources[index], card)
    return _assemble(reader, tuple(pages))


def _assemble(reader: Reader, pages: tuple[PageReading, ...]) -> SheetReading:
    read = [page for page in pages if not page.refused]
    cards = {page.card for page in read}
    reasons: list[str] = []
    if len(cards) > 1:
        reasons.append(SIDES_DISAGREE)
    if len({page.side for page in read}) < len(read):
        reasons.append(SAME_SIDE_TWICE)
    card = next((card for card in reader.program.cards if {card.id} == cards), None)
    wanted = 2 if card is not None and card.back is not None else 1
    refused = [page for page in pages if page.refused]
    if len(read) < wanted:
        reasons += [flag for page in refused for flag in page.flags]
        if read or not pages:
            reasons.append(SIDE_MISSING)
    else:
        reasons += [flag for page in refused if NOTHING_TO_READ.isdisjoint(page.flags) for flag in page.flags]
    if reasons or card is None:
        return SheetReading(
            status="quarantined",
            card=card.id if card is not None else None,
            ballot_style=None,
            reasons=tuple(dict.fromkeys(reasons)),
            review=True,
            contests=(),
            pages=pages,
        )
    targets = [target for page in read for target in page.targets]
    on_card = {target.contest for target in targets}
    contests = tuple(
        count_contest(contest, targets) for contest in reader.program.contests if contest.id in on_card
    )
    review = any(vote.review for vote in contests) or any(
        not flags.REVIEW.isdisjoint(page.flags) for page in read
    )
    return SheetReading(
        status="counted",
        card=card.id,
        ballot_style=read[0].ballot_style,
        reasons=(),
        review=review,
        contests=contests,
        pages=pages,
    )
