"""What was lawful in Iowa's second district in 2020 must be so here: Clinton County's days, from press reports.

Canvass on Tuesday, 10 November; requests in all counties by Friday, the 13th; the supervisors ordered the
recount on Monday, the 16th; no bond; the board finished on Saturday, the 28th, the eighteenth day.  The hours,
and the days in between, are made up.
"""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from config.law import SCATTERING, Office, Timing
from config.proceedings import advance, derive
from tests.config.proceedings.way import OPENING, WAY, day


@pytest.fixture
def opening(shared):
    abstracts: dict[str, dict[str, int]] = {}
    with (shared / "ia02" / "original_canvass.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            person = SCATTERING if "write" in row["candidate"].lower() else row["candidate"]
            votes = abstracts.setdefault(row["county"], {})
            votes[person] = votes.get(person, 0) + int(row["votes"])
    [winner] = {name for votes in abstracts.values() for name in votes if "Meeks" in name}
    return replace(OPENING, office=Office.US_REPRESENTATIVE, abstracts=abstracts, winners=(winner,))


def test_clinton_county_2020_was_in_time_at_every_step(opening):
    [hart] = {name for votes in opening.abstracts.values() for name in votes if "Hart" in name}
    times = {
        "request": day(13, 16), "winner told": day(13, 17), "state told": day(13, 17), "order": day(16),
        "second": day(17, 8), "convene": day(17, 9), "third": day(18), "report": day(28, 18),
        "sign first": day(28, 18), "sign third": day(28, 18), "file": day(28, 19), "county told": day(28, 20),
        "correct": day(30),
    }  # fmt: skip
    left_out = {"bond", "adjourn again", "state informed", "bond settled"}
    state = derive(opening)
    at = times["request"]
    for name, event in WAY.items():
        if name in left_out:
            continue
        at = times.get(name, at)
        changed = {"candidate": hart} if name == "request" else {}
        state = advance(state, replace(event, at=at, **changed))
    assert set(state.timings.values()) == {Timing.IN_TIME}
    assert (state.bond.difference, state.bond.due, state.doubts) == (47, False, ())
    assert state.stands == "report"
