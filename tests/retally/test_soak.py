"""A long batch through the simulated PageScan, read as it comes and killed in the middle: a station that grows,
falls behind its feeder, or loses its place would end a recount half-way, or count a ballot twice.
"""

from __future__ import annotations

import pytest

from benchmarks.soak import soak

SHEETS = 200
GROWTH = 48.0
"""Megabytes by which the station may grow within a run; it would be 300 if it kept the pixels of its pages."""
IN_HAND = 2 * 2 + 2 + 1
"""What two readers have in hand at most, and the sheet that was captured just now."""


@pytest.mark.slow
def test_a_long_batch_is_read_as_it_comes_and_goes_on_after_a_kill(tmp_path):
    """That the totals are the marks drawn, and that the case is whole, `soak` itself insists on."""
    found = soak(tmp_path, SHEETS, every=20, workers=2)
    assert found["sheets"] == SHEETS and SHEETS // 2 <= found["killed_at"] < SHEETS
    assert found["unread_when_killed"] <= IN_HAND
    assert found["most_unread"] <= IN_HAND
    for run in (
        [one for one in found["samples"] if one["sheets"] <= found["killed_at"]],
        [one for one in found["samples"] if one["sheets"] > found["killed_at"]],
    ):
        assert len(run) >= 3
        assert run[-1]["station"] - run[0]["station"] < GROWTH, run
