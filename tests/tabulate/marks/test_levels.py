"""A level becomes a vote: taken for more ink than it is, a smudge votes; for less, a voter is lost."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.program import MarkPolicy, Target
from tabulate.errors import ImageError
from tabulate.marks import flags
from tabulate.marks.level_page import DARKEST, MAX_BYTES, LevelPage, decode_levels, is_level_page
from tabulate.marks.level_state import decide_level
from tests.oracles import level_oracle

ORDER = ["empty", "marginal", "marked"]
SCALES = st.lists(st.sampled_from([0, 1, 29, 30, 31, 119, 120, 500, 1000]), min_size=15, max_size=15).map(
    lambda more: [0, *sorted(more)]
)
POLICIES = st.sampled_from([(30, 120), (30, 31), (1, 1000), (0, 30), (120, 120)])


def ink_of(level: int, scale: list[int]) -> range:
    ink = LevelPage(((level,),), None, tuple(scale), "p").ink(0, 0)
    assert ink is not None
    return ink


def target(blank: int = 0) -> Target:
    return Target(contest="mayor", choice="ann", x=1, y=1, width=0.2, height=0.1, blank_ink=blank)


def decided(level, scale, blank, policy):
    marginal, marked = policy
    rules = MarkPolicy(marginal_at=marginal, marked_at=marked)
    return decide_level(ink_of(level, scale), target(blank), rules)


@given(st.integers(0, DARKEST), SCALES, st.sampled_from([0, 1, 30, 199]), POLICIES)
def test_a_level_is_what_all_its_amounts_of_ink_agree_on(level, scale, blank, policy):
    _, state, _ = decided(level, scale, blank, policy)
    assert state == level_oracle.state(level, scale, blank, *policy)


@given(SCALES, st.sampled_from([0, 30]), POLICIES)
def test_a_darker_level_is_never_less(scale, blank, policy):
    found = [decided(level, scale, blank, policy) for level in range(DARKEST + 1)]
    assert [score for score, _, _ in found] == sorted(score for score, _, _ in found)
    ranks = [ORDER.index(state) for _, state, _ in found]
    assert ranks == sorted(ranks)


def test_a_level_that_straddles_a_threshold_asks_a_person():
    coarse = [0, 20, *[130] * 14]
    assert decided(0, coarse, 0, (30, 120))[1:] == ("empty", ())
    assert decided(1, coarse, 0, (30, 120))[1:] == ("marginal", (flags.MARGINAL,))
    assert decided(15, coarse, 0, (30, 120)) == (130, "marked", (flags.SMALL_MARK,))


def test_one_threshold_of_a_device_never_serves_two_of_a_policy():
    """Marked or not is all that some readers say; then one of the two must be looked at."""
    for threshold in (1, 30, 60, 120, 500):
        states = {decided(level, [0] + [threshold] * 15, 0, (30, 120))[1] for level in (0, 15)}
        assert "marginal" in states


def test_print_in_an_oval_is_never_a_vote():
    assert decided(15, [0, *[900] * 15], 200, (30, 120))[1:] == ("marginal", (flags.PRINTING_IN_TARGET,))


GOOD = {
    "format": "retally-levels/1",
    "cells": [[0, None], [15, 3]],
    "profile": "p 00",
    "raw": "06",
    "scale": [0, *range(30, 45)],
    "timing_marks": 2,
}


def text(**other: object) -> bytes:
    return json.dumps({**GOOD, **other}).encode()


def test_a_good_page():
    page = decode_levels(text())
    assert (page.rows, page.columns, page.timing_marks) == (2, 2, 2)
    assert page.ink(0, 0) == range(30) and page.ink(1, 0) is None
    assert page.ink(0, 1) == range(44, 1001)
    assert [page.ink(*place) for place in ((-1, 0), (0, -1), (2, 0), (0, 2))] == [None] * 4


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"[" * 100_000,
        text()[:-1] + b',"cells":[[0]]}',
        text(more=1),
        text(format="retally-levels/2"),
        text(cells=[]),
        text(cells=[[]]),
        text(cells=[[0], [0, 1]]),
        text(cells=[[16]]),
        text(cells=[[1.0]]),
        text(cells=[[True]]),
        text(cells=[["1"]]),
        text(cells=[[0]] * 161),
        text(cells=[[0] * 81]),
        text(cells={"0": 0}),
        text(scale=[0] * 15),
        text(scale=[1] * 16),
        text(scale=[0, 5, 4, *[9] * 13]),
        text(scale=[0] * 15 + [1001]),
        text(timing_marks=True),
        text(timing_marks=-1),
        text(timing_marks=10**9),
        text(profile=""),
        text(profile="x" * 301),
        text(profile=None),
        text(raw="0"),
        text(raw="GG"),
        text(raw=7),
        text().replace(b"15", b"NaN"),
        text().replace(b"15", b"9" * 5000),
        text(profile="x").replace(b'"x"', b'"\xff"'),
        text() + b" " * MAX_BYTES,
    ],
)
def test_what_is_no_level_sheet_is_refused(bad):
    with pytest.raises(ImageError, match="level sheet"):
        decode_levels(bad)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_page_or_a_refusal(data):
    with contextlib.suppress(ImageError):
        decode_levels(b"{" + data)
    assert is_level_page(b"{" + data)
