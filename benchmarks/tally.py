"""What becomes of forged targets when they are read, counted by stress, with exact bounds."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fixtures.forge.truth import PageTruth
from tabulate.marks.flags import REVIEW
from tabulate.votes.records import PageReading

AGREES = {("marked", "marked"), ("blank", "empty")}
CONTRADICTS = {("marked", "empty"), ("blank", "marked")}


@dataclass(slots=True)
class Tally:
    """Targets of one stress by what became of them.

    A target reaches a person when its state is marginal, when one of its flags or of its page's asks for a
    review, or when its page was refused.

    Attributes:
        clear: targets whose truth is marked or blank, on pages that were read.
        silent: of these, read as the opposite and shown to nobody: the errors that must not be.
        shown_wrong: of these, read as the opposite and shown to a person.
        shown_right: of these, read rightly or left open, and shown to a person: the price.
        doubtful: targets whose truth is marginal, on pages that were read.
        unseen: of these, shown to nobody.
        refused: pages that were refused; their targets reach a person and are counted nowhere else.
        misplaced: most pixels at 200 dpi between the middle of a true box and of the read one.
        cases: silent and unseen targets by truth, hand and state.
    """

    pages: int = 0
    refused: int = 0
    clear: int = 0
    silent: int = 0
    shown_wrong: int = 0
    shown_right: int = 0
    doubtful: int = 0
    unseen: int = 0
    misplaced: float = 0.0
    cases: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)

    def add_page(self, truth: PageTruth, reading: PageReading) -> None:
        """Hold one page against its truth."""
        self.pages += 1
        if reading.refused:
            self.refused += 1
            self.refusals.update(reading.flags)
            return
        page_shown = not REVIEW.isdisjoint(reading.flags)
        found = {(target.contest, target.choice): target for target in reading.targets}
        wrong_side = (reading.card, reading.side) != (truth.card, truth.side)
        for target in truth.targets:
            read = None if wrong_side else found.get((target.contest, target.choice))
            state = "no such target" if read is None else read.state
            shown = page_shown or (
                read is not None and (read.state == "marginal" or not REVIEW.isdisjoint(read.flags))
            )
            if read is not None:
                off = math.dist(_middle(target.box), _middle(read.box)) * 200 / truth.dpi
                self.misplaced = max(self.misplaced, off)
            if target.state == "marginal":
                self.doubtful += 1
                self.unseen += not shown
            else:
                self.clear += 1
                agrees = (target.state, state) in AGREES
                contradicts = (target.state, state) in CONTRADICTS or read is None
                self.silent += contradicts and not shown
                self.shown_wrong += contradicts and shown
                self.shown_right += shown and not contradicts
                if agrees or shown:
                    continue
            if not shown:
                self.cases[f"{target.state} ({target.hand}) read as {state}"] += 1

    def add(self, other: Tally) -> None:
        """Add the counts of other pages of the same stress."""
        for name in ("pages", "refused", "clear", "silent", "shown_wrong", "shown_right", "doubtful", "unseen"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.misplaced = max(self.misplaced, other.misplaced)
        self.cases += other.cases
        self.refusals += other.refusals

    def to_json(self) -> dict[str, Any]:
        return {
            "pages": self.pages,
            "refused_pages": self.refused,
            "clear_targets": self.clear,
            "errors_unflagged": self.silent,
            "errors_flagged": self.shown_wrong,
            "right_flagged": self.shown_right,
            "error_rate_upper_95": upper_bound(self.silent, self.clear),
            "doubtful_targets": self.doubtful,
            "doubtful_unseen": self.unseen,
            "largest_displacement_px_at_200_dpi": round(self.misplaced, 2),
            "unflagged_cases": dict(self.cases.most_common()),
            "refusal_flags": dict(self.refusals.most_common()),
        }


def upper_bound(errors: int, trials: int, confidence: float = 0.95) -> float | None:
    """Exact one-sided upper bound of an error rate (Clopper and Pearson 1934); None without trials.

    The largest rate at which `errors` or fewer in `trials` still happen with probability 1 - `confidence`.
    """
    if trials == 0:
        return None
    if errors >= trials:
        return 1.0
    low, high = errors / trials, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if _at_most(errors, trials, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(errors: int, trials: int, rate: float) -> float:
    """Probability of at most `errors` in `trials`, summed from the logarithms of its terms."""
    if rate <= 0.0:
        return 1.0
    if rate >= 1.0:
        return 0.0
    total = 0.0
    for k in range(errors, -1, -1):
        log = math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
        term = math.exp(log + k * math.log(rate) + (trials - k) * math.log1p(-rate))
        total += term
        if term < total * 1e-17:
            break
    return total


def _middle(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2
