"""A made-up county of ballots, and what can go wrong with its original count, one thing after the other.

Every incident changes the original side alone and says what it did: ``(unit, kind, detail)``, as the search for
causes ought to tell it.  Ballots first, then rows, then typing: the order in which counts come about.
"""

from __future__ import annotations

import random
from dataclasses import replace

from tabulate.compare import BatchTotals, compare
from tests.tabulate.compare.elections import MODES, add, as_original, contest_info, count


class County:
    """Units with batches of ballots; a ballot is a set of marked choices for each contest."""

    def __init__(self, seed, units=6, contests=3):
        self.rng = rng = random.Random(seed)
        self.infos = (
            contest_info("a", 1, 3, 1),
            contest_info("b", rng.randint(2, 3), 5, 0),
            contest_info("m", 1, 2, 0),
        )[:contests]
        self.units = [(f"u{index // 2}", MODES[index % 2]) for index in range(units)]
        self.ballots = {
            unit: {
                f"{unit[0]}-{unit[1]}-{number}": [self.ballot() for _ in range(rng.randint(15, 60))]
                for number in range(rng.randint(3, 6))
            }
            for unit in self.units
        }
        self.counted = {unit: dict(batches) for unit, batches in self.ballots.items()}
        self.deck = {
            unit: [
                {info.id: {info.choices[(at * 7 + turn) % len(info.choices)]} for info in self.infos}
                for at in range(rng.randint(9, 19))
                for turn in range(1 + at % 2)
            ]
            for unit in self.units
        }
        self.rows, self.without = {}, {}
        self.truth, self.evidence = [], {}
        self.read, self.moved = [], {}

    def ballot(self):
        rng = self.rng
        marks = {}
        for info in self.infos:
            often = [len(info.choices) - at for at in range(len(info.choices))]
            many = rng.choices([0, info.vote_for, info.vote_for + 1], [3, 30, 1])[0]
            marks[info.id] = set()
            while len(marks[info.id]) < many:
                marks[info.id].add(rng.choices(info.choices, often)[0])
        return marks

    def totals_of(self, unit, ballots, without=()):
        return [
            count(*unit, info, [b[info.id] for at, b in enumerate(ballots) if (info.id, at) not in without])
            for info in self.infos
        ]

    def tabulate(self):
        """The original side added up from its ballots: from here on incidents change rows."""
        for unit in self.units:
            ballots = [ballot for batch in self.counted[unit].values() for ballot in batch]
            rows = self.totals_of(unit, ballots, self.without.get(unit, ()))
            self.rows[unit] = [as_original(row, info) for row, info in zip(rows, self.infos, strict=True)]

    def compare(self, **more):
        batches, totals, deck = [], [], []
        for unit in self.units:
            own = [
                BatchTotals(name, *unit, tuple(self.totals_of(unit, ballots)))
                for name, ballots in self.ballots[unit].items()
            ]
            batches += own
            totals += [add([batch.totals[at] for batch in own]) for at in range(len(self.infos))]
            rows = self.totals_of(unit, self.deck[unit])
            deck += [as_original(row, info) for row, info in zip(rows, self.infos, strict=True)]
        original = [row for unit in self.units for row in self.rows[unit]]
        return compare(
            original, totals, program=self.infos, batches=batches, test_deck=deck, **self.evidence, **more
        )

    def told(self, unit, kind, *detail):
        self.truth.append((unit, (kind, *detail)))

    def untouched(self, unit, name):
        """Whether a batch is in its own unit's count, once and as it was: else one incident hides another."""
        counted = self.counted[unit]
        return f"{name}+" not in counted and counted.get(name) is self.ballots[unit][name]

    def forget_hidden(self):
        """Takes back readings that ballots which came or went can hold as well: no count can tell them."""
        for unit, info, choice, read in self.read:
            came, ballots = self.moved.get(unit, (0, []))
            valid = [ballot[info.id] for ballot in ballots if len(ballot[info.id]) <= info.vote_for]
            votes, every = sum(choice in marks for marks in valid), sum(map(len, valid))
            # Strays of the original took votes along; missing ones bring them, at most one of a choice each.
            strays = came < 0 and read <= votes
            missing = came > 0 and votes + read <= came and every + read <= info.vote_for * len(valid)
            if strays or missing:
                self.truth.remove((unit, ("voter_intent", info.id)))


def batch_twice(county, unit):
    name = county.rng.choice(sorted(county.ballots[unit]))
    if f"{name}+" in county.counted[unit] or name not in county.counted[unit]:
        return False
    county.counted[unit][f"{name}+"] = county.ballots[unit][name]
    county.told(unit, "batch_counted_twice", name)
    return True


def batch_out(county, unit):
    name = county.rng.choice(sorted(county.ballots[unit]))
    if not county.untouched(unit, name):
        return False
    del county.counted[unit][name]
    county.told(unit, "batch_left_out", name)
    return True


def batch_elsewhere(county, unit):
    other = county.rng.choice([item for item in county.units if item != unit])
    name = county.rng.choice(sorted(county.ballots[unit]))
    if not county.untouched(unit, name):
        return False
    county.counted[other][name] = county.counted[unit].pop(name)
    county.told(unit, "batch_in_other_unit", name)
    county.told(other, "batch_in_other_unit", name)
    return True


def deck_included(county, unit):
    if "deck" in county.counted[unit]:
        return False
    county.counted[unit]["deck"] = county.deck[unit]
    county.told(unit, "test_deck_included")
    return True


def intent(county, unit):
    """Between one and three ballots that the machine saw without a vote for the first choice of a contest."""
    info = county.rng.choice(county.infos)
    whole = [
        (name, at)
        for name, batch in county.counted[unit].items()
        for at in range(len(batch))
        if not name.startswith("stray")  # of which the recount has nothing to compare with
    ]
    county.rng.shuffle(whole)
    choice, left = county.rng.choice(info.choices), county.rng.randint(1, 3)
    most = left
    for name, at in whole:
        ballot = county.counted[unit][name][at]
        if left and choice in ballot[info.id] and len(ballot[info.id]) <= info.vote_for:
            batch = list(county.counted[unit][name])
            batch[at] = {**ballot, info.id: ballot[info.id] - {choice}}
            county.counted[unit][name] = batch
            left -= 1
    if left < most:
        county.read.append((unit, info, choice, most - left))
        county.told(unit, "voter_intent", info.id)
    return left < most


def _ballots_moved(county, unit):
    """Ballots that came and ballots that went cannot be told from their sum: one of the two in a unit."""
    return any(place == unit and what[0].startswith("ballots_") for place, what in county.truth)


def ballots_missing_from_original(county, unit):
    if _ballots_moved(county, unit):
        return False
    many = county.rng.randint(1, 4)
    names = [name for name in sorted(county.ballots[unit]) if county.untouched(unit, name)]
    if not names:
        return False
    name = county.rng.choice(names)
    batch = county.counted[unit][name]
    county.counted[unit][name] = batch[many:]
    county.moved[unit] = (many, batch[:many])
    county.told(unit, "ballots_added", many)
    return True


def ballots_too_many_in_original(county, unit):
    if _ballots_moved(county, unit):
        return False
    many = county.rng.randint(1, 4)
    strays = [county.ballot() for _ in range(many)]
    county.counted[unit][f"stray {many}"] = strays
    county.moved[unit] = (-many, strays)
    county.told(unit, "ballots_missing", many)
    return True


def not_captured(county, unit):
    if len(county.infos) == 1:
        return False
    info = county.rng.choice(county.infos)
    many = county.rng.randint(3, 12)
    county.without.setdefault(unit, set()).update((info.id, at) for at in range(many))
    county.told(unit, "contest_not_captured", info.id)
    return True


def _row(county, unit, change):
    at = county.rng.randrange(len(county.infos))
    row = county.rows[unit][at]
    new = change(county.rng, row)
    if new is None or new == row:
        return None
    county.rows[unit][at] = new
    return row.contest


def _one_number(county, unit, typed):
    def change(rng, row):
        choice = max(row.votes, key=row.votes.get)
        new = typed(rng, row.votes[choice])
        return None if new is None else replace(row, votes={**row.votes, choice: new})

    contest = _row(county, unit, change)
    if contest:
        county.told(unit, "number_mistyped", contest)
    return contest is not None


def doubled(county, unit):
    return _one_number(county, unit, lambda rng, number: 2 * number)


def digits_swapped(county, unit):
    def typed(rng, number):
        digits = str(number)
        at = rng.randrange(len(digits) - 1) if len(digits) > 1 else None
        return None if at is None else int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])

    return _one_number(county, unit, typed)


def digit_twice(county, unit):
    def typed(rng, number):
        digits = str(number)
        at = rng.randrange(len(digits))
        return int(digits[:at] + digits[at] + digits[at:])

    return _one_number(county, unit, typed)


def choices_swapped(county, unit):
    def change(rng, row):
        one, two = rng.sample(sorted(row.votes), 2)
        if abs(row.votes[one] - row.votes[two]) < 6:
            return None
        return replace(row, votes={**row.votes, one: row.votes[two], two: row.votes[one]})

    contest = _row(county, unit, change)
    if contest:
        county.told(unit, "choices_swapped", contest)
    return contest is not None


def shifted(county, unit):
    def change(rng, row):
        numbers = list(row.votes.values())
        if len(numbers) < 3:
            return None
        return replace(row, votes=dict(zip(row.votes, numbers[1:] + numbers[:1], strict=True)))

    contest = _row(county, unit, change)
    if contest:
        county.told(unit, "choices_shifted", contest)
    return contest is not None


def _whole_row(county, unit):
    """Whether nothing happened to the unit yet: what replaces a row hides all that was in it."""
    return all(unit != place for place, _ in county.truth)


def stale(county, unit):
    if not _whole_row(county, unit):
        return False
    rows = county.totals_of(unit, county.deck[unit])
    county.rows[unit] = [as_original(row, info) for row, info in zip(rows, county.infos, strict=True)]
    county.told(unit, "test_deck_not_cleared")
    return True


def at_zero(county, unit):
    if not _whole_row(county, unit):
        return False
    rows = county.totals_of(unit, [])
    county.rows[unit] = [as_original(row, info) for row, info in zip(rows, county.infos, strict=True)]
    county.told(unit, "unit_all_zero")
    return True


def units_swapped(county, unit):
    other = county.rng.choice([item for item in county.units if item != unit])
    if not (_whole_row(county, unit) and _whole_row(county, other)):
        return False
    one, two = county.rows[unit], county.rows[other]
    county.rows[unit] = [replace(row, unit=unit[0], mode=unit[1]) for row in two]
    county.rows[other] = [replace(row, unit=other[0], mode=other[1]) for row in one]
    county.told(unit, "units_swapped")
    county.told(other, "units_swapped")
    return True


BALLOTS = (
    batch_twice,
    batch_out,
    batch_elsewhere,
    deck_included,
    intent,
    ballots_missing_from_original,
    ballots_too_many_in_original,
    not_captured,
)
ROWS = (stale, at_zero, units_swapped)
TYPING = (doubled, digits_swapped, digit_twice, choices_swapped, shifted)


def composition(seed, units=6, contests=3):
    """A county with two or three incidents, most of them in the same one or two units."""
    county = County(seed, units, contests)
    rng = county.rng
    chosen = rng.sample([*BALLOTS, *ROWS, *TYPING], rng.randint(2, 3))
    places = rng.sample(county.units, 2)
    for stage, incidents in enumerate((BALLOTS, ROWS, TYPING)):
        if stage == 1:
            county.tabulate()
        for incident in (item for item in chosen if item in incidents):
            for unit in (rng.choice(places), *rng.sample(county.units, len(county.units))):
                if incident(county, unit):
                    break
    county.forget_hidden()
    return county


OF_CONTEST = ("voter_intent", "number_mistyped", "choices_swapped", "choices_shifted", "contest_not_captured")


def detail(cause):
    """What a cause says, as an incident tells it."""
    if cause.kind in ("batch_counted_twice", "batch_left_out", "batch_in_other_unit"):
        return (cause.kind, cause.batches[0])
    if cause.kind in ("ballots_added", "ballots_missing"):
        return (cause.kind, abs(cause.numbers["ballots"]))
    return (cause.kind, cause.contests[0]) if cause.kind in OF_CONTEST else (cause.kind,)
