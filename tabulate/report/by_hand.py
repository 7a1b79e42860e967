"""What two persons read on single sheets, in a report: beside the machine's numbers, never in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tabulate.compare import Comparison, MarginChange
from tabulate.compare.hand import ReadByHand
from tabulate.compare.words import count
from tabulate.report.wording import margin_words

BY_HAND = "Read by hand by two persons"
TAKEN = (
    "Every other number of this report is the machine's. Whether these readings are taken in place of it is "
    "for the board to say."
)


@dataclass(frozen=True, slots=True)
class HandReadings:
    """Readings by hand of a case.

    Attributes:
        contests: by contest over all units; by unit they would show how the ballot of a small one was voted.
        margins: original count to the count with these readings, for the contests that they change.
        flagged_decided: counted sheets with flags on which every contest that has one was read.
        refused_read: refused sheets on which a contest was read.
    """

    contests: tuple[ReadByHand, ...]
    margins: tuple[MarginChange, ...]
    flagged_decided: int
    refused_read: int

    def to_json(self) -> dict[str, Any]:
        return {
            "contests": [_contest(read) for read in self.contests],
            "margins": [margin.to_json() for margin in self.margins],
            "flagged_decided": self.flagged_decided,
            "refused_read": self.refused_read,
        }


def hand_lines(readings: HandReadings, comparison: Comparison) -> Iterator[str]:
    """A sentence for each contest, then the margins that would result."""
    for read in readings.contests:
        info = comparison.info(read.change.contest)
        parts = [f"read on {count(read.sheets, 'sheet')} by two persons"]
        parts += [f"{read.refused} of them refused by the machine"] if read.refused else []
        parts += [f"{read.differ} read otherwise than by the machine" if read.differ else "none read otherwise"]
        words = read.in_words(info)
        yield f"{info.title}: {', '.join(parts)}{': ' + words if words else ''}."
    for margin in readings.margins:
        title = comparison.info(margin.contest).title
        yield f"{title}, with these readings: {margin_words(comparison, margin)}."


def _contest(read: ReadByHand) -> dict[str, Any]:
    change = read.change
    return {
        "contest": change.contest,
        "sheets": read.sheets,
        "refused": read.refused,
        "differ": read.differ,
        "change": {
            "ballots": change.ballots,
            "overvotes": change.overvotes,
            "undervotes": change.undervotes,
            "votes": [{"choice": choice, "votes": votes} for choice, votes in change.votes.items()],
        },
    }
