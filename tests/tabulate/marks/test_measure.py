"""Marks painted on pages, measured and decided: what a person would call them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.program import MarkPolicy, Target
from tabulate.geometry import Registration, mark_levels, register
from tabulate.image.paper import measure_levels
from tabulate.image.raster import Raster
from tabulate.marks import TargetInk, flags, measure_targets
from tabulate.marks.measure import TargetInk as Measured
from tabulate.marks.state import Ink, decide
from tests.tabulate.geometry.pages import Drawn, View
from tests.tabulate.marks.ovals import A, B, Shape, ballot, both, oval, paint, ring, stroke

POLICY = MarkPolicy()
PAPER = 245


class Mark(NamedTuple):
    """A voter's mark, how dark, what it must be read as and which flags it must and may have."""

    shape: Shape | None
    ink: int
    states: set[str]
    must: set[str] = frozenset()
    may: set[str] = frozenset()


CHECK = both(stroke(-0.07, 0.0, -0.02, 0.045), stroke(-0.02, 0.045, 0.09, -0.08))
CROSS = both(stroke(-0.08, -0.045, 0.08, 0.045), stroke(-0.08, 0.045, 0.08, -0.045))
AROUND = {flags.INK_AROUND}
THIN = {flags.INK_AROUND, flags.SMALL_MARK, flags.OVERPRINT}

MARKS = {
    "empty": Mark(None, 0, {"empty"}),
    "filled": Mark(oval(A * 0.95, B * 0.95), 30, {"marked"}),
    "filled over the edge": Mark(oval(A * 1.12, B * 1.2), 30, {"marked"}),
    "half filled": Mark(lambda x, y: oval(A, B)(x, y) & (x < 0), 30, {"marked"}, may={flags.SMALL_MARK}),
    "cross": Mark(CROSS, 40, {"marked"}),
    "check": Mark(CHECK, 40, {"marked"}, may=AROUND),
    "slash": Mark(stroke(-0.07, 0.05, 0.07, -0.05, 0.025), 40, {"marked"}),
    "bar": Mark(stroke(-0.08, 0.0, 0.08, 0.0, 0.03), 40, {"marked"}),
    "dot": Mark(oval(0.03, 0.03), 30, {"marked", "marginal"}, may={flags.SMALL_MARK, flags.MARGINAL}),
    "speck": Mark(oval(0.006, 0.006), 30, {"empty"}),
    "faint fill": Mark(oval(A * 0.9, B * 0.9), 195, {"marked"}, {flags.FAINT}, {flags.SMALL_MARK}),
    "line through": Mark(
        stroke(-0.4, 0.0, 0.4, 0.01, 0.014), 60, {"marked", "marginal"}, {flags.LINE_THROUGH}, THIN
    ),
    "fold down": Mark(
        stroke(0.0, -0.4, 0.0, 0.4, 0.012), 60, {"marked", "marginal"}, {flags.LINE_THROUGH}, THIN
    ),
    "circled": Mark(ring(A + 0.06, B + 0.035, 0.02), 40, {"empty"}, AROUND),
    "tick beside": Mark(stroke(-A - 0.09, 0.02, -A - 0.05, -0.02, 0.02), 40, {"empty"}, AROUND),
    "underlined": Mark(stroke(-0.1, B + 0.025, 0.1, B + 0.025, 0.015), 40, {"empty"}, AROUND),
    "filled and crossed out": Mark(
        both(oval(A * 0.9, B * 0.9), stroke(-0.22, -0.12, 0.22, 0.12), stroke(-0.22, 0.12, 0.22, -0.12)),
        40,
        {"marked"},
        AROUND,
    ),
}
"""A vote nobody is asked about must be one; a mark that may be none must have a flag of review."""

PLACES = [(0.75 + 1.5 * (index % 5), 1.0 + 1.9 * (index // 5)) for index in range(len(MARKS))]
SIZES = np.array([(2 * A, 2 * B)] * len(PLACES))


def measured(raster: Raster, places=PLACES, sizes=SIZES) -> TargetInk:
    levels = measure_levels(raster.gray)
    placed = register(raster, levels=levels)
    assert isinstance(placed, Registration), placed
    return measure_targets(
        raster.gray, mark_levels(levels, raster.gray, placed), placed, np.array(places), sizes
    )


def ink_of(ink: Measured, index: int) -> Ink:
    return Ink(
        interior=int(ink.interior[index]),
        solid=int(ink.solid[index]),
        core=int(ink.core[index]),
        columns=int(ink.columns[index]),
        rows=int(ink.rows[index]),
        strips=tuple(ink.strips[index].tolist()),
        outline=int(ink.outline[index]),
        displaced=float(ink.displaced[index]),
        line=bool(ink.line_across[index] or ink.line_along[index]),
    )


def decided(ink: TargetInk, *, printed: bool = True) -> list[tuple[int, str, tuple[str, ...]]]:
    of = Target(contest="c", choice="a", x=1, y=1, width=2 * A, height=2 * B)
    return [decide(ink_of(ink, k), of, POLICY, printed_outline=printed) for k in range(len(ink.interior))]


@cache
def marked_ballot(view: str) -> Drawn:
    """The page with every mark, drawn once; tests leave it alone."""
    drawn = ballot(PLACES, VIEWS[view], noise=3)
    for place, mark in zip(PLACES, MARKS.values(), strict=True):
        if mark.shape is not None:
            paint(drawn, place, mark.shape, mark.ink)
    return drawn


def turned(drawn: Drawn, turns: int) -> Raster:
    return Raster(np.ascontiguousarray(np.rot90(drawn.raster.gray, turns)), False, None)


VIEWS = {
    "150": View(dpi=150, skew=0.6),
    "200": View(dpi=200, skew=-1.2, lean=0.004),
    "300": View(dpi=300, skew=0.3, stretch=(1.01, 0.985)),
}


@pytest.fixture(scope="module", params=VIEWS)
def page(request) -> Drawn:
    return marked_ballot(request.param)


def test_marks_are_read_as_what_they_are(page):
    wrong = {}
    for (name, mark), (score, state, why) in zip(MARKS.items(), decided(measured(page.raster)), strict=True):
        allowed = (
            state in mark.states
            and mark.must <= set(why)
            and set(why) <= mark.must | mark.may | {flags.MARGINAL}
        )
        if not allowed:
            wrong[name] = (score, state, why)
    assert wrong == {}


def test_a_mark_that_may_be_none_is_asked_about(page):
    """Pale fills, lines and circles never pass silently, either way."""
    doubtful = {"faint fill", "line through", "fold down", "circled", "tick beside", "underlined"}
    for name, (_, _, why) in zip(MARKS, decided(measured(page.raster)), strict=True):
        if name in doubtful | {"filled and crossed out"}:
            assert not flags.REVIEW.isdisjoint(why), name


def test_a_dot_is_asked_about_at_every_resolution():
    """A pen put down is no vote that nobody looks at; and an empty oval has no ink inside."""
    silent = []
    for name in VIEWS:
        ink = measured(marked_ballot(name).raster)
        if flags.REVIEW.isdisjoint(decided(ink)[list(MARKS).index("dot")][2]):
            silent.append(name)
        if ink.columns[0] or ink.rows[0]:
            silent.append(f"{name}, empty")
    assert silent == []


def test_turning_the_page_changes_no_state(page):
    first = decided(measured(page.raster))
    for turns in (1, 2, 3):
        again = decided(measured(turned(page, turns)))
        states = [state for _, state, _ in first]
        assert [state for _, state, _ in again] == states
        assert max(abs(a[0] - b[0]) for a, b in zip(first, again, strict=True)) < 60


def test_boxes_lie_around_the_ovals(page):
    ink = measured(page.raster)
    middles = ink.boxes[:, :2] + ink.boxes[:, 2:] / 2
    names = list(MARKS)
    clear = [names.index(name) for name in ("empty", "speck", "circled", "underlined", "filled")]
    truth = page.truth(np.array(PLACES))
    assert np.abs(middles - truth)[clear].max() < 0.012 * page.view.dpi
    assert ink.boxes[0, 2:] == pytest.approx(np.array([2 * A, 2 * B]) * page.view.dpi, rel=0.06)


@pytest.mark.parametrize("shift", [(0.03, 0.0), (-0.03, 0.0), (0.0, 0.03), (0.02, -0.03)])
def test_an_oval_printed_off_its_place_is_found(shift):
    """The oval layer of a card is printed apart from the timing marks."""
    places = [(1.0, 1.0), (4.0, 5.0)]
    moved = [(x + shift[0], y + shift[1]) for x, y in places]
    drawn = ballot(moved, View(dpi=200, skew=0.5))
    paint(drawn, moved[1], oval(A * 0.9, B * 0.9), 30)
    ink = measured(drawn.raster, places, SIZES[:2])
    away = np.hypot(*shift) * 1000
    assert ink.displaced[0] == pytest.approx(away, abs=8)
    found = decided(ink)
    assert [state for _, state, _ in found] == ["empty", "marked"]
    assert found[0][2] == ()


def test_no_oval_at_all_is_said():
    drawn = ballot([(1.0, 1.0)], View(dpi=200))
    found = decided(measured(drawn.raster, [(1.0, 1.0), (4.0, 5.0)], SIZES[:2]))
    assert found[0][2] == ()
    assert found[1][1:] == ("empty", (flags.OUTLINE_NOT_FOUND,))
    assert decided(measured(drawn.raster, [(4.0, 5.0)], SIZES[:1]), printed=False)[0][1:] == ("empty", ())


@pytest.mark.parametrize("outline", [25, 120, 170])
def test_a_pale_oval_is_no_ink_inside(outline):
    pale = ballot(PLACES[:1], VIEWS["150"], outline=outline)
    assert decided(measured(pale.raster, PLACES[:1], SIZES[:1]))[0][1] == "empty"


@pytest.mark.parametrize("paper", [215, 180])
def test_grey_paper(paper):
    """Ink is measured between the paper beside the oval and the timing marks."""
    drawn = marked_ballot("200")
    gray = np.rint(drawn.raster.gray * (paper / PAPER)).astype(np.uint8)
    found = decided(measured(Raster(gray, False, None)))
    assert [state for _, state, _ in found] == [state for _, state, _ in decided(measured(drawn.raster))]


def test_targets_of_two_sizes():
    places = [(1.0, 1.0), (4.0, 5.0)]
    drawn = ballot(places[:1], View(dpi=200))
    paint(drawn, places[1], ring(0.15, 0.09), 25)
    paint(drawn, places[1], oval(0.14, 0.08), 30)
    sizes = np.array([(2 * A, 2 * B), (0.3, 0.18)])
    ink = measured(drawn.raster, places, sizes)
    assert [state for _, state, _ in decided(ink)] == ["empty", "marked"]
    assert ink.boxes[1, 2] == pytest.approx(60, abs=2)


def test_no_targets():
    ink = measured(ballot([], View(dpi=150)).raster, np.empty((0, 2)), np.empty((0, 2)))
    assert ink.interior.shape == (0,) and ink.boxes.shape == (0, 4)


def test_a_target_off_the_page_is_not_found():
    """A cut page: what is not in the scan is not read as empty without a word."""
    drawn = ballot([(1.0, 1.0)], View(dpi=200))
    found = decided(measured(drawn.raster, [(-5.0, 1.0), (30.0, 30.0)], SIZES[:2]))
    assert all(flags.OUTLINE_NOT_FOUND in why for _, _, why in found)


@pytest.mark.parametrize(
    ("gray", "places"),
    [
        (np.zeros((50, 50), dtype=np.uint16), 1),
        (np.zeros((50, 50, 3), dtype=np.uint8), 1),
        (np.zeros((50, 50), dtype=np.uint8), 2),
    ],
)
def test_what_cannot_be_measured_is_an_error(gray, places):
    drawn = ballot([], View(dpi=150))
    placed, levels = register(drawn.raster), measure_levels(drawn.raster.gray)
    with pytest.raises(ValueError, match="uint8"):
        measure_targets(gray, levels, placed, np.ones((places, 2)), np.full((1, 2), 0.2))


@cache
def blank() -> Drawn:
    return ballot([(1.0, 1.0)], View(dpi=200, skew=0.4))


def score_of(gray: np.ndarray) -> int:
    levels, placed = measure_levels(blank().raster.gray), register(blank().raster)
    ink = measure_targets(gray, levels, placed, np.array([(1.0, 1.0)]), SIZES[:1])
    return int(ink.interior[0])


BLOTS = st.lists(
    st.tuples(st.floats(-0.06, 0.06), st.floats(-0.03, 0.03), st.floats(0.004, 0.03), st.integers(20, 180)),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40)
@given(BLOTS)
def test_more_ink_inside_never_lowers_the_score(blots):
    page = blank()
    drawn = Drawn(Raster(page.raster.gray.copy(), False, None), page.sheet, page.view)
    before = score_of(drawn.raster.gray)
    for x, y, size, level in blots:
        paint(drawn, (1.0 + x, 1.0 + y), oval(size, size), level)
        after = score_of(drawn.raster.gray)
        assert after >= before
        before = after
