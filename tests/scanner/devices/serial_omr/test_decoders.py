"""A mark decoded on the wrong line is a vote for another candidate; damage must never become a mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.devices.serial_omr.protocol.card import hold_against, level_sheet
from scanner.devices.serial_omr.protocol.decoders import DECODERS, length_of
from scanner.devices.serial_omr.protocol.framing import LineError
from scanner.devices.serial_omr.protocol.profile import NAMED, Data
from scanner.devices.serial_omr.simulator.encoders import ENCODERS

NAMES = "YX0123456789"


def data(decoder: str, lines: int = 12, **more) -> Data:
    count = 48 if decoder == "hex-line-12" else lines
    names = NAMES if decoder in NAMED else ""
    return Data(decoder=decoder, lines=tuple(range(count)), columns=48, names=names, **more)


def marked(*lines: int, of: int = 12, level: int = 15) -> tuple[int, ...]:
    """A column with these lines marked, counted from 1."""
    return tuple(level if line in lines else 0 for line in range(1, of + 1))


VECTORS = [
    # The maker's examples (scanner-protocols 4.1): lines 8 and 11 marked; 9 with level 2 and 1 with level 3.
    ("hex-column", {}, b"012", (marked(8, 11),)),
    ("list-density", {}, b"9213\r", (tuple({"9": 2, "1": 3}.get(name, 0) for name in NAMES),)),
    ("list-density", {}, b" \r9@\r", (marked(), marked(12))),
    ("list-density", {"steps": 8}, b"98\r", (marked(12, level=8),)),
    ("list-density", {"darkest": "low"}, b"91\r", (marked(12),)),
    ("list-column", {}, b"YX\r \r9\r", (marked(1, 2), marked(), marked(12))),
    ("hex-column", {}, b"800001", (marked(1), marked(12))),
    ("hex-column", {}, b"80a", (marked(1, 9, 11),)),
    ("hex-column", {"lines": 15}, b"80020002", (marked(1, 15, of=15), marked(15, of=15))),
    ("hex-line-12", {}, b"800000000001", (marked(1, 48, of=48),)),
    ("coordinates-4", {"rows": 3}, b"01010312", (marked(1), marked(), marked(12))),
    ("coordinates-4", {"rows": 1}, b"", (marked(),)),
    ("level-string", {"lines": 3}, b"0F7a00", ((0, 15, 7), (10, 0, 0))),
    ("level-string", {"lines": 3, "row_end": ";"}, b"0F7;a00;", ((0, 15, 7), (10, 0, 0))),
    ("ascii-record", {"lines": 3}, b"0 ?1X0", ((0, 0, None), (15, 15, 0))),
]


@pytest.mark.parametrize(("decoder", "more", "text", "columns"), VECTORS)
def test_examples(decoder, more, text, columns):
    assert DECODERS[decoder](text, data(decoder, **more), None) == columns


WRONG = [
    ("hex-column", {}, b"01"),
    ("hex-column", {}, b"01\x00"),
    ("hex-column", {}, b"01G"),
    ("hex-column", {"lines": 15}, b"8001"),
    ("list-density", {}, b"92"),
    ("list-density", {}, b"921\r"),
    ("list-density", {}, b"9A\r"),
    ("list-density", {}, b"90\r"),
    ("list-density", {}, b"Z2\r"),
    ("list-density", {}, b"9293\r"),
    ("list-density", {"steps": 8}, b"99\r"),
    ("list-density", {}, b"92\r\r"),
    ("list-density", {}, b"\x002\r"),
    ("list-column", {}, b"99\r"),
    ("list-column", {}, b"9"),
    ("hex-line-12", {}, b"80000000000"),
    ("hex-line-12", {}, b"80000000000Z"),
    ("coordinates-4", {}, b"0101"),
    ("coordinates-4", {"rows": 3}, b"010"),
    ("coordinates-4", {"rows": 3}, b"0401"),
    ("coordinates-4", {"rows": 3}, b"0113"),
    ("coordinates-4", {"rows": 3}, b"0000"),
    ("coordinates-4", {"rows": 3}, b"01010101"),
    ("coordinates-4", {"rows": 3}, b"02010101"),
    ("coordinates-4", {"rows": 3}, b"01 1"),
    ("level-string", {"lines": 3}, b"0F"),
    ("level-string", {"lines": 3}, b"0G0"),
    ("level-string", {"lines": 3, "row_end": ";"}, b"0F7,"),
    ("ascii-record", {"lines": 3}, b"01\x00"),
    ("ascii-record", {"lines": 3}, b"01"),
]


@pytest.mark.parametrize(("decoder", "more", "text"), WRONG)
def test_what_cannot_be_is_not_decoded(decoder, more, text):
    settings = data(decoder, **more)
    with pytest.raises(LineError):
        columns = DECODERS[decoder](text, settings, None)
        pytest.fail(f"decoded as {columns}")


@st.composite
def cards(draw, decoder):
    settings = data(decoder, draw(st.sampled_from([12, 15])) if decoder == "hex-column" else 12)
    rows = draw(st.integers(1, 5))
    levels = st.integers(0, 15) if decoder in ("list-density", "level-string") else st.sampled_from([0, 15])
    lines = len(settings.lines)
    column = st.lists(levels, min_size=lines, max_size=lines).map(tuple)
    columns = tuple(draw(st.lists(column, min_size=rows, max_size=rows)))
    return settings.model_copy(update={"rows": rows}), columns


@pytest.mark.parametrize("decoder", sorted(DECODERS))
def test_what_is_sent_is_what_is_decoded(decoder):
    @given(cards(decoder))
    def check(card):
        settings, columns = card
        text = ENCODERS[decoder](columns, settings)
        assert DECODERS[decoder](text, settings, None) == columns
        if decoder != "coordinates-4":
            length = length_of(decoder, settings, len(columns))
            assert length(text) == len(text) and length(text + b"\r0") == len(text)

    check()


@pytest.mark.parametrize("decoder", sorted(DECODERS))
def test_any_bytes_are_a_card_or_an_error(decoder):
    @given(st.binary(max_size=40))
    def check(text):
        settings = data(decoder, rows=2)
        try:
            columns = DECODERS[decoder](text, settings, None)
        except LineError:
            return
        assert all(len(column) == len(settings.lines) for column in columns)
        assert all(level is None or 0 <= level <= 15 for column in columns for level in column)

    check()


def test_lines_go_to_their_columns_of_the_grid():
    settings = Data(decoder="level-string", lines=(5, -1, 0), columns=6)
    sheet = level_sheet(((1, 2, 3), (4, 5, 6)), settings, 2, "p", b"\x06")
    assert sheet.cells == ((3, None, None, None, None, 1), (6, None, None, None, None, 4))
    assert (sheet.raw, sheet.timing_marks) == ("06", 2)
    turned = settings.model_copy(update={"row_order": "bottom-first"})
    assert level_sheet(((1, 2, 3), (4, 5, 6)), turned, 2, "p", b"").cells == sheet.cells[::-1]


def test_the_comparison_allows_what_is_legitimate():
    hold_against(((3, 0, 12),), ((0, 0, 15),), 8)
    hold_against(((9, 12, 0),), ((0, 15, 0),), 8)
    hold_against(((3, 2, 0),), ((0, 0, 0),), 8)


@pytest.mark.parametrize(
    ("levels", "marks"),
    [(((3, 0),), ((0, 15),)), (((12, 0),), ((0, 0),)), (((12, 0),), ((15, 0), (0, 0)))],
)
def test_the_comparison_refuses_what_cannot_be_one_card(levels, marks):
    with pytest.raises(LineError):
        hold_against(levels, marks, 8)
