"""What can have happened to a unit as a whole: where its numbers came from, and which batches were in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tabulate.compare.case import Batch, Case
from tabulate.compare.findings import Cause
from tabulate.compare.search.explanation import choices_bits
from tabulate.compare.search.space import Numbers, Space
from tabulate.compare.tally import Unit, Vector
from tabulate.compare.words import count, place

MOST_FOREIGN = 600
"""Batches of other units tried in one unit; a county with more has its own lists of batches to look at."""


@dataclass(frozen=True, slots=True)
class Base:
    """Whose numbers the unit's row was filled with.

    Attributes:
        causes: empty when they are the unit's own.
        right: the numbers as they should be under that story.
        owner: the unit whose batches they are made of; None when they are of no ballots.
    """

    causes: tuple[Cause, ...]
    bits: int
    right: Numbers
    owner: Unit | None


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing that adds to the original or takes from it.

    Attributes:
        effect: what the original has more through it.
        about: what it is about; two atoms about the same are not put into one story.
    """

    cause: Cause
    bits: int
    effect: Numbers
    about: tuple[str, ...]


def bases_of(case: Case, unit: Unit, space: Space) -> Iterator[Base]:
    """Own numbers, nothing, the test deck's, another unit's."""
    seen = space.numbers(case.originals[unit])
    contests = tuple(layout.contest for layout in space.layouts)
    yield Base((), 0, space.numbers(case.retabulateds[unit]), unit)
    numbers = {"numbers_compared": len(space.parts)}
    if not any(seen):
        says = f"the original count has zero everywhere in {place(*unit)}; its ballots were never entered"
        zero = Cause("unit_all_zero", "exact", contests, says, numbers)
        yield Base((zero,), 5, space.numbers({}), None)
    for deck, vector in case.decks.items():
        if _has_all(vector, space):
            whose = "" if deck.unit == unit.unit else f" for {deck.unit}"
            says = f"the original count of {place(*unit)} is the test deck's expected result{whose}"
            cause = Cause("test_deck_not_cleared", "exact", contests, says, numbers)
            far = 0 if deck.unit == unit.unit else choices_bits(len(case.decks))
            yield Base((cause,), 4 + far, space.numbers(vector), None)
    for other, vector in case.retabulateds.items():
        if other != unit and _has_all(vector, space):
            says = f"the original count of {place(*unit)} has the numbers of {place(*other)}"
            cause = Cause("other_units_numbers", "exact", contests, says, numbers, other=other)
            yield Base((cause,), 6 + choices_bits(len(case.retabulateds)), space.numbers(vector), other)


def atoms_of(case: Case, unit: Unit, owner: Unit | None, space: Space) -> list[Atom]:
    """Batches of the owner twice or left out, batches of other units, the test deck's ballots.

    Args:
        case: the two counts and the evidence.
        unit: the unit whose row it is.
        owner: whose batches were added up, see `Base`; without one nothing was.
        space: of the unit.
    """
    if owner is None:
        return []
    own = case.batches.get(owner, ())
    foreign = [(other, batch) for other, batches in case.batches.items() if other != owner for batch in batches]
    foreign = foreign if len(foreign) <= MOST_FOREIGN else []
    decks = [(deck, vector) for deck, vector in case.decks.items() if deck.unit == unit.unit]
    which = choices_bits(2 * len(own) + len(foreign) + len(decks))
    atoms = [atom for batch in own for atom in _own(case, owner, batch, space, which)]
    contests = tuple(layout.contest for layout in space.layouts)
    for other, batch in foreign:
        says = (
            f"batch {batch.name} of {place(*other)} ({_ballots(batch.vector)}) is in the original count of "
            f"{place(*unit)}"
        )
        cause = Cause("batch_in_other_unit", "exact", contests, says, {}, (batch.name,), other)
        atoms.append(Atom(cause, 6 + which, space.numbers(batch.vector), (*other, batch.name)))
    for deck, vector in decks:
        says = f"the original count of {place(*unit)} holds the test deck's ballots besides the real ones"
        cause = Cause("test_deck_included", "exact", contests, says, {})
        atoms.append(Atom(cause, 5 + which, space.numbers(vector), ("test deck", *deck)))
    return [atom for atom in atoms if any(atom.effect)]


def _own(case: Case, owner: Unit, batch: Batch, space: Space, which: int) -> Iterator[Atom]:
    contests = tuple(layout.contest for layout in space.layouts)
    effect = space.numbers(batch.vector)
    ballots = _ballots(batch.vector)
    about = (*owner, batch.name)
    says = f"batch {batch.name} of {place(*owner)} ({ballots}) is twice in the original count"
    twice = Cause("batch_counted_twice", "exact", contests, says, {}, (batch.name,))
    yield Atom(twice, 5 + which, effect, about)
    known = case.duplicates.get(owner, ())
    copies = [copy for copy in known if copy.batch == batch.name and copy.of != batch.name]
    if copies:
        says = (
            f"batch {batch.name} of {place(*owner)} holds the images of batch {copies[0].of} again "
            f"({ballots}): scanned twice in the retabulation, not left out of the original count"
        )
        cause = Cause("batch_scanned_twice", "proved", contests, says, {}, (batch.name, copies[0].of))
    else:
        says = f"batch {batch.name} of {place(*owner)} ({ballots}) is not in the original count"
        cause = Cause("batch_left_out", "exact", contests, says, {}, (batch.name,))
    yield Atom(cause, (2 if copies else 5) + which, tuple(-number for number in effect), about)


def _has_all(vector: Vector, space: Space) -> bool:
    return all(part in vector for part in space.parts)


def _ballots(vector: Vector) -> str:
    most = max((number for part, number in vector.items() if part.what == "ballots"), default=0)
    return count(most, "ballot")
