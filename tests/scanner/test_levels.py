"""Sheets of mark levels: what is stored is what was measured, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import RecordingError
from scanner.levels import DARKEST, LevelSheet

LEVELS = st.none() | st.integers(0, DARKEST)
SHEETS = st.builds(
    LevelSheet,
    cells=st.lists(st.lists(LEVELS, max_size=4).map(tuple), max_size=4).map(tuple),
    timing_marks=st.none() | st.integers(0, 99),
    profile=st.text(max_size=8),
    raw=st.binary(max_size=6).map(bytes.hex),
)


@given(SHEETS)
def test_a_sheet_reads_back_as_it_was_written_and_has_one_text(sheet):
    data = sheet.encode()
    again = LevelSheet.decode(data, "sheet")
    assert again == sheet and again.encode() == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"cells":[[16]],"profile":"p","raw":"","timing_marks":null}',
        b'{"cells":[[-1]],"profile":"p","raw":"","timing_marks":null}',
        b'{"cells":[[true]],"profile":"p","raw":"","timing_marks":null}',
        b'{"cells":[[1.0]],"profile":"p","raw":"","timing_marks":null}',
        b'{"cells":[],"profile":7,"raw":"","timing_marks":null}',
        b'{"cells":[],"profile":"p","raw":"","timing_marks":"41"}',
    ],
)
def test_what_is_no_level_sheet_is_refused_by_name(data):
    with pytest.raises(RecordingError, match=r"^card 7: not a sheet of mark levels"):
        LevelSheet.decode(data, "card 7")
