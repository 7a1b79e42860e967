"""What a person must look at: were a contest left out, a doubtful vote would count as decided."""

from types import SimpleNamespace

import pytest

from retally.review import to_be_seen
from tabulate.marks.flags import REVIEW

PAGE = sorted(REVIEW)[0]


def sheet(review, page=(), *, counts=True, status="counted", back=()):
    """A sheet with two contests, `review` those with a flagged mark, and flags of its pages."""
    return SimpleNamespace(
        counts=counts,
        reading=None
        if status is None
        else {
            "status": status,
            "contests": [{"contest": name, "review": name in review} for name in ("mayor", "measure")],
            "pages": [{"card": "c", "flags": list(page)}, {"card": None, "flags": list(back)}],
        },
    )


@pytest.mark.parametrize(
    ("given", "counted", "asked"),
    [
        (sheet([]), None, set()),
        (sheet(["mayor"]), None, {"mayor"}),
        (sheet(["mayor"]), ["measure"], set()),
        (sheet([], [PAGE]), None, {"mayor", "measure"}),
        (sheet(["mayor"], [PAGE]), None, {"mayor", "measure"}),
        (sheet(["mayor"], [PAGE]), ["measure"], {"measure"}),
        (sheet([], back=[PAGE]), None, set()),
        (sheet(["mayor"], counts=False), None, set()),
        (sheet(["mayor"], status="quarantined"), None, set()),
        (sheet(["mayor"], status=None), None, set()),
    ],
)
def test_a_flag_of_the_page_asks_for_every_contest_on_it(given, counted, asked):
    assert to_be_seen(given, counted) == asked
