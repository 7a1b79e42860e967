"""Everything the search for causes looks at, by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tabulate.compare.contests import ContestInfo, short_title
from tabulate.compare.events import Events
from tabulate.compare.evidence import BatchTotals, DuplicateImages, NotCaptured, UnitReview
from tabulate.compare.tally import Part, Side, Unit, Vector, side_of, subtract, vector_of
from tabulate.errors import EvidenceError


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How far the search for causes goes.  Shown with the result, so that nobody takes silence for absence.

    Attributes:
        most_steps: partial sums of batches tried for one unit.
        most_found: explanations of one kind kept for one unit.
        intent_floor, intent_permille: so many ballots of a unit, and so many in a thousand of them, may be read
            differently by a person and a machine before voter intent is no longer named as a cause.
    """

    most_steps: int = 100_000
    most_found: int = 5
    intent_floor: int = 5
    intent_permille: int = 20

    def intent(self, ballots: int) -> int:
        """Most ballots of `ballots` that may plausibly be read differently."""
        return max(self.intent_floor, ballots * self.intent_permille // 1000)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as the search sees it: name and numbers."""

    name: str
    vector: Vector


@dataclass(frozen=True, slots=True)
class Case:
    """The two counts and the evidence beside them.

    Attributes:
        originals, retabulateds, decks: the known numbers of every unit of each.
        changes: retabulation - original for every unit on both sides, over the numbers known on both.
    """

    original: Side
    retabulated: Side
    infos: Mapping[str, ContestInfo]
    batches: Mapping[Unit, tuple[Batch, ...]]
    duplicates: Mapping[Unit, tuple[DuplicateImages, ...]]
    review: Mapping[Unit, UnitReview]
    limits: SearchLimits
    originals: dict[Unit, Vector] = field(default_factory=dict)
    retabulateds: dict[Unit, Vector] = field(default_factory=dict)
    decks: dict[Unit, Vector] = field(default_factory=dict)
    changes: dict[Unit, Vector] = field(default_factory=dict)
    not_captured: Sequence[NotCaptured] = ()
    events: Events = field(default_factory=Events)
    titles: dict[str, str] = field(default_factory=dict)

    def title(self, contest: str) -> str:
        """Title of a contest, for people; cut when it is long."""
        if contest not in self.titles:
            self.titles[contest] = short_title(contest, self.infos.values())
        return self.titles[contest]

    def say(self, part: Part) -> str:
        """A number within its contest, for people: a choice's name, ballots, undervotes, overvoted ballots."""
        if part.what != "votes":
            return "overvoted ballots" if part.what == "overvotes" else part.what
        info = self.infos.get(part.contest)
        return info.name(part.choice) if info else part.choice


def case_of(
    original: Side,
    retabulated: Side,
    infos: Mapping[str, ContestInfo],
    *,
    deck: Side,
    batches: Sequence[BatchTotals],
    duplicates: Sequence[DuplicateImages],
    review: Sequence[UnitReview],
    limits: SearchLimits,
    not_captured: Sequence[NotCaptured] = (),
    events: Events | None = None,
) -> Case:
    """Collect the evidence by unit.

    Raises:
        EvidenceError: the batches of a unit do not add up to the unit's retabulated totals.
    """
    by_unit: dict[Unit, list[Batch]] = {}
    for batch in batches:
        for unit, tallies in side_of(batch.totals, infos).items():
            if unit != (batch.unit, batch.mode):
                raise EvidenceError(
                    f"batch {batch.name} of {batch.unit}, {batch.mode} has totals of {unit.unit}, {unit.mode}; "
                    "run 'retally verify' on the case"
                )
            by_unit.setdefault(unit, []).append(Batch(batch.name, vector_of(tallies)))
    for unit, listed in by_unit.items():
        for part, count in vector_of(retabulated.get(unit, {})).items():
            total = sum(batch.vector.get(part, 0) for batch in listed)
            if total != count:
                raise EvidenceError(
                    f"the batches of {unit.unit}, {unit.mode} add up to {total} {part.what} "
                    f"in {part.contest}, its totals say {count}; run 'retally verify' on the case"
                )
    copies: dict[Unit, list[DuplicateImages]] = {}
    for duplicate in duplicates:
        copies.setdefault(Unit(duplicate.unit, duplicate.mode), []).append(duplicate)
    case = Case(
        original,
        retabulated,
        infos,
        {unit: tuple(listed) for unit, listed in by_unit.items()},
        {unit: tuple(listed) for unit, listed in copies.items()},
        {Unit(item.unit, item.mode): item for item in review},
        limits,
        not_captured=not_captured,
        events=events or Events(),
    )
    for vectors, side in ((case.originals, original), (case.retabulateds, retabulated), (case.decks, deck)):
        vectors.update((unit, vector_of(tallies)) for unit, tallies in side.items())
    for unit in original:
        if unit in retabulated:
            case.changes[unit] = subtract(case.retabulateds[unit], case.originals[unit])
    return case
