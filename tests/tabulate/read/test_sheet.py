"""A sheet from its pages: counted, or quarantined with the reason; never dropped, never half counted."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from tabulate.image.raster import Raster
from tabulate.marks import flags
from tabulate.read import PageSource, Reader, read_sheet
from tabulate.read.sheet import SAME_SIDE_TWICE, SIDE_MISSING, SIDES_DISAGREE
from tabulate.votes import PageReading, TargetReading
from tests.tabulate.read.programs import card, code, oval, program, side


def png() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.full((32, 32), 255, dtype=np.uint8)).save(out, "PNG")
    return out.getvalue()


PIXELS = png()
"""What is in the image does not matter here: the fake reader answers by its name."""

FRONT = [oval("mayor", "ann", 3, 5), oval("mayor", "bob", 3, 6), oval("council", "ann", 3, 9)]
BACK = [oval("council", "bob", 3, 5), oval("council", "cy", 3, 6)]
PROGRAM = program(
    [
        card("two", side(code(1), None, FRONT), side(None, None, BACK)),
        card("twin", side(code(2), None, FRONT), side(None, None, BACK)),
        card("one", side(code(3), None, [oval("mayor", "ann", 3, 5)])),
    ],
    {"mayor": 1, "council": 2},
)


def targets(side_name: str, marked: set[tuple[str, str]], why: tuple[str, ...]) -> tuple[TargetReading, ...]:
    places = FRONT if side_name == "front" else BACK
    return tuple(
        TargetReading(
            contest=place["contest"],
            choice=place["choice"],
            box=(0.0, 0.0, 1.0, 1.0),
            score=0,
            state="marked" if (place["contest"], place["choice"]) in marked else "empty",
            flags=why if index == 0 else (),
        )
        for index, place in enumerate(places)
    )


class FakeReader(Reader):
    """Reads a page as its name says: "two.front", "two.front+faint", "-blank-paper", "two?back" (ambiguous)."""

    def __init__(self, marked: set[tuple[str, str]] = frozenset()) -> None:
        super().__init__(PROGRAM, "seal")
        self.marked = marked
        self.asked: list[tuple[str, str | None]] = []

    def read(self, raster: Raster, image: str, card: str | None = None) -> PageReading:
        self.asked.append((image, card))
        if image.startswith("-"):
            return self.refusal(image, (image[1:],))
        name, _, why = image.partition("+")
        if "?" in name:
            asked_card, side_name = name.split("?")
            if card != asked_card:
                return self.refusal(image, (flags.CARD_AMBIGUOUS,))
            name = f"{asked_card}.{side_name}"
        card_id, side_name = name.split(".")
        page_flags = tuple(flag for flag in (why,) if flag in (flags.MARKS_MISSING, flags.CODE_UNCERTAIN))
        target_flags = tuple(flag for flag in (why,) if flag and flag not in page_flags)
        return PageReading(
            image=image,
            program=self.seal,
            card=card_id,
            ballot_style=f"style-{card_id}",
            side=side_name,
            orientation=0,
            dpi=200.0,
            residual=1.0,
            flags=page_flags,
            targets=targets(side_name, self.marked, target_flags),
        )


def sheet(*names: str, marked: set[tuple[str, str]] = frozenset(), reader: FakeReader | None = None):
    sources = [PageSource(b"junk" if name == "junk" else PIXELS, 0, name) for name in names]
    return read_sheet(reader or FakeReader(marked), sources)


def outcome(*names: str):
    found = sheet(*names)
    return found.status, found.card, found.reasons


@pytest.mark.parametrize("names", [("two.front", "two.back"), ("two.back", "two.front")])
def test_front_and_back_in_either_order(names):
    marked = {("mayor", "bob"), ("council", "ann"), ("council", "cy")}
    found = sheet(*names, marked=marked)
    assert (found.status, found.card, found.ballot_style, found.reasons) == ("counted", "two", "style-two", ())
    assert not found.review
    votes = {vote.contest: vote.votes for vote in found.contests}
    assert votes == {"mayor": ("bob",), "council": ("ann", "cy")}, "a contest goes on over the page"


def test_a_contest_overvoted_across_the_two_sides():
    found = sheet("two.front", "two.back", marked={("council", name) for name in ("ann", "bob", "cy")})
    council = next(vote for vote in found.contests if vote.contest == "council")
    assert council.overvoted and council.votes == ()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("two.front",), ("quarantined", "two", (SIDE_MISSING,))),
        (("two.back",), ("quarantined", "two", (SIDE_MISSING,))),
        (("two.front", "-blank-paper"), ("quarantined", "two", (flags.BLANK_PAPER, SIDE_MISSING))),
        (("two.front", "-no-timing-grid"), ("quarantined", "two", (flags.NO_TIMING_GRID, SIDE_MISSING))),
        (("-code-unreadable", "two.back"), ("quarantined", "two", (flags.CODE_UNREADABLE, SIDE_MISSING))),
        (("two.front", "two.front"), ("quarantined", "two", (SAME_SIDE_TWICE,))),
        (("two.front", "twin.back"), ("quarantined", None, (SIDES_DISAGREE,))),
        (("two.front", "twin.front"), ("quarantined", None, (SIDES_DISAGREE, SAME_SIDE_TWICE))),
        (("one.front",), ("counted", "one", ())),
        (("one.front", "-blank-paper"), ("counted", "one", ())),
        (("-no-timing-grid", "one.front"), ("counted", "one", ())),
        (("one.front", "-code-unknown"), ("quarantined", "one", (flags.CODE_UNKNOWN,))),
        (("one.front", "-too-few-timing-marks"), ("quarantined", "one", (flags.TOO_FEW_TIMING_MARKS,))),
        (("one.front", "junk"), ("quarantined", "one", (flags.UNREADABLE_IMAGE,))),
        (("one.front", "one.front"), ("quarantined", "one", (SAME_SIDE_TWICE,))),
        (("junk",), ("quarantined", None, (flags.UNREADABLE_IMAGE,))),
        (("-blank-paper", "-blank-paper"), ("quarantined", None, (flags.BLANK_PAPER,))),
        (
            ("-no-timing-grid", "-print-mismatch"),
            ("quarantined", None, (flags.NO_TIMING_GRID, flags.PRINT_MISMATCH)),
        ),
    ],
    ids=lambda value: (
        "/".join(value) if isinstance(value, tuple) and all(isinstance(v, str) for v in value) else ""
    ),
)
def test_what_becomes_of_a_sheet(names, expected):
    assert outcome(*names) == expected


def test_a_back_that_several_cards_share_is_told_by_the_front():
    reader = FakeReader()
    found = sheet("two.front", "two?back", reader=reader)
    assert (found.status, found.card) == ("counted", "two")
    assert reader.asked == [("two.front", None), ("two?back", None), ("two?back", "two")]


def test_a_front_that_several_cards_share_is_told_by_the_back():
    assert outcome("two?front", "two.back") == ("counted", "two", ())


def test_an_ambiguous_back_of_another_card_stays_ambiguous():
    """The hint names the card; a page that is not of that card must not become it."""
    assert outcome("two.front", "twin?back") == ("quarantined", "two", (flags.CARD_AMBIGUOUS, SIDE_MISSING))


def test_two_ambiguous_pages_tell_nothing():
    assert outcome("two?front", "two?back") == ("quarantined", None, (flags.CARD_AMBIGUOUS,))


PAGES = [
    "two.front",
    "two.back",
    "twin.front",
    "twin?back",
    "one.front",
    "-blank-paper",
    "-code-unknown",
    "junk",
]


@pytest.mark.parametrize(
    "names", [*((page,) for page in PAGES), *itertools.product(PAGES, PAGES)], ids=" and ".join
)
def test_every_sheet_is_counted_or_has_a_reason(names):
    """Any two pages, in any order: counted with votes of one card, or quarantined with a reason and none."""
    found = sheet(*names)
    assert [page.image for page in found.pages] == list(names)
    if found.status == "counted":
        assert found.reasons == () and found.card is not None and found.contests
        read = [page for page in found.pages if not page.refused]
        assert {page.card for page in read} == {found.card}
        assert len(read) == (1 if found.card == "one" else 2)
    else:
        assert found.status == "quarantined"
        assert found.reasons and found.contests == () and found.review
        assert len(set(found.reasons)) == len(found.reasons)


def test_a_sheet_without_pages_has_a_reason():
    assert outcome() == ("quarantined", None, (SIDE_MISSING,))


@pytest.mark.parametrize("flag", [flags.FAINT, flags.MARGINAL, flags.CODE_UNCERTAIN, flags.MARKS_MISSING])
def test_flags_of_either_side_ask_for_a_person(flag):
    for names in (("two.front+" + flag, "two.back"), ("two.front", "two.back+" + flag)):
        found = sheet(*names)
        assert found.status == "counted"
        assert found.review == (flag in flags.REVIEW)


def test_a_sheet_as_json():
    found = sheet("two.front", "-blank-paper").to_json()
    assert found["status"] == "quarantined"
    assert found["reasons"] == [flags.BLANK_PAPER, SIDE_MISSING]
    assert [page["card"] for page in found["pages"]] == ["two", None]
