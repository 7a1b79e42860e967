"""Charts for paper: the lead over time, and every unit in one row, so that two dozen fit on a page."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare import Comparison, UnitComparison
from tabulate.compare.published import Moment
from tabulate.compare.words import count, place, signed
from tabulate.report.charts import WIDTH, Bar, Chart, Label
from tabulate.report.unexamined import unknown_words

PAGE_ROWS = 34
"""Units in one chart: what a letter page holds under its heading."""
_ROW = 20
_AXIS = 330
_REACH = 110
_LONGEST_NAME = 34
"""Characters that fit left of the longest bar."""
_MOMENT_ROW = 40
_MOMENT_REACH = 280


def timeline_chart(moments: Sequence[Moment]) -> Chart | None:
    """The lead at every moment, from top to bottom: the first leader to the right, all others to the left.

    None when there is no moment.  Moments stand at even distances; their dates are in words.
    """
    if not moments:
        return None
    first, middle = moments[0].leader, WIDTH / 2
    scale = _MOMENT_REACH / max(*(moment.lead for moment in moments), 1)
    bars, labels = [], []
    for row, moment in enumerate(moments):
        y = row * _MOMENT_ROW
        right = moment.leader == first
        length = max(round(moment.lead * scale, 1), 0.5)
        lead = f"{moment.leader} +{moment.lead}"
        labels.append(Label(0, y + 14, f"{moment.date}  {moment.stage}"))
        bars.append(Bar(middle - 0.5, y + 18, 1, _MOMENT_ROW - 18, "axis"))
        x = middle if right else round(middle - length, 1)
        bars.append(Bar(x, y + 20, length, 14, "gained" if right else "lost", f"{moment.date}: {lead}"))
        # Words stand on the other side of the axis, where no bar can run into them.
        labels.append(Label(middle - 6 if right else middle + 6, y + 32, lead, "end" if right else "start"))
    words = (
        f"The lead at {count(len(moments), 'moment')}, from {moments[0].leader} +{moments[0].lead} on "
        f"{moments[0].date} to {moments[-1].leader} +{moments[-1].lead} on {moments[-1].date}"
    )
    return Chart(len(moments) * _MOMENT_ROW + 4, words, tuple(bars), tuple(labels))


def unit_charts(comparison: Comparison) -> tuple[Chart, ...]:
    """Votes gained to the right and lost to the left in every unit, never netted; one chart a page.

    All charts have one scale.  Units in which a side is not known say so; their bar is missing, not zero.  When
    there are more units than a page holds, only those are shown that differ or are not known.
    """
    units = comparison.units
    if len(units) > PAGE_ROWS:
        units = tuple(unit for unit in units if unit.differs or unknown_words(unit))
    rows = [(unit, *_gained_lost(unit)) for unit in units]
    scale = _REACH / max([1, *(number for _, *numbers in rows for number in numbers)])
    return tuple(
        _units_page(comparison, rows[start : start + PAGE_ROWS], scale)
        for start in range(0, len(rows), PAGE_ROWS)
    )


def _gained_lost(unit: UnitComparison) -> tuple[int, int]:
    changes = [change.change or 0 for contest in unit.contests for _, change in contest.choices]
    return sum(c for c in changes if c > 0), -sum(c for c in changes if c < 0)


def _units_page(comparison: Comparison, rows: Sequence[tuple[UnitComparison, int, int]], scale: float) -> Chart:
    last = WIDTH - 4
    bars = [Bar(_AXIS - 0.5, _ROW, 1, len(rows) * _ROW, "axis")]
    labels = [
        Label(0, 14, "Unit"),
        Label(_AXIS - 8, 14, "votes lost", "end"),
        Label(_AXIS + 8, 14, "votes gained"),
        Label(last, 14, "Change", "end"),
    ]
    for row, (unit, gained, lost) in enumerate(rows):
        y = (row + 1) * _ROW
        name = place(unit.unit, unit.mode)
        labels.append(Label(0, y + 15, _short_place(unit)))
        why = unknown_words(unit)
        if not why:
            right, left = round(gained * scale, 1), round(lost * scale, 1)
            if gained:
                bars.append(Bar(_AXIS, y + 4, right, _ROW - 7, "gained", f"{name}: {gained} votes more"))
                labels.append(Label(_AXIS + right + 5, y + 15, f"+{gained}"))
            if lost:
                x = round(_AXIS - left, 1)
                bars.append(Bar(x, y + 4, left, _ROW - 7, "lost", f"{name}: {lost} votes fewer"))
                labels.append(Label(x - 5, y + 15, f"-{lost}", "end"))
        labels.append(Label(last, y + 15, why or _shift_words(comparison, unit), "end"))
        if row % 2:
            bars.insert(0, Bar(0, y + 1, WIDTH, _ROW - 1, "stripe"))
    words = f"Votes gained and lost in {count(len(rows), 'unit')}, over all contests and choices"
    return Chart((len(rows) + 1) * _ROW + 4, words, tuple(bars), tuple(labels))


def _short_place(unit: UnitComparison) -> str:
    """Unit and mode; of a long name the unit is cut, as the mode tells it from its twin."""
    over = len(place(unit.unit, unit.mode)) - _LONGEST_NAME
    if over <= 0:
        return place(unit.unit, unit.mode)
    return place(unit.unit[: max(len(unit.unit) - over - 1, 1)] + "\N{HORIZONTAL ELLIPSIS}", unit.mode)


def _shift_words(comparison: Comparison, unit: UnitComparison) -> str:
    """What the unit did to the lead in a single contest for one seat; otherwise its change of ballots."""
    contest, *more = unit.contests
    margin = next((item for item in comparison.margins if item.contest == contest.contest), None)
    before = (margin.before or margin.both_before) if margin else None
    if more or contest.vote_for != 1 or before is None or len(before.votes) < 2:
        return _ballots_words(unit)
    changes = {choice: change.change for choice, change in contest.choices}
    (first, _), (second, _) = before.votes[:2]
    one, other = changes.get(first), changes.get(second)
    if one is None or other is None:
        return "in part not known"
    ahead = first if one > other else second
    surname = comparison.info(contest.contest).name(ahead).split()[-1]
    return f"lead: {surname} +{abs(one - other)}" if one != other else "lead: same"


def _ballots_words(unit: UnitComparison) -> str:
    if not unit.differs:
        return "same"
    ballots = [item.ballots.change for item in unit.contests if item.ballots.change is not None]
    most = max(ballots, key=abs, default=None)
    return "differs" if most is None else f"ballots {signed(most)}" if most else "ballots same"
