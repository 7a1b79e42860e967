"""All batches of two counts matched ballot to ballot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
        notes: what a reader must know of the two sides, such as contests that one of them lacks.
    """

    same: int
    batches: tuple[BatchMatch, ...]
    only_original: tuple[tuple[str, int], ...] = ()
    only_recount: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        """Ballots read differently, in all batches."""
        return sum(batch.changed for batch in self.batches)

    def ids_in_doubt(self) -> str | None:
        """Says so when fewer ballots differ without ids: they may be numbers of a scan and not of the paper."""
        doubted = [batch for batch in self.batches if batch.fewest is not None]
        by_id = sum(batch.changed + max(batch.missing, batch.added) + batch.unpaired for batch in doubted)
        fewest = sum(batch.fewest or 0 for batch in doubted)
        if by_id == fewest:
            return None
        return (
            f"by their ids {by_id} ballots differ, and without ids {fewest} are enough: if the ids do not "
            "stand on the paper but count records in the order of a scan, match without them"
        )

    def to_json(self, *, show_ids: bool = False) -> dict[str, Any]:
        """As data; without `show_ids` nothing names a ballot or tells in which order they were scanned.

        The schema is ``tabulate/compare/matching/ballots.schema.json``.
        """
        return {
            "format": FORMAT,
            "same": self.same,
            "changed": self.changed,
            "batches": [batch.to_json(show_ids=show_ids) for batch in self.batches],
            "only_original": [{"batch": batch, "ballots": ballots} for batch, ballots in self.only_original],
            "only_recount": [{"batch": batch, "ballots": ballots} for batch, ballots in self.only_recount],
            "ids_in_doubt": self.ids_in_doubt(),
            "notes": list(self.notes),
        }


def match_ballots(
    original: Iterable[BallotRecord],
    recount: Iterable[BallotRecord],
    *,
    ids: bool = True,
    advance: Callable[[int], None] | None = None,
) -> BallotMatch:
    """Match the ballots of two counts of the same paper, batch by batch.

    Args:
        original: the ballots of the original count.
        recount: the ballots of the recount.
        ids: whether an id that both sides have in one batch is that of one ballot.
        advance: called after each batch of both sides with the number of its ballots on both.

    Raises:
        ValueError: an id stands twice in one batch of one side.
    """
    here, there = _by_batch(original), _by_batch(recount)
    same, matches = 0, []
    for batch in sorted(here.keys() & there.keys()):
        match = match_batch(batch, here[batch], there[batch], ids=ids)
        same += match.same
        if match.differs:
            matches.append(match)
        if advance is not None:
            advance(len(here[batch]) + len(there[batch]))
    return BallotMatch(
        same,
        tuple(matches),
        tuple((batch, len(here[batch])) for batch in sorted(here.keys() - there.keys())),
        tuple((batch, len(there[batch])) for batch in sorted(there.keys() - here.keys())),
    )


def _by_batch(ballots: Iterable[BallotRecord]) -> dict[str, list[BallotRecord]]:
    found: dict[str, list[BallotRecord]] = {}
    for ballot in ballots:
        found.setdefault(ballot.batch, []).append(ballot)
    return found
