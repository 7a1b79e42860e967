"""Findings and causes: what the comparison says, as data.  A discrepancy is never an exception."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

FindingKind = Literal[
    "difference",
    "unit_not_in_original",
    "unit_not_retabulated",
    "contest_not_in_original",
    "contest_not_retabulated",
    "original_does_not_balance",
    "retabulation_does_not_balance",
    "original_numbers_unknown",
    "recount_numbers_unknown",
    "duplicate_images",
    "sheets_quarantined",
    "outcome_changed",
    "outcome_unknown",
    "tie",
    "write_ins_matter",
    "passes_open",
    "container_differs",
    "ballots_out_of_scope",
    "ballots_found_excluded",
    "recount_error_corrected",
    "equipment_rerun",
    "double_scan_resolved",
    "ballot_count_resolved",
    "method_not_uniform",
    "unit_under_another_name",
]

CauseKind = Literal[
    "test_deck_not_cleared",
    "test_deck_included",
    "unit_all_zero",
    "contest_all_zero",
    "units_swapped",
    "other_units_numbers",
    "batch_in_other_unit",
    "batch_counted_twice",
    "batch_left_out",
    "batch_scanned_twice",
    "sheets_quarantined",
    "choices_swapped",
    "choices_shifted",
    "contest_not_captured",
    "number_mistyped",
    "voter_intent",
    "ballots_added",
    "ballots_missing",
    "ballots_out_of_scope",
    "unexplained",
]

UNIT_CAUSES: frozenset[CauseKind] = frozenset(
    {
        "test_deck_not_cleared",
        "test_deck_included",
        "unit_all_zero",
        "units_swapped",
        "other_units_numbers",
        "batch_in_other_unit",
        "batch_counted_twice",
        "batch_left_out",
        "batch_scanned_twice",
    }
)
"""Causes that account for all numbers of a unit at once."""

BALLOT_CAUSES: frozenset[CauseKind] = frozenset(
    {"ballots_added", "ballots_missing", "sheets_quarantined", "ballots_out_of_scope"}
)
"""Causes that say how many ballots came or went; one unit has one of them."""

Strength = Literal["proved", "exact", "consistent", "none"]
"""How a cause stands to the numbers.

``proved``: they are equal to the last vote and there is evidence besides.  ``exact``: equal to the last vote.
``consistent``: the numbers allow it and do not prove it.  ``none``: nothing known explains it.
"""

STRENGTHS: tuple[Strength, ...] = ("proved", "exact", "consistent", "none")


@dataclass(frozen=True, slots=True)
class Cause:
    """One explanation of the differences of a unit.

    Attributes:
        contests: the contests it explains; several for what happened to the unit as a whole.
        evidence: a plain sentence with the numbers, for the board.
        numbers: the same numbers, for programs.
        batches: names of the batches concerned.
        other: the other unit and mode concerned.
    """

    kind: CauseKind
    strength: Strength
    contests: tuple[str, ...]
    evidence: str
    numbers: dict[str, int] = field(default_factory=dict)
    batches: tuple[str, ...] = ()
    other: tuple[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "strength": self.strength,
            "contests": list(self.contests),
            "evidence": self.evidence,
            "numbers": dict(self.numbers),
            "batches": list(self.batches),
            "other_unit": list(self.other) if self.other else None,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person must know.

    Attributes:
        unit, mode, contest: where; None when it is about more than one.
        numbers: for a ``difference``, the change of every number known on both sides: ``votes:CHOICE``,
            ``ballots``, ``overvotes``, ``undervotes``.
    """

    kind: FindingKind
    text: str
    unit: str | None = None
    mode: str | None = None
    contest: str | None = None
    numbers: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "text": self.text,
            "unit": self.unit,
            "mode": self.mode,
            "contest": self.contest,
            "numbers": dict(self.numbers),
        }
