"""A large table is held to the same rules as a small one, though it is never in memory as text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tabulate.compare import csv_rows
from tabulate.compare.csv_rows import check_text, decode
from tabulate.errors import OriginalCountError


def told(check, data):
    """What is said of a file; None when nothing is."""
    try:
        check(data, "f.csv", 1000)
    except OriginalCountError as error:
        return str(error)
    return None


TEXT = st.text(alphabet='ab,\n"é€😀\u2028\x0b\x1f\ufeff', max_size=40).map(str.encode)


@given(TEXT | st.binary(max_size=40), st.integers(1, 7))
@example("é".encode() * 9, 1)
@example(b"abc\xc3", 2)
@example(b"ab\n\xff", 3)
@example(b"\xff\xfea\x00", 3)
@example(b"a" * 1001, 7)
def test_piece_by_piece_the_same_is_said_as_of_the_whole(data, piece):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_rows, "PIECE", piece)
        assert told(check_text, data) == told(decode, data)
