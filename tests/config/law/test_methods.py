"""A result is harmed when hand and machine are mixed in a precinct and nobody says on whose authority."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from config.law import LawError, Method, PrecinctMethod, check_method, edition_on, method_doubt

LAW, LAW_2025 = edition_on(date(2020, 11, 3)), edition_on(date(2026, 11, 3))
OPINION = "county attorney, opinion of 17 November 2020"

ALLOWED_2020 = {
    ("hand", Method.HAND, None, None),
    ("machine", Method.HAND, None, None),
    ("machine", Method.MACHINE, None, None),
    ("machine", Method.BOTH, "hand", None),
    ("machine", Method.BOTH, "machine", None),
    ("machine", Method.HYBRID, None, OPINION),
}
ALL = list(product(["hand", "machine"], Method, [None, "hand", "machine"], [None, " ", OPINION]))


@pytest.mark.parametrize("choice", ALL, ids=str)
def test_50_48_4_a_and_26_104_what_a_board_may_choose(choice):
    originally, method, reported, authority = choice
    written = PrecinctMethod("Tipton", originally, method, reported, authority)
    # An authority of blanks is none.
    if (originally, method, reported, authority if authority != " " else None) in ALLOWED_2020:
        check_method(LAW, written)
    else:
        with pytest.raises(LawError, match="precinct 'Tipton'"):
            check_method(LAW, written)


@pytest.mark.parametrize(
    ("method", "originally"), [(Method.HAND, "machine"), (Method.BOTH, "machine"), (Method.HYBRID, "machine")]
)
def test_2025_another_method_than_the_first_is_taken_down_with_a_doubt(method, originally):
    reported = "hand" if method is Method.BOTH else None
    authority = OPINION if method is Method.HYBRID else None
    choice = PrecinctMethod("Tipton", originally, method, reported, authority)
    check_method(LAW_2025, choice)
    words = OPINION if method is Method.HYBRID else "as it was counted first, and when another way may be taken"
    assert words in method_doubt(LAW_2025, choice)
    assert method_doubt(LAW, choice) == (method_doubt(LAW_2025, choice) if authority else None)


@pytest.mark.parametrize(("method", "originally"), [(Method.HAND, "hand"), (Method.MACHINE, "machine")])
def test_2025_the_method_of_the_first_count_is_taken(method, originally):
    choice = PrecinctMethod("Tipton", originally, method)
    check_method(LAW_2025, choice)
    assert method_doubt(LAW_2025, choice) is None
