"""Which card a page is: a page taken for another card gives its votes to other candidates."""

from __future__ import annotations

import numpy as np
import pytest

from config.program.card_code import BACK_ENDER
from tabulate.identify import CardCode
from tabulate.marks import flags
from tabulate.read.layout import prepare
from tabulate.read.which_card import MAX_EXTRA, which_card
from tests.tabulate.read.programs import COMMON, SHAPE, card, code, lines, program, side

MATCH = 800
BACK = BACK_ENDER + "0" * 21

ONE, TWO = code(1), code(2)
FIRST = lines(*COMMON, 61, 63)
SECOND = lines(*COMMON, 65, 67)
THIRD = lines(*COMMON, 69, 71)


def told(cards, bits, cells, rows=41, only=None):
    """(card and side, flags) of a page."""
    identity = which_card(prepare(program(cards)), rows, CardCode(bits), cells, print_match_at=MATCH, only=only)
    layout = identity.layout
    return (None if layout is None else (layout.card.id, layout.name)), identity.flags


TWO_CODES = [card("a", side(ONE, FIRST)), card("b", side(TWO, SECOND))]
ONE_CODE = [card("a", side(ONE, FIRST)), card("b", side(ONE, SECOND))]


@pytest.mark.parametrize(("bits", "cells", "name"), [(ONE, FIRST, "a"), (TWO, SECOND, "b")])
def test_a_code_and_its_print(bits, cells, name):
    assert told(TWO_CODES, bits, cells) == ((name, "front"), ())


def test_another_number_of_rows():
    assert told(TWO_CODES, ONE, FIRST, rows=53) == (None, (flags.GRID_MISMATCH,))


def test_a_card_of_the_right_length_is_sought_among_several():
    cards = [card("a", side(ONE, FIRST)), card("long", side(ONE, None), rows=53)]
    assert told(cards, ONE, FIRST) == (("a", "front"), ())
    assert told(cards, ONE, FIRST, rows=53) == (("long", "front"), ())


def test_a_whole_code_of_no_card_is_unknown():
    """Another election, or another precinct: a person need not look for damage."""
    assert told(TWO_CODES, code(3), FIRST) == (None, (flags.CODE_UNKNOWN,))


def test_a_whole_back_of_no_card_is_unknown():
    assert told(TWO_CODES, BACK, FIRST) == (None, (flags.CODE_UNKNOWN,))


@pytest.mark.parametrize(
    "bits",
    [
        pytest.param("?" + code(3)[1:], id="unsure"),
        pytest.param(code(3)[:-1] + ("0" if code(3)[-1] == "1" else "1"), id="checksum broken"),
        pytest.param("0" * 32, id="no start"),
    ],
)
def test_a_damaged_code_of_no_card_is_unreadable(bits):
    assert told(TWO_CODES, bits, FIRST) == (None, (flags.CODE_UNREADABLE,))


def test_a_damaged_position_is_made_good_by_the_print_and_said():
    assert told(TWO_CODES, ONE[:16] + "?" + ONE[17:], FIRST) == (("a", "front"), (flags.CODE_UNCERTAIN,))


def test_a_code_torn_off_is_made_good_by_the_print_and_said():
    assert told(TWO_CODES, "?" * 32, SECOND) == (("b", "front"), (flags.CODE_UNCERTAIN,))


def test_cards_of_one_code_are_told_by_their_print():
    assert told(ONE_CODE, ONE, FIRST) == (("a", "front"), ())
    assert told(ONE_CODE, ONE, SECOND) == (("b", "front"), ())


def test_a_voter_writing_on_the_page_does_not_make_another_card_of_it():
    """Ink in some of the cells where only the other card has print."""
    page = FIRST | lines(65, length=3)
    assert told(ONE_CODE, ONE, page) == (("a", "front"), ())


def test_a_page_that_shows_the_print_of_both_is_ambiguous():
    assert told(ONE_CODE, ONE, FIRST | SECOND) == (None, (flags.CARD_AMBIGUOUS,))


def test_a_page_that_shows_half_of_the_telling_print_is_ambiguous():
    """Between `ABSENT` and `SHOWN` nobody knows, and neither card may have the page."""
    page = lines(*COMMON) | lines(61, 63, length=4) | lines(65, 67, length=4)
    assert told(ONE_CODE, ONE, page)[0] is None


def test_two_cards_of_one_code_and_one_print_are_ambiguous():
    cards = [card("a", side(ONE, FIRST)), card("b", side(ONE, FIRST))]
    assert told(cards, ONE, FIRST) == (None, (flags.CARD_AMBIGUOUS,))


def test_two_cards_of_one_code_that_differ_in_less_than_a_line_are_ambiguous():
    almost = FIRST.copy()
    almost[75, 4:9] = True
    cards = [card("a", side(ONE, FIRST)), card("b", side(ONE, almost))]
    assert told(cards, ONE, FIRST) == (None, (flags.CARD_AMBIGUOUS,))
    assert told(cards, ONE, almost) == (None, (flags.CARD_AMBIGUOUS,))


def test_a_rival_without_a_print_map_leaves_a_page_ambiguous():
    cards = [card("a", side(ONE, FIRST)), card("b", side(ONE, None))]
    assert told(cards, ONE, FIRST) == (None, (flags.CARD_AMBIGUOUS,))


def test_three_cards_of_one_code():
    cards = [*ONE_CODE, card("c", side(ONE, THIRD))]
    for name, cells in (("a", FIRST), ("b", SECOND), ("c", THIRD)):
        assert told(cards, ONE, cells) == ((name, "front"), ())


def test_the_other_side_of_the_sheet_tells_the_card():
    cards = [
        card("a", side(ONE, FIRST), side(BACK, THIRD)),
        card("b", side(TWO, SECOND), side(BACK, THIRD)),
    ]
    assert told(cards, BACK, THIRD) == (None, (flags.CARD_AMBIGUOUS,))
    assert told(cards, BACK, THIRD, only="a") == (("a", "back"), ())
    assert told(cards, BACK, THIRD, only="b") == (("b", "back"), ())


def test_the_hint_does_not_overrule_the_code():
    assert told(TWO_CODES, ONE, FIRST, only="b") == (None, (flags.CODE_UNKNOWN,))


def test_a_card_of_our_code_with_foreign_print_is_refused():
    """Card numbers are used again in the next election."""
    assert told(TWO_CODES, ONE, lines(*range(4, 60, 4))) == (None, (flags.PRINT_MISMATCH,))


def test_a_blank_form_is_refused():
    assert told(TWO_CODES, ONE, np.zeros(SHAPE, dtype=np.bool_)) == (None, (flags.PRINT_MISMATCH,))


def with_print(cells: np.ndarray, share: float) -> np.ndarray:
    """The first part of a side's printed cells."""
    kept = np.flatnonzero(cells)
    page = np.zeros_like(cells)
    page.flat[kept[: round(len(kept) * share)]] = True
    return page


def test_the_least_print_that_must_be_seen():
    sparse = np.zeros(SHAPE, dtype=np.bool_)
    sparse[::4, ::4] = True
    cards = [card("a", side(ONE, sparse))]
    assert told(cards, ONE, with_print(sparse, MATCH / 1000 + 0.005)) == (("a", "front"), ())
    assert told(cards, ONE, with_print(sparse, MATCH / 1000 - 0.005)) == (None, (flags.PRINT_MISMATCH,))


def test_the_most_ink_that_may_stand_in_clear_cells():
    clear = np.argwhere(~np.asarray(prepare(program(TWO_CODES))[0].near))
    for share, expected in ((MAX_EXTRA - 0.002, ("a", "front")), (MAX_EXTRA + 0.002, None)):
        page = FIRST.copy()
        some = clear[: round(len(clear) * share)]
        page[some[:, 0], some[:, 1]] = True
        assert told(TWO_CODES, ONE, page)[0] == expected


def test_a_card_without_code_is_told_by_its_print_alone():
    cards = [card("a", side(None, FIRST)), card("b", side(None, SECOND))]
    assert told(cards, "?" * 32, SECOND) == (("b", "front"), ())
    assert told(cards, "0" * 32, FIRST) == (("a", "front"), ())


def test_a_front_is_not_taken_for_its_back():
    other = lines(*range(4, 60, 4))
    cards = [card("a", side(ONE, FIRST), side(BACK, other))]
    assert told(cards, ONE, FIRST) == (("a", "front"), ())
    assert told(cards, BACK, other) == (("a", "back"), ())
    assert told(cards, BACK, FIRST) == (None, (flags.PRINT_MISMATCH,))


def test_styles_and_contests_of_a_layout():
    here = [{"contest": "mayor", "choice": "ann", "x": 1, "y": 1, "width": 0.2, "height": 0.1}]
    layouts = prepare(program([card("a", side(ONE, FIRST, here), side(BACK, None))]))
    assert [(layout.name, layout.ballot_style) for layout in layouts] == [
        ("front", "style-a"),
        ("back", "style-a"),
    ]
    assert [contest.id for contest in layouts[0].contests] == ["mayor"]
    assert layouts[1].contests == () and layouts[1].places.shape == (0, 2)
