"""The two sides of one batch matched ballot to ballot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabulate.compare.ballots import BallotRecord
from tabulate.compare.contests import ContestInfo, short_title
from tabulate.compare.matching.outcome import NOT_RECORDED, Key, Outcome, key_of, outcome_words, outcomes_of
from tabulate.compare.matching.pairs import paired
from tabulate.compare.words import count, listed

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
        unsure: ballots of the original count for which another partner, that says something else, is as likely.
        fewest: how many ballots must differ when ids are left aside; None when no pair made by id differs.
        named: changed ballots that were matched by id: the id, and the contests that changed.
        alone: contests that changed on the only ballot of the batch: how is not told, nor kept, because whoever
            knows whose ballot that is would know the vote.  `moves` is empty then.
        withheld: ids that are not among `named`, because every contest of these ballots changed: with the moves
            they would say all of a vote.
    """

    batch: str
    same: int
    changed: int
    moves: tuple[Move, ...]
    missing: int = 0
    added: int = 0
    unpaired: int = 0
    unsure: int = 0
    fewest: int | None = None
    named: tuple[tuple[str, tuple[str, ...]], ...] = ()
    withheld: int = 0
    alone: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        return bool(self.changed or self.missing or self.added or self.unpaired)

    def sentences(self, contests: Sequence[ContestInfo] = ()) -> list[str]:
        """What a report says of the batch, with the names of contests and choices as far as they are given."""
        where = f"in batch {self.batch}" if self.batch else "in no named batch"
        infos = {info.id: info for info in contests}
        said = []
        for move in self.moves:
            ballots = "one ballot" if move.ballots == 1 else f"{move.ballots} ballots"
            before, after = (outcome_words(end, infos.get(move.contest)) for end in (move.before, move.after))
            title = short_title(move.contest, contests)
            said.append(f"{where} {ballots} went from {before} to {after} in {title}")
        if self.alone:
            titles = listed(short_title(contest, contests) for contest in self.alone)
            said.append(
                f"{where} the only ballot was read differently in {titles}; how is not told, because it would "
                "tell a person's vote"
            )
        if self.unsure:
            said.append(
                f"{where} which ballot became which is not sure for {self.unsure} of them: another pairing is "
                "just as likely"
            )
        if self.missing:
            said.append(f"{where} {count(self.missing, 'ballot')} of the original count are not in the recount")
        if self.added:
            said.append(f"{where} {count(self.added, 'ballot')} of the recount are not in the original count")
        if self.unpaired:
            said.append(f"{where} {count(self.unpaired, 'ballot')} differ, too many to be paired one by one")
        return said

    def ids_said(self, contests: Sequence[ContestInfo] = ()) -> list[str]:
        """Where to find the changed ballots; nothing for the public."""
        said = [
            f"in batch {self.batch}, ballot {own}: {', '.join(short_title(name, contests) for name in changed)}"
            for own, changed in self.named
        ]
        if self.withheld:
            said.append(
                f"in batch {self.batch}, {count(self.withheld, 'ballot')} without the id: every contest "
                "changed, and the id would tell a whole vote"
            )
        return said

    def to_json(self, *, show_ids: bool = False) -> dict[str, Any]:
        """The batch as data; ids only where they are asked for, and never with what the ballot says."""
        ids: dict[str, Any] = {}
        if show_ids:
            ids = {
                "ids": [{"id": own, "contests": list(changed)} for own, changed in self.named],
                "ids_withheld": self.withheld,
            }
        return {
            "batch": self.batch,
            "same": self.same,
            "changed": self.changed,
            "moves": [move.to_json() for move in self.moves],
            "only_ballot_changed_in": list(self.alone),
            "missing": self.missing,
            "added": self.added,
            "unpaired": self.unpaired,
            "unsure": self.unsure,
            "fewest_without_ids": self.fewest,
            **ids,
        }


def match_batch(
    batch: str, original: Sequence[BallotRecord], recount: Sequence[BallotRecord], *, ids: bool = True
) -> BatchMatch:
    """Match one batch: by id where both sides have it, the rest by what is on the ballots.

    Args:
        batch: its name.
        original: its ballots in the original count.
        recount: its ballots in the recount.
        ids: whether an id that both sides have is that of one ballot.

    Raises:
        ValueError: an id stands twice on one side.
    """
    by_id = [_by_id(batch, side) if ids else {} for side in (original, recount)]
    common = by_id[0].keys() & by_id[1].keys()
    pairs = {name: (key_of(by_id[0][name]), key_of(by_id[1][name])) for name in common}
    same = sum(one == two for one, two in pairs.values())
    differing = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    changed = list(differing.values())
    rest = [Counter(key_of(item) for item in side if item.id not in common) for side in (original, recount)]
    alike = rest[0] & rest[1]
    left = [_sorted((side - alike).elements()) for side in rest]
    same += alike.total()
    missing, added = max(len(left[0]) - len(left[1]), 0), max(len(left[1]) - len(left[0]), 0)
    unpaired = unsure = 0
    if max(len(left[0]), len(left[1])) > MOST_PAIRED:
        unpaired = min(len(left[0]), len(left[1]))
    else:
        likely, unsure = paired(*left)
        for one, two in likely:
            if {contest for contest, _ in one[0]} & {contest for contest, _ in two[0]}:
                changed.append((one, two))
            else:
                # Nothing in common: not one ballot read twice but two ballots.
                missing, added = missing + 1, added + 1
    named, withheld = _named(differing)
    moves = _moves(changed)
    alone = max(len(original), len(recount)) == 1
    return BatchMatch(
        batch,
        same,
        len(changed),
        () if alone else moves,
        missing,
        added,
        unpaired,
        unsure,
        _fewest(original, recount) if differing else None,
        named,
        withheld,
        tuple(dict.fromkeys(move.contest for move in moves)) if alone else (),
    )


def _fewest(original: Iterable[BallotRecord], recount: Iterable[BallotRecord]) -> int:
    one, two = (Counter(key_of(ballot) for ballot in side) for side in (original, recount))
    return max(one.total(), two.total()) - (one & two).total()


def _named(differing: Mapping[str, tuple[Key, Key]]) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], int]:
    """Ids with the contests that changed, and how many were left out because all contests of the ballot did."""
    named = []
    for own, (before, after) in sorted(differing.items()):
        one, two = outcomes_of(before), outcomes_of(after)
        contests = one.keys() | two.keys()
        changed = tuple(sorted(contest for contest in contests if one.get(contest) != two.get(contest)))
        if len(changed) < len(contests) or len(contests) == 1:
            named.append((own, changed))
    return tuple(named), len(differing) - len(named)


def _by_id(batch: str, side: Iterable[BallotRecord]) -> dict[str, BallotRecord]:
    found: dict[str, BallotRecord] = {}
    for ballot in side:
        if ballot.id is not None and found.setdefault(ballot.id, ballot) is not ballot:
            raise ValueError(f"batch {batch}: an id stands twice on one side")
    return found


def _sorted(keys: Iterable[Key]) -> list[Key]:
    """In an order that has nothing to do with that of the records."""
    return sorted(keys, key=lambda key: (sorted(outcomes_of(key).items()), sorted(key[2])))


def _moves(changed: Iterable[tuple[Key, Key]]) -> tuple[Move, ...]:
    found: Counter[tuple[str, Outcome, Outcome]] = Counter()
    for before, after in changed:
        one, two = outcomes_of(before), outcomes_of(after)
        for contest in one.keys() | two.keys():
            was, now = one.get(contest, NOT_RECORDED), two.get(contest, NOT_RECORDED)
            if was != now:
                found[contest, was, now] += 1
    return tuple(sorted(Move(*move, many) for move, many in found.items()))
