"""A law that nobody here has read: a person is told what is said of it, and what is not."""

from datetime import date

import pytest

from config.law import LawError, as_reported, edition_on

LAW = edition_on(date(2026, 11, 3))


@pytest.mark.parametrize(
    ("difference", "wide", "says"),
    [
        (6, True, "6 in 394,383 votes may be recounted"),
        (592, True, "592 in 394,383 votes may not be recounted"),
        (49, False, "may be recounted"),
        (50, False, "is exactly at the limit, and it is not known whether it may be recounted"),
        (51, False, "may not be recounted"),
    ],
)
def test_the_margin_and_the_rest_as_reported(difference, wide, says):
    said = as_reported(LAW, difference=difference, votes_cast=394_383, wide=wide)
    assert says in said
    for words in (
        "House File 928 (2025), as reported: a difference of",
        "the whole jurisdiction is recounted",
        "the county auditor recounts with staff",
        "as it was counted first",
        "Not known here: deadlines, whether a bond is due, who signs the report",
    ):
        assert words in said


def test_numbers_that_cannot_be_are_refused():
    with pytest.raises(LawError, match="correct the numbers"):
        as_reported(LAW, difference=11, votes_cast=10, wide=True)
