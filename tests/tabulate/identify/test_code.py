"""The card code: a code misread hands a ballot to another precinct."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.program.card_code import BACK_ENDER
from tabulate.geometry import Registration, register
from tabulate.identify import CardCode, read_code
from tabulate.image.paper import measure_levels
from tests.oracles import identify_oracle as oracle
from tests.tabulate.geometry.pages import STEP, TALL, WIDE, Drawn, Sheet, View, any_code, draw

CODES = st.text("01", min_size=32, max_size=32)


def code_of(drawn: Drawn) -> CardCode:
    found = register(drawn.raster)
    assert isinstance(found, Registration), found
    return read_code(drawn.raster.gray, measure_levels(drawn.raster.gray).threshold, found)


@given(CODES)
def test_bits_are_numbered_from_the_right(bits):
    code = CardCode(bits)
    assert [code.bit(k) for k in range(32)] == oracle.bits_of(bits)
    assert code.certain


@given(CODES)
def test_checksum(bits):
    assert CardCode(bits).checksum_holds == oracle.checksum_holds(bits)


@given(CODES)
def test_one_flipped_bit_of_a_front_breaks_its_checksum(bits):
    """Any single damaged position of a good code is noticed."""
    ones = bits[:30].count("1") % 4
    good = bits[:30] + f"{ones:02b}"
    assert CardCode(good).checksum_holds
    for at in range(32):
        flipped = good[:at] + ("0" if good[at] == "1" else "1") + good[at + 1 :]
        assert not CardCode(flipped).checksum_holds


@given(batch=st.integers(0, 2**13 - 1), card=st.integers(0, 2**13 - 1))
def test_fields(batch, card):
    bits = "1000" + f"{card:013b}" + f"{batch:013b}" + "00"
    code = CardCode(bits)
    assert (code.batch, code.card) == (batch, card)
    assert code.has_start and not code.is_back
    assert not CardCode("1100" + bits[4:]).has_start


@given(st.text("01", min_size=21, max_size=21))
def test_the_back_ender(rest):
    assert CardCode(BACK_ENDER + rest).is_back
    assert BACK_ENDER[::-1] == BACK_ENDER
    assert not CardCode("1" + BACK_ENDER[1:] + rest).is_back
    assert not CardCode(BACK_ENDER + rest).has_start


@given(bits=CODES, at=st.integers(0, 31))
def test_one_unsure_position_makes_the_code_uncertain(bits, at):
    assert not CardCode(bits[:at] + "?" + bits[at + 1 :]).certain


@pytest.mark.parametrize("seed", range(8))
def test_random_codes_are_read_from_pages(seed):
    """Fronts and backs, at 150 to 300 dpi, in every orientation, skewed and grainy."""
    rng = np.random.default_rng(seed)
    bits = any_code(rng) if seed % 2 else BACK_ENDER + "".join(rng.choice(["0", "1"], 21))
    view = View(dpi=[150, 200, 300][seed % 3], skew=rng.uniform(-2, 2), turns=seed % 4, pad=0.4)
    code = code_of(draw(Sheet(rows=53, code=bits), view, noise=8, seed=seed))
    assert code.bits == bits


@pytest.mark.parametrize("bits", ["0" * 32, "1" * 31 + "0", "10" * 16, "01" * 16, "1" + "0" * 31])
def test_odd_codes(bits):
    assert code_of(draw(Sheet(code=bits), View(dpi=200, skew=0.7))).bits == bits


def test_no_card_has_a_full_bottom_row():
    """It would look like the top row: thirty ones make the checksum 10, so 32 ones are no code."""
    assert not CardCode("1" * 32).checksum_holds
    assert not CardCode("1" * 32).is_back


def damaged(part: float, column: int = 9, missing: bool = True) -> CardCode:
    """A code with a mark at one column of which only a part is printed."""
    bits = "1000" + "0" * 26 + "01"
    stray = (column * STEP, 40 * STEP, WIDE * part, TALL)
    return code_of(draw(Sheet(code=bits, strays=(stray,) if missing else ()), View(dpi=200)))


def test_half_a_mark_is_unsure():
    code = damaged(0.32)
    assert code.bits[8] == "?"
    assert code.bits[:8] + code.bits[9:] == "1000" + "0" * 4 + "0" * 21 + "01"
    assert not code.certain


@pytest.mark.parametrize(("part", "bit"), [(0.0, "0"), (0.15, "0"), (0.6, "1"), (1.0, "1")])
def test_specks_are_no_marks_and_worn_marks_are(part, bit):
    assert damaged(part, missing=part > 0).bits[8] == bit


@pytest.mark.parametrize("turns", range(4))
def test_a_code_covered_by_a_pen_stroke_is_never_guessed(turns):
    """A thick stroke along the bottom row: whatever is read, the checksum or a question mark shows it."""
    bits = "1000" + "0010100" + "0" * 19 + "11"
    stroke = (7.0 * STEP, 40 * STEP, 10 * STEP, 0.09)
    code = code_of(draw(Sheet(code=bits, strays=(stroke,)), View(dpi=200, turns=turns)))
    assert code.bits != bits
    assert not code.certain or not code.checksum_holds or not code.has_start
