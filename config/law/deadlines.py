"""The clocks of §50.48 as dates and times for one canvass.

In the order of the statute: request (1)(a), winner reached (1)(b), first meeting, third member and judge
(3)(b), report (4)(c), correction by the county board (5); and the clocks of city elections, (7) and (8).

Only what is filed is moved by §47.4.  Everything else keeps its day, also on a Sunday: §4.1(34) may move that
to the Monday, but its text was not read, and the earlier day is always safe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from config.law.calendar import DAY, OfficeCalendar
from config.law.edition import Clock, Edition, Start
from config.law.errors import LawError

FRIDAY = 4


class ElectionKind(Enum):
    """Which clocks run.

    (7) a city primary of §376.7; (8) the regular city election where the council has chosen runoffs, §376.9;
    (1)(a) the runoff election itself; everything else is `GENERAL`.  Whether (8) also governs the runoff
    election itself is not clear from its words: we read (1)(a), which names that election, with the general
    clocks.
    """

    GENERAL = "general"
    CITY_PRIMARY = "city-primary"
    CITY_WITH_RUNOFF = "city-with-runoff"
    CITY_RUNOFF_ELECTION = "city-runoff-election"


WORDS: Final[dict[str, str]] = {
    "canvass": "the county board canvasses the election",
    "request": "the written request is filed with the commissioner",
    "winner": "the apparent winner is reached, otherwise the party's chairperson is contacted",
    "convene": "the commissioner convenes the members named by the two candidates",
    "third": "they agree on the third member, otherwise they notify the chief judge",
    "judge": "the chief judge appoints the third member",
    "report": "the board completes the recount and files its report with the commissioner",
    "correct": "the county board reconvenes and corrects its proceedings",
}


class Timing(Enum):
    """Whether something was done in time.  `DOUBTFUL` is for a person to decide; the machine does not."""

    IN_TIME = "in time"
    EXTENDED = "in time, because the office was closed on the last day (§47.4)"
    DOUBTFUL = "in time only if an unsettled reading of the law holds"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment for one step, in Iowa wall-clock time.

    Attributes:
        step: a word of `WORDS`.
        day: the statutory last day.
        at: the time on that day; None where the statute names the day alone.
        at_unsettled: a time that may bind although the clause does not name it.
        cite: the clause.
        closed: why the office is closed on `day`; None when it is open.
        extended: the day to which §47.4 moves a filing, because the office is closed on `day`.
        settled: whether §47.4 certainly applies.
    """

    step: str
    day: date
    at: time | None
    cite: str
    at_unsettled: time | None = None
    closed: str | None = None
    extended: date | None = None
    settled: bool = True

    @property
    def words(self) -> str:
        return WORDS[self.step]

    def timing(self, moment: datetime) -> Timing:
        """How a moment stands to this deadline.

        "Not later than 5:00 p.m." takes in 17:00:00 and nothing after it; a record that is kept to the minute
        is in time at 17:00.

        Raises:
            LawError: the moment is not wall-clock time.
        """
        if moment.tzinfo is not None:
            raise LawError(f"{moment.isoformat()} has a time zone; give Iowa wall-clock time without one")
        if self._by(self.day, moment):
            unsettled = self.at_unsettled is not None and not _until(self.day, self.at_unsettled, moment)
            # An extended last day is a later day, and so is every hour of it.
            return Timing.DOUBTFUL if unsettled and self.extended is None else Timing.IN_TIME
        if self.extended is None or not self._by(self.extended, moment):
            return Timing.LATE
        late_hour = self.at_unsettled is not None and not _until(self.extended, self.at_unsettled, moment)
        return Timing.EXTENDED if self.settled and not late_hour else Timing.DOUBTFUL

    def _by(self, day: date, moment: datetime) -> bool:
        return _until(day, self.at, moment)


def _until(day: date, at: time | None, moment: datetime) -> bool:
    return moment.date() < day or (moment.date() == day and (at is None or moment.time() <= at))


def deadlines(
    law: Edition,
    kind: ElectionKind,
    *,
    election: date,
    canvass: date,
    calendar: OfficeCalendar,
    request: date | None = None,
    notice: date | None = None,
) -> tuple[Deadline, ...]:
    """All clocks whose beginning is known, in the order of the statute.

    Args:
        law: the edition in force on `election`.
        kind: which clocks run.
        election: day of the election.
        canvass: day of the county board's canvass.
        calendar: when the commissioner's office is open.
        request: day on which the commissioner received the request, once it was.
        notice: day on which the county board was told that the abstracts are wrong, once it was.

    Raises:
        LawError: the days are in an impossible order.
        LawUnknownError: this edition's clocks are not known.
    """
    clocks = law.clocks.get(kind.value)
    if clocks is None:
        law.unknown("deadlines")
    if canvass <= election:
        raise LawError(f"the canvass ({canvass}) is not after the election ({election}); correct one of them")
    if request is not None and request < canvass:
        raise LawError(f"the request ({request}) is before the canvass ({canvass}); correct one of them")
    if notice is not None and notice < (request or canvass):
        raise LawError(f"the notice ({notice}) is before the request or the canvass; correct one of them")
    starts: Mapping[Start, date | None] = {
        "election": election,
        "canvass": canvass,
        "request": request,
        "notice": notice,
    }
    return tuple(
        _deadline(step, clock, start, calendar)
        for step, clock in clocks.items()
        if (start := starts[clock.after]) is not None
    )


def _deadline(step: str, clock: Clock, start: date, calendar: OfficeCalendar) -> Deadline:
    if clock.days is not None:
        day = start + timedelta(days=clock.days)
    else:
        day = start + DAY
        while day.weekday() != FRIDAY:
            day += DAY
    closed = calendar.why_closed(day)
    return Deadline(
        step=step,
        day=day,
        at=clock.at,
        cite=clock.cite,
        at_unsettled=clock.at_unsettled,
        closed=closed,
        extended=calendar.next_open(day) if closed is not None and clock.filing != "no" else None,
        settled=clock.filing != "unsettled",
    )
