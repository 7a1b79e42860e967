"""All batches of two counts matched ballot to ballot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tabulate.compare.ballots import BallotRecord
from tabulate.compare.matching.batch import BatchMatch, match_batch

FORMAT = "retally-ballots/1"


@dataclass(frozen=True, slots=True)
class BallotMatch:
    """Two counts, ballot by ballot.

    Attributes:
        same: ballots that are alike on both sides, in all batches.
        batches: the batches that differ, by name.
        only_original, only_recount: batches that the other side does not have, with their ballots.
    """

    same: int
    batches: tuple[BatchMatch, ...]
    only_original: tuple[tuple[str, int], ...] = ()
    only_recount: tuple[tuple[str, int], ...] = ()

    @property
    def changed(self) -> int:
        """Ballots read differently, in all batches."""
        return sum(batch.changed for batch in self.batches)

    def to_json(self) -> dict[str, Any]:
        """No ids, no places in a list: neither names a ballot nor tells in which order they were scanned.

        The schema is ``tabulate/compare/matching/ballots.schema.json``.
        """
        return {
            "format": FORMAT,
            "same": self.same,
            "changed": self.changed,
            "batches": [batch.to_json() for batch in self.batches],
            "only_original": [{"batch": batch, "ballots": ballots} for batch, ballots in self.only_original],
            "only_recount": [{"batch": batch, "ballots": ballots} for batch, ballots in self.only_recount],
        }


def match_ballots(original: Iterable[BallotRecord], recount: Iterable[BallotRecord]) -> BallotMatch:
    """Match the ballots of two counts of the same paper, batch by batch.

    Raises:
        ValueError: an id stands twice in one batch of one side.
    """
    here, there = _by_batch(original), _by_batch(recount)
    matches = [match_batch(batch, here[batch], there[batch]) for batch in sorted(here.keys() & there.keys())]
    return BallotMatch(
        sum(match.same for match in matches),
        tuple(match for match in matches if match.differs),
        tuple((batch, len(here[batch])) for batch in sorted(here.keys() - there.keys())),
        tuple((batch, len(there[batch])) for batch in sorted(there.keys() - here.keys())),
    )


def _by_batch(ballots: Iterable[BallotRecord]) -> dict[str, list[BallotRecord]]:
    found: dict[str, list[BallotRecord]] = {}
    for ballot in ballots:
        found.setdefault(ballot.batch, []).append(ballot)
    return found
