"""A level sheet is all that a mark reader leaves of a ballot: read back wrongly, marks move or vanish."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import RecordingError
from scanner.levels import DARKEST, SCALE, LevelSheet, quantise

LEVELS = st.one_of(st.none(), st.integers(0, DARKEST))
SHEETS = st.builds(
    LevelSheet,
    cells=st.lists(st.lists(LEVELS, max_size=3).map(tuple), max_size=3).map(tuple),
    timing_marks=st.one_of(st.none(), st.integers(0, 160)),
    profile=st.text(max_size=5),
    raw=st.sampled_from(["", "06", "30310d"]),
    scale=st.lists(st.integers(0, 1000), min_size=15, max_size=15).map(lambda more: (0, *sorted(more))),
)


@given(SHEETS)
def test_a_sheet_comes_back_as_it_was(sheet):
    data = sheet.encode()
    again = LevelSheet.decode(data, "x")
    assert again == sheet and again.encode() == data


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"[" * 100_000, b'"x"'])
def test_what_is_not_even_a_document_is_refused_by_name(data):
    with pytest.raises(RecordingError, match=r"^card 7: not a sheet of mark levels"):
        LevelSheet.decode(data, "card 7")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cells", [[16]]),
        ("cells", [[True]]),
        ("cells", [[1.0]]),
        ("cells", [[-1]]),
        ("cells", 3),
        ("format", "retally-levels/2"),
        ("profile", None),
        ("raw", 5),
        ("timing_marks", "41"),
        ("scale", [0] * 15),
        ("scale", [1] * 16),
        ("scale", [*range(15), 0]),
        ("scale", [*range(15), 1001]),
    ],
)
def test_what_is_no_sheet_is_refused(field, value):
    good = json.loads(LevelSheet(((0, None, 15),), 1, "p", "").encode())
    LevelSheet.decode(json.dumps(good).encode(), "x")
    with pytest.raises(RecordingError, match=r"page 7.*record it again"):
        LevelSheet.decode(json.dumps({**good, field: value}).encode(), "page 7")


def test_more_ink_is_never_a_lower_level():
    levels = [quantise(ink, SCALE) for ink in range(1001)]
    assert levels == sorted(levels)
    assert [levels[ink] for ink in (0, 29, 30, 119, 120, 899, 900, 1000)] == [0, 0, 1, 3, 4, 14, 15, 15]
