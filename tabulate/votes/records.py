"""The outcome of reading: contests and pages, as plain records.

`PageReading.to_json` is what ``retally read --json`` prints, a line a page; its schema is
``tabulate/read/page-reading.schema.json``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from tabulate.marks.reading import State, TargetReading

SideName = Literal["front", "back"]

__all__ = ["ContestVotes", "PageReading", "SideName", "State", "TargetReading"]


@dataclass(frozen=True, slots=True)
class ContestVotes:
    """What one contest on one card comes to under the contest rules.

    Attributes:
        votes: ids of the choices that get a vote, in program order; none when overvoted.
        undervotes: vote_for minus the votes; 0 when overvoted.
        review: True when a target of the contest must be seen by a person.
    """

    contest: str
    votes: tuple[str, ...]
    overvoted: bool
    undervotes: int
    review: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "contest": self.contest,
            "votes": list(self.votes),
            "overvoted": self.overvoted,
            "undervotes": self.undervotes,
            "review": self.review,
        }


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as read.  `card` is None when the page was refused, and `flags` says why.

    Attributes:
        image: name of the image, for people.
        program: seal of the program it was read with.
        orientation: degrees the stored image must be turned clockwise to stand upright: 0, 90, 180, 270.
        dpi: resolution measured from the timing marks, pixels an inch of the printed design.
        residual: largest distance of a surviving timing mark from the fitted grid, thousandths of an inch.
    """

    image: str
    program: str
    card: str | None
    ballot_style: str | None
    side: SideName | None
    orientation: int | None
    dpi: float | None
    residual: float | None
    flags: tuple[str, ...]
    contests: tuple[ContestVotes, ...] = ()
    targets: tuple[TargetReading, ...] = ()

    @property
    def refused(self) -> bool:
        return self.card is None

    def to_json(self) -> dict[str, Any]:
        return {
            "image": self.image,
            "program": self.program,
            "card": self.card,
            "ballot_style": self.ballot_style,
            "side": self.side,
            "orientation": self.orientation,
            "dpi": self.dpi,
            "residual": self.residual,
            "flags": list(self.flags),
            "contests": [contest.to_json() for contest in self.contests],
            "targets": [target.to_json() for target in self.targets],
        }
