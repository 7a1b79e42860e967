"""Original count, retabulation and hand tally of every unit, and which of the two the board reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from config.program import ElectionProgram
from tabulate.compare.comparison import Comparison, compare
from tabulate.compare.contests import ContestInfo, as_infos
from tabulate.compare.events import Events, UnitMethod
from tabulate.compare.evidence import BatchTotals
from tabulate.compare.hand.agree import HandCount
from tabulate.compare.original import OriginalContest, row_of
from tabulate.compare.tally import Side, Unit, side_of, units_in_order, vector_of
from tabulate.compare.words import place
from tabulate.votes.totals import ContestTotals

FORMAT = "retally-three/1"
Agreement = Literal["all", "hand_and_machine", "hand_and_original", "machine_and_original", "none", "unknown"]
"""Which of the three counts say the same; ``unknown`` when one of them does not say."""


@dataclass(frozen=True, slots=True)
class ThreeNumbers:
    """One number of a contest in a unit, three times; None is unknown, never zero."""

    unit: str
    mode: str
    contest: str
    key: str
    original: int | None
    machine: int | None
    hand: int | None

    @property
    def agreement(self) -> Agreement:
        one, two, three = self.original, self.machine, self.hand
        if one is None or two is None or three is None:
            return "unknown"
        if two == three:
            return "all" if one == two else "hand_and_machine"
        return "hand_and_original" if one == three else "machine_and_original" if one == two else "none"

    def to_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "mode": self.mode,
            "contest": self.contest,
            "number": self.key,
            "original": self.original,
            "machine": self.machine,
            "hand": self.hand,
            "agreement": self.agreement,
        }


@dataclass(frozen=True, slots=True)
class BatchNumber:
    """One number of a batch on which hand and machine differ: where to look for the ballots."""

    unit: str
    mode: str
    batch: str
    contest: str
    key: str
    machine: int
    hand: int

    def to_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "mode": self.mode,
            "batch": self.batch,
            "contest": self.contest,
            "number": self.key,
            "machine": self.machine,
            "hand": self.hand,
        }


@dataclass(frozen=True, slots=True)
class ThreeCounts:
    """The three counts side by side.

    Attributes:
        numbers: every number of every unit.
        reported: which of hand and machine the board reports, by unit; None where that is open.
        comparison: the original count against what the board reports.
        open: sentences: what the board must still do or record.
        batches: numbers of batches on which hand and machine differ.
    """

    numbers: tuple[ThreeNumbers, ...]
    reported: dict[Unit, Literal["hand", "machine"] | None]
    comparison: Comparison
    open: tuple[str, ...]
    batches: tuple[BatchNumber, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The three counts as data; the schema is ``tabulate/compare/hand/three.schema.json``."""
        return {
            "format": FORMAT,
            "numbers": [number.to_json() for number in self.numbers],
            "reported": [
                {"unit": unit, "mode": mode, "reported": which} for (unit, mode), which in self.reported.items()
            ],
            "comparison": self.comparison.to_json(),
            "open": list(self.open),
            "batches": [number.to_json() for number in self.batches],
        }


def compare_three(
    original: Sequence[OriginalContest],
    retabulation: Sequence[ContestTotals],
    hand: HandCount,
    methods: Sequence[UnitMethod],
    *,
    program: ElectionProgram | Sequence[ContestInfo],
    batches: Sequence[BatchTotals] = (),
) -> ThreeCounts:
    """Put the three counts side by side.

    Numbers that a board does not report stay in sight and enter no total.  A unit of which it is not recorded
    which numbers are reported has none, until somebody records it.

    Args:
        original: the original count.
        retabulation: totals derived from our readings.
        hand: what two tallies agree on.
        methods: how each unit was recounted, and which numbers the board reports.
        program: the election program or its contests.
        batches: totals of the retabulation by batch; a hand batch of the same name is held against it.

    Raises:
        ValueError: one unit, mode and contest given twice on a side, or one unit with two methods.
    """
    infos = {info.id: info for info in as_infos(program)}
    sides = side_of(original, infos), side_of(retabulation, infos), side_of(hand.totals, infos)
    recorded = {Unit(item.unit, item.mode): item for item in methods}
    if len(recorded) != len(methods):
        raise ValueError("a unit has two methods")
    waiting = {Unit(item.unit, item.mode) for item in hand.open}
    reported, sentences = {}, [item.why for item in hand.open]
    for unit in units_in_order(sides):
        has = (unit in sides[1], unit in sides[2] or unit in waiting)
        reported[unit], problem = _which(unit, recorded.get(unit), *has)
        sentences += [problem] if problem else []
    rows: list[OriginalContest] = [row for row in hand.totals if reported[Unit(row.unit, row.mode)] == "hand"]
    rows += [row_of(row) for row in retabulation if reported[Unit(row.unit, row.mode)] == "machine"]
    comparison = compare(original, rows, program=program, events=Events(methods=methods))
    apart = _batches(hand, batches, infos)
    return ThreeCounts(_numbers(*sides), reported, comparison, tuple(sentences), apart)


def _which(
    unit: Unit, recorded: UnitMethod | None, machine: bool, hand: bool
) -> tuple[Literal["hand", "machine"] | None, str]:
    """What the board reports of a unit, and what is wrong with the record of it."""
    where = place(*unit)
    if recorded is None or recorded.method == "unknown":
        if machine or hand:
            return None, f"{where}: record how it was recounted, by hand, by machine or both"
        return None, ""
    which = recorded.method if recorded.method != "both" else recorded.reported
    if recorded.method != "both" and recorded.reported not in (None, recorded.method):
        return None, f"{where}: recounted by {recorded.method}, and {recorded.reported} is to be reported"
    if which is None:
        return None, f"{where}: recounted by hand and machine; record which of the two the board reports"
    has = hand if which == "hand" else machine
    return which, "" if has else f"{where}: the {which} count is to be reported and there is none"


def _batches(
    hand: HandCount, batches: Sequence[BatchTotals], infos: dict[str, ContestInfo]
) -> tuple[BatchNumber, ...]:
    """Where the hand and the machine had the same batch and another number."""
    machine = {
        (unit, batch.name): vector_of(tallies)
        for batch in batches
        for unit, tallies in side_of(batch.totals, infos).items()
    }
    found = []
    for entry in hand.batches:
        place_of = (entry.unit, entry.mode, entry.batch, entry.contest)
        vector = machine.get((Unit(entry.unit, entry.mode), entry.batch), {})
        ours = {part.key: number for part, number in vector.items() if part.contest == entry.contest}
        found += [
            BatchNumber(*place_of, key, ours[key], number)
            for key, number in entry.numbers().items()
            if key in ours and ours[key] != number
        ]
    return tuple(found)


def _numbers(original: Side, machine: Side, hand: Side) -> tuple[ThreeNumbers, ...]:
    found = []
    for unit in units_in_order((original, machine, hand)):
        parts = [vector_of(side.get(unit, {})) for side in (original, machine, hand)]
        found += [
            ThreeNumbers(*unit, part.contest, part.key, *(vector.get(part) for vector in parts))
            for part in dict.fromkeys(part for vector in parts for part in vector)
        ]
    return tuple(found)
