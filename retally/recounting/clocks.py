"""Deadlines of a recount in words: day and time, clause, whether it was met, and what the law leaves open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from config.law import Deadline
from config.proceedings import CountyBoardNotified, Proceedings, is_moot, is_overdue, kept


def clocks_of(state: Proceedings, moment: datetime) -> list[dict[str, Any]]:
    """All deadlines whose beginning is known, as JSON, in the order of the statute.

    Args:
        state: the recount.
        moment: now, in Iowa wall-clock time.
    """
    notices = [event.at.date() for event in state.events if isinstance(event, CountyBoardNotified)]
    return [_clock(clock, state, moment) for clock in state.clocks(notices[0] if notices else None)]


def clock_lines(clocks: list[dict[str, Any]]) -> list[str]:
    """The same for people, with doubts below."""
    if not clocks:
        return ["not known here; read the law in force"]
    lines = []
    for clock in clocks:
        at = clock["at"] or "     "
        mark = "OVERDUE" if clock["overdue"] else clock["done"] or ("-" if clock["moot"] else "open")
        lines.append(f"{clock['day']} {at}  {clock['words']}, §{clock['cite']} [{mark}]")
        lines += [f"                  {note}" for note in clock["notes"]]
    return lines


def _clock(clock: Deadline, state: Proceedings, moment: datetime) -> dict[str, Any]:
    done = state.timings.get(clock.step)
    return {
        "step": clock.step,
        "words": clock.words,
        "day": clock.day.isoformat(),
        "at": None if clock.at is None else f"{clock.at:%H:%M}",
        "cite": clock.cite,
        "extended": None if clock.extended is None else clock.extended.isoformat(),
        "done": None if done is None else done.value,
        "moot": is_moot(clock, state),
        "overdue": is_overdue(clock, state, moment),
        "kept": kept(clock, state, moment),
        "notes": _notes(clock),
    }


def _notes(clock: Deadline) -> list[str]:
    notes = []
    if clock.extended is not None and clock.settled:
        notes.append(f"the office is closed that day ({clock.closed}): by §47.4 until {clock.extended}")
    elif clock.extended is not None:
        notes.append(
            f"DOUBTFUL: the office is closed that day ({clock.closed}); whether §47.4 moves it to "
            f"{clock.extended} is not settled, so keep the day"
        )
    elif clock.closed is not None:
        notes.append(f"the office is closed that day ({clock.closed}); the day is not moved")
    if clock.at_unsettled is not None:
        notes.append(
            f"DOUBTFUL: {clock.at_unsettled:%H:%M} may bind, though the clause names the day alone; keep it"
        )
    return notes
