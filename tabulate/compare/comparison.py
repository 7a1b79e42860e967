"""The comparison of an original count with a retabulation: one pure function and its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from config.program import ElectionProgram
from tabulate.compare.batch_causes import search_batches
from tabulate.compare.case import Case, SearchLimits, case_of
from tabulate.compare.change import ContestChange, contest_change
from tabulate.compare.contest_causes import contest_causes
from tabulate.compare.contests import ContestInfo, as_infos, short_title
from tabulate.compare.events import Events
from tabulate.compare.evidence import BatchTotals, DuplicateImages, NotCaptured, UnitReview
from tabulate.compare.findings import BALLOT_CAUSES, STRENGTHS, UNIT_CAUSES, Cause, Finding
from tabulate.compare.known import KnownChange, known_causes
from tabulate.compare.margin import MarginChange, margin_change
from tabulate.compare.notes import findings_of
from tabulate.compare.original import OriginalContest
from tabulate.compare.search import Explanation, explain_units
from tabulate.compare.tally import Side, Unit, side_of, units_in_order
from tabulate.compare.unit_causes import name_causes, stale_causes
from tabulate.votes.totals import ContestTotals

FORMAT = "retally-comparison/1"


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """One unit in one mode on both sides.

    Attributes:
        contests: its contests in program order, also those that only one side has.
        causes: explanations of its differences, the strongest first; several may hold for the same numbers.
        explanations: stories of causes that hold together, the simplest first, see `tabulate.compare.search`.
        review: what became of its sheets, when that was given.
    """

    unit: str
    mode: str
    in_original: bool
    in_retabulation: bool
    contests: tuple[ContestChange, ...]
    causes: tuple[Cause, ...] = ()
    review: UnitReview | None = None
    explanations: tuple[Explanation, ...] = ()

    @property
    def differs(self) -> bool:
        return any(contest.differs for contest in self.contests)

    @property
    def explained(self) -> bool:
        """Whether one cause accounts for all its numbers to the last vote."""
        return any(cause.kind in UNIT_CAUSES and cause.strength in ("proved", "exact") for cause in self.causes)

    def to_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "mode": self.mode,
            "in_original": self.in_original,
            "in_retabulation": self.in_retabulation,
            "differs": self.differs,
            "contests": [contest.to_json() for contest in self.contests],
            "causes": [cause.to_json() for cause in self.causes],
            "explanations": [explanation.to_json() for explanation in self.explanations],
            "review": None
            if self.review is None
            else {
                "captured": self.review.captured,
                "counted": self.review.counted,
                "quarantined": self.review.quarantined,
                "flagged": self.review.flagged,
                "returned": self.review.returned,
            },
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the comparison found.

    Attributes:
        margins: a margin for each contest, in program order.
        units: every unit of either side, those of the original count first, in its order.
        findings: what a person must know, the gravest kinds first.
    """

    contests: tuple[ContestInfo, ...]
    margins: tuple[MarginChange, ...]
    units: tuple[UnitComparison, ...]
    findings: tuple[Finding, ...]
    limits: SearchLimits = field(default_factory=SearchLimits)

    @property
    def differing(self) -> tuple[UnitComparison, ...]:
        """Units with a difference."""
        return tuple(unit for unit in self.units if unit.differs)

    @property
    def agrees(self) -> bool:
        """Whether every number of every unit is known on both sides' units and the same."""
        return all(unit.in_original and unit.in_retabulation and not unit.differs for unit in self.units)

    def info(self, contest: str) -> ContestInfo:
        """What is known of a contest; its id stands for its title when nothing is."""
        return next((info for info in self.contests if info.id == contest), ContestInfo(contest, contest, None))

    def short_title(self, contest: str) -> str:
        """Title of a contest, cut when it is long."""
        return short_title(contest, self.contests)

    def to_json(self) -> dict[str, Any]:
        """The comparison as data; its schema is ``tabulate/compare/comparison.schema.json``."""
        return {
            "format": FORMAT,
            "contests": [info.to_json() for info in self.contests],
            "margins": [margin.to_json() for margin in self.margins],
            "units": [unit.to_json() for unit in self.units],
            "findings": [finding.to_json() for finding in self.findings],
            "search": {
                "most_steps": self.limits.most_steps,
                "most_found": self.limits.most_found,
                "intent_floor": self.limits.intent_floor,
                "intent_permille": self.limits.intent_permille,
            },
        }


def compare(
    original: Sequence[OriginalContest],
    retabulation: Sequence[ContestTotals] | Sequence[OriginalContest],
    *,
    program: ElectionProgram | Sequence[ContestInfo] | None = None,
    batches: Sequence[BatchTotals] = (),
    duplicates: Sequence[DuplicateImages] = (),
    test_deck: Sequence[OriginalContest] | None = None,
    review: Sequence[UnitReview] = (),
    known: Sequence[KnownChange] = (),
    not_captured: Sequence[NotCaptured] = (),
    events: Events | None = None,
    limits: SearchLimits | None = None,
) -> Comparison:
    """Compare, unit by unit, and say why they differ.  Pure: no files, no clock, no printing; exact integers.

    Args:
        original: the original count.
        retabulation: totals derived from our readings, or a recount as somebody else gives it.
        program: the election program or its contests: vote-for, order, names and write-in lines.
        batches: totals of every batch of the retabulation, for batches counted twice or left out.
        duplicates: batches that hold images of another one again.
        test_deck: expected result of the public test, for units whose test was reported instead of the ballots.
        review: sheets counted, quarantined and flagged by unit.
        known: changes that were stated without the numbers themselves.
        not_captured: ballots of the original count whose image lacks a contest.
        events: passes, containers, ballots set aside and methods, as the board recorded them.
        limits: how far the search for causes goes.

    Raises:
        EvidenceError: the batches of a unit do not add up to its totals.
        ValueError: one unit, mode and contest given twice on a side.
    """
    given = {info.id: info for info in as_infos(program)}
    case = case_of(
        side_of(original, given),
        side_of(retabulation, given),
        given,
        deck=side_of(test_deck or (), given),
        batches=batches,
        duplicates=duplicates,
        review=review,
        limits=limits or SearchLimits(),
        not_captured=not_captured,
        events=events,
    )
    stories = explain_units(case)
    sides = (case.original, case.retabulated)
    order = _contest_order(tuple(given), sides)
    infos = tuple(given.get(contest, ContestInfo(contest, contest, None)) for contest in order)
    units = tuple(_unit(case, unit, order, known, stories.get(unit, ())) for unit in units_in_order(sides))
    margins = tuple(margin_change(contest, *sides, given.get(contest)) for contest in order)
    findings = findings_of(case, tuple((unit.unit, unit.mode, unit.contests) for unit in units), margins)
    return Comparison(infos, margins, units, findings, case.limits)


def _with_story(causes: list[Cause], stories: tuple[Explanation, ...]) -> list[Cause]:
    """The causes; with those of the simplest story where they leave something open, or evidence proves it."""
    if not stories or not stories[0].complete or any(cause.kind in UNIT_CAUSES for cause in causes):
        return causes
    story = stories[0].causes
    open_ones = any(cause.kind == "unexplained" for cause in causes)
    if not open_ones and not any(cause.strength == "proved" for cause in story):
        return causes
    told = {cause.kind for cause in story}
    if told & BALLOT_CAUSES:
        told |= BALLOT_CAUSES
    return [*story, *(cause for cause in causes if cause.kind not in told and cause.kind != "unexplained")]


def _contest_order(known: tuple[str, ...], sides: tuple[Side, Side]) -> tuple[str, ...]:
    seen = dict.fromkeys(contest for side in sides for tallies in side.values() for contest in tallies)
    return tuple(contest for contest in dict.fromkeys((*known, *seen)) if contest in seen)


def _unit(
    case: Case,
    unit: Unit,
    order: tuple[str, ...],
    known: Sequence[KnownChange],
    stories: tuple[Explanation, ...],
) -> UnitComparison:
    before, after = case.original.get(unit, {}), case.retabulated.get(unit, {})
    changes = tuple(
        contest_change(unit, contest, before.get(contest), after.get(contest), case.infos.get(contest))
        for contest in order
        if contest in before or contest in after
    )
    differing = [change for change in changes if change.differs]
    causes: list[Cause] = []
    if differing:
        search = search_batches(case, unit)
        causes = stale_causes(case, unit) + name_causes(case, unit) + search.causes
        within = [
            cause
            for change in differing
            for cause in known_causes(case, change, known) or contest_causes(case, change, search.words)
        ]
        # What explains the whole unit makes parts of it needless, but for a few marks read differently: those
        # stay in sight, as a coincidence of small numbers must not hide them.
        if not causes or all(cause.kind == "voter_intent" for cause in within):
            causes += within
    causes = _with_story(causes, stories)
    causes.sort(key=lambda cause: STRENGTHS.index(cause.strength))
    return UnitComparison(
        *unit,
        in_original=unit in case.original,
        in_retabulation=unit in case.retabulated,
        contests=changes,
        causes=tuple(causes),
        review=case.review.get(unit),
        explanations=stories,
    )
