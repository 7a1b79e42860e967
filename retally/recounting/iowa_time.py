"""Iowa wall-clock time from UTC, by the federal rule in force since 2007; needs no time zone tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

SUNDAY = 6
STANDARD, DAYLIGHT = timedelta(hours=-6), timedelta(hours=-5)


def iowa_time(moment: datetime) -> datetime:
    """What the clocks in Iowa show, without a time zone.

    Central time; daylight saving from 2:00 on the second Sunday of March to 2:00 on the first Sunday of
    November (15 U.S.C. §260a, 263).

    Args:
        moment: with its time zone, of 2007 or later.
    """
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    begins = _sunday(utc.year, 3, 2) - STANDARD
    ends = _sunday(utc.year, 11, 1) - DAYLIGHT
    return utc + (DAYLIGHT if begins <= utc < ends else STANDARD)


def _sunday(year: int, month: int, nth: int) -> datetime:
    """Two in the morning of the nth Sunday of a month."""
    first = datetime(year, month, 1, 2)
    return first + timedelta(days=(SUNDAY - first.weekday()) % 7 + 7 * (nth - 1))
