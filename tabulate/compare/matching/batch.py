"""The two sides of one batch matched ballot to ballot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tabulate.compare.ballots import BallotRecord
from tabulate.compare.matching.assign import cheapest_pairs
from tabulate.compare.matching.outcome import (
    NOT_RECORDED,
    Key,
    Outcome,
    key_of,
    outcome_words,
    outcomes_of,
    price,
)
from tabulate.compare.words import count

MOST_PAIRED = 400
"""Most ballots of a batch that are paired by price: a batch in which more differ is another batch."""


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """Ballots of a batch on which one contest came to something else.

    Attributes:
        ballots: how many of them went the same way.
    """

    contest: str
    before: Outcome
    after: Outcome
    ballots: int

    def to_json(self) -> dict[str, Any]:
        return {
            "contest": self.contest,
            "before": outcome_words(self.before),
            "after": outcome_words(self.after),
            "ballots": self.ballots,
        }


@dataclass(frozen=True, slots=True)
class BatchMatch:
    """One batch on both sides.

    Attributes:
        same: ballots that are alike on both sides.
        changed: ballots on which at least one contest differs.
        moves: what changed, contest by contest; contests of one ballot are not told together.
        missing, added: ballots that only the original count, or only the recount, has.
        unpaired: ballots of each side that differ and were too many to be paired; 0 when all were.
    """

    batch: str
    same: int
    changed: int
    moves: tuple[Move, ...]
    missing: int = 0
    added: int = 0
    unpaired: int = 0

    @property
    def differs(self) -> bool:
        return bool(self.changed or self.missing or self.added or self.unpaired)

    def sentences(self) -> list[str]:
        """What a report says of the batch."""
        where = f"in batch {self.batch}"
        said = [
            f"{where} {'one ballot' if move.ballots == 1 else f'{move.ballots} ballots'} went from "
            f"{outcome_words(move.before)} to {outcome_words(move.after)} in {move.contest}"
            for move in self.moves
        ]
        if self.missing:
            said.append(f"{where} {count(self.missing, 'ballot')} of the original count are not in the recount")
        if self.added:
            said.append(f"{where} {count(self.added, 'ballot')} of the recount are not in the original count")
        if self.unpaired:
            said.append(f"{where} {count(self.unpaired, 'ballot')} differ, too many to be paired one by one")
        return said

    def to_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch,
            "same": self.same,
            "changed": self.changed,
            "moves": [move.to_json() for move in self.moves],
            "missing": self.missing,
            "added": self.added,
            "unpaired": self.unpaired,
        }


def match_batch(batch: str, original: Sequence[BallotRecord], recount: Sequence[BallotRecord]) -> BatchMatch:
    """Match one batch: by id where both sides have it, the rest by what is on the ballots.

    Raises:
        ValueError: an id stands twice on one side.
    """
    by_id = [_by_id(batch, side) for side in (original, recount)]
    common = by_id[0].keys() & by_id[1].keys()
    pairs = [(key_of(by_id[0][name]), key_of(by_id[1][name])) for name in common]
    same = sum(one == two for one, two in pairs)
    changed = [(one, two) for one, two in pairs if one != two]
    rest = [Counter(key_of(item) for item in side if item.id not in common) for side in (original, recount)]
    alike = rest[0] & rest[1]
    left = [_sorted((side - alike).elements()) for side in rest]
    same += alike.total()
    missing, added = max(len(left[0]) - len(left[1]), 0), max(len(left[1]) - len(left[0]), 0)
    unpaired = 0
    if max(len(left[0]), len(left[1])) > MOST_PAIRED:
        unpaired = min(len(left[0]), len(left[1]))
    else:
        for one, two in _paired(*left):
            if {contest for contest, _ in one[0]} & {contest for contest, _ in two[0]}:
                changed.append((one, two))
            else:
                # Nothing in common: not one ballot read twice but two ballots.
                missing, added = missing + 1, added + 1
    return BatchMatch(batch, same, len(changed), _moves(changed), missing, added, unpaired)


def _by_id(batch: str, side: Iterable[BallotRecord]) -> dict[str, BallotRecord]:
    found: dict[str, BallotRecord] = {}
    for ballot in side:
        if ballot.id is not None and found.setdefault(ballot.id, ballot) is not ballot:
            raise ValueError(f"batch {batch}: an id stands twice on one side")
    return found


def _sorted(keys: Iterable[Key]) -> list[Key]:
    """In an order that has nothing to do with that of the records."""
    return sorted(keys, key=lambda key: (sorted(outcomes_of(key).items()), sorted(key[2])))


def _paired(original: Sequence[Key], recount: Sequence[Key]) -> list[tuple[Key, Key]]:
    """The cheapest pairing; the longer side's surplus stays alone where that is cheapest."""
    size = max(len(original), len(recount))
    if not size or not original or not recount:
        return []
    one, two = [outcomes_of(key) for key in original], [outcomes_of(key) for key in recount]
    prices = np.zeros((size, size), dtype=np.int64)
    for row, here in enumerate(one):
        for column, there in enumerate(two):
            prices[row, column] = price(here, there)
    columns = cheapest_pairs(prices)
    return [
        (original[row], recount[int(column)])
        for row, column in enumerate(columns)
        if row < len(original) and column < len(recount)
    ]


def _moves(changed: Iterable[tuple[Key, Key]]) -> tuple[Move, ...]:
    found: Counter[tuple[str, Outcome, Outcome]] = Counter()
    for before, after in changed:
        one, two = outcomes_of(before), outcomes_of(after)
        for contest in one.keys() | two.keys():
            was, now = one.get(contest, NOT_RECORDED), two.get(contest, NOT_RECORDED)
            if was != now:
                found[contest, was, now] += 1
    return tuple(sorted(Move(*move, many) for move, many in found.items()))
