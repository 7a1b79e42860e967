"""Small elections made of ballots, and original counts of them with something gone wrong."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tabulate.compare import BatchTotals, ContestInfo, OriginalContest
from tabulate.votes.totals import ContestTotals

MODES = ("absentee", "election_day")


@dataclass(frozen=True)
class Election:
    """Contests, batches, and the totals of the units, all from the same ballots."""

    contests: tuple[ContestInfo, ...]
    batches: tuple[BatchTotals, ...]
    totals: tuple[ContestTotals, ...]
    original: tuple[OriginalContest, ...]
    deck: tuple[OriginalContest, ...]

    @property
    def units(self):
        return list(dict.fromkeys((row.unit, row.mode) for row in self.totals))

    def batches_of(self, unit):
        return [batch for batch in self.batches if (batch.unit, batch.mode) == unit]


def contest_info(ident, vote_for, candidates, write_ins):
    names = [f"{ident}-c{i}" for i in range(candidates)]
    lines = [f"{ident}-w{i}" for i in range(write_ins)]
    return ContestInfo(
        ident,
        f"Contest {ident}",
        vote_for,
        (*names, *lines),
        tuple(lines),
        tuple((choice, f"Name of {choice}") for choice in (*names, *lines)),
    )


def count(unit, mode, info, ballots):
    """Totals of one contest from ballots, each a set of marked choices."""
    over = under = blanks = 0
    votes = dict.fromkeys(info.choices, 0)
    for marks in ballots:
        if not marks:
            blanks += 1
        if len(marks) > info.vote_for:
            over += 1
            continue
        under += info.vote_for - len(marks)
        for choice in marks:
            votes[choice] += 1
    return ContestTotals(unit, mode, info.id, info.vote_for, len(ballots), over, under, blanks, votes)


def add(totals):
    """Sum of totals of one contest, batch by batch."""
    first, *rest = totals
    for other in rest:
        first = replace(
            first,
            ballots=first.ballots + other.ballots,
            overvotes=first.overvotes + other.overvotes,
            undervotes=first.undervotes + other.undervotes,
            blanks=first.blanks + other.blanks,
            votes={choice: first.votes[choice] + other.votes[choice] for choice in first.votes},
        )
    return first


def as_original(row, info):
    """A row as an original count gives it: all write-ins as one number."""
    votes = {choice: row.votes[choice] for choice in info.choices if choice not in info.write_ins}
    if info.write_ins:
        votes[info.write_in_key] = sum(row.votes[choice] for choice in info.write_ins)
    return OriginalContest(
        row.unit, row.mode, row.contest, row.vote_for, row.ballots, row.overvotes, row.undervotes, votes
    )


def election(seed, *, units=4, most_batches=4, least_ballots=6, most_ballots=14):
    """A random election: every batch has its own ballots, and not two alike if luck will have it."""
    rng = random.Random(seed)
    contests = (
        contest_info("a", 1, rng.randint(2, 4), 1),
        contest_info("b", rng.randint(2, 3), 4, rng.randint(0, 3)),
        contest_info("m", 1, 2, 0),
    )
    batches, totals, deck = [], [], []
    for index in range(units):
        unit, mode = f"u{index // 2}", MODES[index % 2]
        own = []
        for number in range(rng.randint(2, most_batches)):
            rows = []
            size = rng.randint(least_ballots, most_ballots)
            for info in contests:
                ballots = [
                    set(rng.sample(info.choices, min(rng.randint(0, info.vote_for + 1), len(info.choices))))
                    for _ in range(size)
                ]
                rows.append(count(unit, mode, info, ballots))
            own.append(BatchTotals(f"{unit}-{mode}-{number}", unit, mode, tuple(rows)))
        batches += own
        totals += [add([batch.totals[place] for batch in own]) for place in range(len(contests))]
        for place, info in enumerate(contests):
            ballots = [{choice} for choice in info.choices for _ in range(place + 1)] + [set()]
            deck.append(as_original(count(unit, mode, info, ballots), info))
    infos = {info.id: info for info in contests}
    original = tuple(as_original(row, infos[row.contest]) for row in totals)
    return Election(contests, tuple(batches), tuple(totals), original, tuple(deck))


def change_unit(original, unit, change):
    """The original with `change` applied to each row of one unit."""
    return tuple(change(row) if (row.unit, row.mode) == unit else row for row in original)


def plus(row, other, sign=1):
    """A row with another one of the same contest added or taken away."""
    return replace(
        row,
        ballots=row.ballots + sign * other.ballots,
        overvotes=row.overvotes + sign * other.overvotes,
        undervotes=row.undervotes + sign * other.undervotes,
        votes={choice: number + sign * other.votes[choice] for choice, number in row.votes.items()},
    )


def with_batches(original, made, batches, sign):
    """The original with whole batches more or less."""
    infos = {info.id: info for info in made.contests}
    for batch in batches:
        rows = {row.contest: as_original(row, infos[row.contest]) for row in batch.totals}
        original = change_unit(
            original, (batch.unit, batch.mode), lambda row, rows=rows: plus(row, rows[row.contest], sign)
        )
    return original
