"""Days on which an office is closed for business.

§47.4: where the deadline for a filing pertaining to an election falls on a day on which the commissioner's
office is closed for business, it is extended to the next day on which the office is open (third-party copy
read, 97 Acts, ch 170, §10).  Which days those are is a fact of each office; the state's paid holidays (§1C.2,
copies of 2001, 2009 and 2024 agree) and weekends are the default, and the commissioner can name others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
DAY = timedelta(days=1)


def paid_holidays(year: int) -> dict[date, str]:
    """The holidays of §1C.2(1) in a year, moved as subsection 3 says: Saturday to Friday, Sunday to Monday."""
    thanksgiving = _nth(year, 11, THURSDAY, 4)
    named = {
        date(year, 1, 1): "New Year's Day",
        _nth(year, 1, MONDAY, 3): "Martin Luther King, Jr.'s Birthday",
        _last_monday_of_may(year): "Memorial Day",
        date(year, 7, 4): "Independence Day",
        _nth(year, 9, MONDAY, 1): "Labor Day",
        date(year, 11, 11): "Veterans Day",
        thanksgiving: "Thanksgiving Day",
        thanksgiving + DAY: "Friday after Thanksgiving",
        date(year, 12, 25): "Christmas Day",
    }
    return {_observed(day): name for day, name in named.items()}


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """When the commissioner's office is open.

    Attributes:
        closed: further days on which it is closed.
        opened: days on which it is open although it would be closed by rule, such as a Saturday.
    """

    closed: frozenset[date] = field(default_factory=frozenset)
    opened: frozenset[date] = field(default_factory=frozenset)

    def why_closed(self, day: date) -> str | None:
        """Why the office is closed on a day; None when it is open."""
        if day in self.opened:
            return None
        if day in self.closed:
            return "the office is closed"
        if day.weekday() in (SATURDAY, SUNDAY):
            return ("Saturday", "Sunday")[day.weekday() - SATURDAY]
        # 1 January may be observed on 31 December of the year before.
        return (paid_holidays(day.year) | paid_holidays(day.year + 1)).get(day)

    def next_open(self, day: date) -> date:
        """The day itself when the office is open, otherwise the next on which it is."""
        while self.why_closed(day) is not None:
            day += DAY
        return day


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _observed(day: date) -> date:
    if day.weekday() == SATURDAY:
        return day - DAY
    return day + DAY if day.weekday() == SUNDAY else day
