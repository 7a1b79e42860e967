"""A ballot with its marks and what a board decided on it, as a NIST cast vote record says them.

An unmarked oval has no vote and no doubt: it is written with its score all the same, so that thresholds can be
judged.  A marginal mark is no vote of the machine; it is ``unknown`` and not allocable, and its flags say why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tabulate.compare.ballots import BallotRecord
from tabulate.originals.cdf_write import Tree
from tabulate.votes.records import State

MARK_METRIC = "ink inside the oval, per mille of its interior, over what the blank ballot has there"
"""What the numbers of `Mark.score` are, for readers of a report."""
_SEEN: dict[State, str] = {"marked": "yes", "marginal": "unknown", "empty": "no"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One oval as read; `score` in per mille, flags as in `tabulate.marks.flags`."""

    choice: str
    score: int
    state: State
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardDecision:
    """What persons decided on a contest of the ballot, in a sentence that names no sheet."""

    contest: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class MarkedBallot(BallotRecord):
    """A record with everything that was read of it.

    Attributes:
        card: id of the card.
        marks: by contest, its ovals in the order of the card.
        decisions: in the order in which they were taken.
    """

    card: str = ""
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    decisions: tuple[BoardDecision, ...] = ()


def in_public_order(ballots: Iterable[MarkedBallot]) -> tuple[MarkedBallot, ...]:
    """Ballots by unit, mode, batch, style, card and then by what was read of them: never as they were fed.

    Two ballots that are placed by nothing but their order in the pile are equal in every part.
    """
    return tuple(sorted(ballots, key=_content))


def decisions_of(ballot: MarkedBallot) -> list[Tree]:
    """The decisions as annotations of a snapshot."""
    return [
        {"@type": "CVR.Annotation", "AdjudicatorName": [decision.by], "Message": [decision.text]}
        for decision in ballot.decisions
    ]


def selections(ballot: MarkedBallot, contest: str, ids: Mapping[str, str]) -> list[Tree]:
    """The ovals of a contest, choice by choice.

    A choice with several ovals has one vote, which stands at the first oval that is marked.

    Args:
        ballot: the ballot.
        contest: one of its contests.
        ids: id of the selection by choice, in the order of the contest.

    Raises:
        ValueError: a mark for what is no choice of the contest.
    """
    by_choice: dict[str, list[Mark]] = {}
    for mark in ballot.marks.get(contest, ()):
        if mark.choice not in ids:
            raise ValueError(f"a mark for '{mark.choice}', which is no choice of '{contest}'")
        by_choice.setdefault(mark.choice, []).append(mark)
    written = []
    for choice, own in ids.items():
        votes = int(choice in ballot.votes[contest])
        marks = by_choice.get(choice, [])
        first = next((at for at, mark in enumerate(marks) if mark.state == "marked"), None)
        if marks:
            positions = [_position(mark, votes if at == first else 0) for at, mark in enumerate(marks)]
            written.append(_selection(own, positions, votes))
    return written


def selection(own: str) -> Tree:
    """A choice that has a vote, of a ballot whose marks are not known."""
    mark = {"@type": "CVR.SelectionPosition", "HasIndication": "yes", "IsAllocable": "yes", "NumberVotes": 1}
    return _selection(own, [mark], 1)


def _selection(own: str, positions: list[Tree], votes: int) -> Tree:
    return {
        "@type": "CVR.CVRContestSelection",
        "ContestSelectionId": own,
        "SelectionPosition": positions,
        "TotalNumberVotes": votes,
    }


def _position(mark: Mark, votes: int) -> Tree:
    position: Tree = {
        "@type": "CVR.SelectionPosition",
        "HasIndication": _SEEN[mark.state],
        "IsAllocable": "yes" if votes else "no",
        "MarkMetricValue": [str(mark.score)],
        "NumberVotes": votes,
    }
    return {**position, "Status": ["other"], "OtherStatus": ", ".join(mark.flags)} if mark.flags else position


def _content(ballot: MarkedBallot) -> tuple[str, ...]:
    read = [
        [
            contest,
            sorted(votes),
            contest in ballot.overvoted,
            [(mark.choice, mark.score, mark.state, mark.flags) for mark in ballot.marks.get(contest, ())],
        ]
        for contest, votes in ballot.votes.items()
    ]
    decided = [(decision.contest, decision.text, decision.by) for decision in ballot.decisions]
    return (
        ballot.unit,
        ballot.mode,
        ballot.batch,
        ballot.style,
        ballot.card,
        json.dumps(read),
        json.dumps(decided),
    )
