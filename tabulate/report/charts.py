"""Geometry of the report's pictures: plain rectangles and labels in SVG units; the template draws them."""

from __future__ import annotations

from dataclasses import dataclass

from config.program import MarkPolicy
from tabulate.compare import Comparison, MarginChange, Standing
from tabulate.compare.words import place, signed
from tabulate.report.marks import BIN, BINS, STATES, ScoreHistogram
from tabulate.report.wording import standing_words

WIDTH = 640
"""Width of every picture in SVG units; x to the right, y down, origin top left."""
_MIDDLE = 360
_REACH = 200
_ROW = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle with its style class and the words a screen reader or a pointer gets."""

    x: float
    y: float
    width: float
    height: float
    style: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of text at (x, y), its baseline; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: bars, lines as thin bars, labels, and one sentence that says what it shows."""

    height: int
    words: str
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    width: int = WIDTH


def margin_chart(comparison: Comparison, margin: MarginChange) -> Chart | None:
    """Margin before and after as two bars from a common zero: to the left when others lead than before.

    None when there is no margin to draw on both sides.
    """
    if margin.side_by_side is None:
        return None
    before, after = margin.side_by_side
    if before.margin is None or after.margin is None:
        return None
    where = "" if margin.complete else " (both sides)"
    scale = _REACH / max(before.margin, after.margin, 1)
    bars, labels = [], []
    for row, (name, standing) in enumerate((("before", before), ("after", after))):
        y = 8 + row * 2 * _ROW
        length = round(_margin(standing) * scale, 1)
        left = set(standing.elected) != set(before.elected) and not standing.tied
        words = standing_words(comparison, standing)
        labels.append(Label(8, y + 13, f"{name}{where}: {words}"))
        y += _ROW - 6
        bars.append(Bar(_MIDDLE - 0.5, y - 3, 1, _ROW - 2, "axis"))
        bars.append(Bar(_MIDDLE - length if left else _MIDDLE, y, length, _ROW - 8, f"margin-{name}", words))
        labels.append(Label(_MIDDLE + (6 if left else length + 6), y + 13, str(standing.margin)))
    info = comparison.info(margin.contest)
    title = info.title + ("" if margin.complete else ", units on both sides")
    words = f"{title}: {standing_words(comparison, before)} before, {standing_words(comparison, after)} after"
    return Chart(4 * _ROW + 8, words, tuple(bars), tuple(labels))


def _margin(standing: Standing) -> int:
    return standing.margin or 0


def difference_chart(comparison: Comparison) -> Chart | None:
    """Votes gained to the right, lost to the left in each unit that differs, never netted; ballots in words."""
    rows = []
    for unit in comparison.differing:
        changes = [
            change.change or 0 for contest in unit.contests if contest.on_both for _, change in contest.choices
        ]
        gained, lost = sum(c for c in changes if c > 0), -sum(c for c in changes if c < 0)
        ballots = [contest.ballots.change for contest in unit.contests if contest.ballots.change]
        most = max(ballots, key=abs, default=0)
        rows.append((place(unit.unit, unit.mode), gained, lost, most))
    if not rows:
        return None
    scale = (_REACH - 40) / max(max(gained, lost) for _, gained, lost, _ in [*rows, ("", 1, 0, 0)])
    bars, labels = [], []
    for index, (name, gained, lost, ballots_change) in enumerate(rows):
        y = 8 + index * 2 * _ROW
        ballots_words = f", ballots {signed(ballots_change)}" if ballots_change else ""
        labels.append(Label(8, y + 13, f"{name}: votes +{gained} and -{lost}{ballots_words}"))
        y += _ROW - 6
        bars.append(Bar(_MIDDLE - 0.5, y - 3, 1, _ROW - 2, "axis"))
        right, left = round(gained * scale, 1), round(lost * scale, 1)
        if gained:
            bars.append(Bar(_MIDDLE, y, right, _ROW - 8, "gained", f"{name}: {gained} votes more"))
            labels.append(Label(_MIDDLE + right + 6, y + 13, f"+{gained}"))
        if lost:
            bars.append(Bar(round(_MIDDLE - left, 1), y, left, _ROW - 8, "lost", f"{name}: {lost} votes fewer"))
            labels.append(Label(round(_MIDDLE - left, 1) - 6, y + 13, f"-{lost}", "end"))
    words = f"Votes gained and lost in {len(rows)} units that differ, over all contests and choices"
    return Chart(len(rows) * 2 * _ROW + 16, words, tuple(bars), tuple(labels))


def score_chart(scores: ScoreHistogram, policy: MarkPolicy) -> Chart:
    """Targets by share of ink, a row for each state, each row on its own scale, with the two thresholds."""
    left, span, row, top = 100.0, 520.0, 78, 30
    bars, labels = [], []
    for index, state in enumerate(STATES):
        counts = scores.counts[state]
        base = top + (index + 1) * row - 12
        most = max(counts)
        labels.append(Label(8, base - 34, state))
        labels.append(Label(8, base - 18, f"{sum(counts)} in all"))
        labels.append(Label(8, base - 2, f"bar: {most}"))
        bars.append(Bar(left, base, span, 1, "axis"))
        for position, number in enumerate(counts):
            if number:
                height = max(round(54 * number / most, 1), 1.0)
                x = round(left + span * position / BINS, 1)
                said = f"{state}, ink {position * BIN} to {position * BIN + BIN - 1} per mille: {number}"
                bars.append(Bar(x, base - height, round(span / BINS - 1, 1), height, state, said))
    bottom = top + len(STATES) * row
    for line, (name, value) in enumerate((("marginal", policy.marginal_at), ("marked", policy.marked_at))):
        x = round(left + span * value / (BIN * BINS), 1)
        bars.append(Bar(x, 2, 1, bottom - 14, "threshold", f"{name} from {value} per mille"))
        labels.append(Label(x + 4, 12 + 15 * line, f"{name} from {value}"))
    labels += [
        Label(round(left + span * value / (BIN * BINS), 1), bottom + 6, str(value), "middle")
        for value in (0, 250, 500, 750, 1000)
    ]
    words = (
        f"{scores.total} targets by ink, per mille; marginal from {policy.marginal_at}, marked from "
        f"{policy.marked_at}"
    )
    return Chart(bottom + 12, words, tuple(bars), tuple(labels))
