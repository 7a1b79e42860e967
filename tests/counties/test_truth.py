"""Real ballots of real counties, read with programs drafted from their own blanks.

If one of these fails, a vote that a person can see on the paper is counted wrongly.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tabulate.marks.flags import REVIEW
from tabulate.marks.reading import TargetReading
from tabulate.votes import PageReading
from tests.counties.recorded import COUNTIES, pages_of, raster_of, reader_of

STATES = {"marked": "marked", "blank": "empty"}

MAX_OFF = 10.0
"""Pixels at 200 dpi between the middles of a target's box and of the truth's; half a grid step is 24."""


def _middle(box: Any) -> tuple[float, float]:
    x, y, width, height = box
    return x + width / 2, y + height / 2


def _nearest(reading: PageReading, box: Any) -> tuple[TargetReading, float]:
    x, y = _middle(box)

    def off(target: TargetReading) -> float:
        at_x, at_y = _middle(target.box)
        return float(max(abs(at_x - x), abs(at_y - y)))

    best = min(reading.targets, key=off)
    return best, off(best)


def _wrong(reading: PageReading, page: dict[str, Any]) -> list[str]:
    """What a page's reading has wrong, one line each."""
    if reading.refused:
        return [f"{page['image']}: refused, {reading.flags}"]
    wrong = []
    if len(reading.targets) != len(page["targets"]):
        wrong.append(f"{page['image']}: {len(reading.targets)} targets of {len(page['targets'])}")
    for target in page["targets"]:
        best, off = _nearest(reading, target["box"])
        where = f"{page['image']} {target['contest']} / {target['option']}"
        if off > MAX_OFF:
            wrong.append(f"{where}: no target within {MAX_OFF} pixels")
            continue
        right = best.state == STATES[target["state"]]
        watermarked = any("watermark" in flag for flag in target.get("flags", ()))
        seen_by_a_person = not REVIEW.isdisjoint(best.flags)
        if not right and not (watermarked and seen_by_a_person):
            wrong.append(f"{where}: {target['state']} read as {best.state}, score {best.score}, {best.flags}")
    return wrong


@pytest.mark.parametrize("name", COUNTIES)
def test_every_target_is_read_as_a_person_sees_it(shared: Path, name: str) -> None:
    reader = reader_of(shared, name)
    wrong = [
        line
        for page in pages_of(shared, name)
        for line in _wrong(reader.read(raster_of(shared, page), page["image"]), page)
    ]
    assert wrong == []


def test_unwatermarked_blank_ovals_do_not_swamp_the_board(shared: Path) -> None:
    """A reader that flags everything makes no error and is no use: on clean paper few ovals may be flagged."""
    flagged = total = 0
    for name in ("durant", "cedar2008s3", "cedar2008full", "juneau"):
        reader = reader_of(shared, name)
        for page in pages_of(shared, name):
            reading = reader.read(raster_of(shared, page), page["image"])
            for target in page["targets"]:
                if target["state"] == "blank":
                    best, _ = _nearest(reading, target["box"])
                    total += 1
                    flagged += not REVIEW.isdisjoint(best.flags)
    assert total > 800
    assert flagged <= total // 100
