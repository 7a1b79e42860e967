"""Seconds to match a million cast vote records against a million, ballot to ballot.

    python -m benchmarks.compare [--ballots N] [--batch N] [--contests N] [--changes N] [--seed N]

Records without ids, in another order on the other side of each batch, with changes planted; it fails when not
exactly those are found.  Beside it stands the time of looking at every record once, the least that any
comparison must do.  One process, one core.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter

from tabulate.compare.ballots import BallotRecord
from tabulate.compare.matching import match_ballots
from tabulate.compare.matching.outcome import key_of

CHOICES = 4


def make(ballots: int, batch: int, contests: int, seed: int) -> list[BallotRecord]:
    """Random records; every one has a mapping of its own, as an importer makes it."""
    rng = random.Random(seed)
    chosen = [
        [frozenset[str](), *(frozenset({f"{contest}-{at}"}) for at in range(CHOICES))]
        for contest in range(contests)
    ]
    names = [f"contest {contest}" for contest in range(contests)]
    return [
        BallotRecord(
            None,
            f"batch {at // batch}",
            {name: ways[rng.randrange(CHOICES + 1)] for name, ways in zip(names, chosen, strict=True)},
        )
        for at in range(ballots)
    ]


def plant(original: list[BallotRecord], changes: int, seed: int) -> tuple[list[BallotRecord], Counter[str]]:
    """The same records in another order with one contest changed on so many of them, and those by batch."""
    rng = random.Random(seed + 1)
    recount, planted = list(original), Counter[str]()
    for at in rng.sample(range(len(recount)), changes):
        ballot = recount[at]
        contest = rng.choice(sorted(ballot.votes))
        now = frozenset() if ballot.votes[contest] else frozenset({f"{contest[8:]}-0"})
        recount[at] = BallotRecord(None, ballot.batch, {**ballot.votes, contest: now})
        planted[ballot.batch] += 1
    # A copy of every other record, so that no object is on both sides, and all of them shuffled.
    recount = [BallotRecord(None, item.batch, dict(item.votes)) for item in recount]
    rng.shuffle(recount)
    return recount, planted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=1_000_000, help="records on each side")
    parser.add_argument("--batch", type=int, default=200, help="records in a batch")
    parser.add_argument("--contests", type=int, default=8, help="contests on each ballot")
    parser.add_argument("--changes", type=int, default=3_000, help="ballots read differently")
    parser.add_argument("--seed", type=int, default=20201103, help="of records and changes")
    options = parser.parse_args()
    original = make(options.ballots, options.batch, options.contests, options.seed)
    recount, planted = plant(original, options.changes, options.seed)
    began, used = time.perf_counter(), time.process_time()
    for side in (original, recount):
        for ballot in side:
            key_of(ballot)
    looked = f"{time.perf_counter() - began:7.1f} s elapsed {time.process_time() - used:7.1f} s of processor"
    began, used = time.perf_counter(), time.process_time()
    result = match_ballots(original, recount)
    matched = f"{time.perf_counter() - began:7.1f} s elapsed {time.process_time() - used:7.1f} s of processor"
    found = Counter({batch.batch: batch.changed for batch in result.batches})
    print(f"{options.ballots} records of {options.contests} contests on each side, {options.changes} changed")
    print(f"  records looked at {looked}")
    print(f"  ballots matched   {matched}, {result.changed} changed")
    if found != planted:
        sys.exit("not exactly the planted changes were found")


if __name__ == "__main__":
    main()
