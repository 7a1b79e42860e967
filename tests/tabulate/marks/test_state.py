"""The decision table: for every flag a target that sets it and one just below; thresholds are the policy's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.program import MarkPolicy, Target
from tabulate.marks import flags, state
from tabulate.marks.measure import TargetInk
from tabulate.marks.state import Blanks, Ink, decide, untouched, well_marked

POLICY = MarkPolicy()
EMPTY = Ink(
    interior=0, solid=0, core=0, columns=0, rows=0, strips=(0, 0, 0, 0), outline=900, displaced=2.0, line=False
)
FULL = replace(EMPTY, interior=900, solid=900, core=950, columns=1000, rows=1000)
"""A well filled oval."""

HALF = POLICY.marginal_at + (POLICY.marked_at - POLICY.marginal_at) // 2


def target(blank_ink: int = 0, surround_ink: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Target:
    return Target(
        contest="c", choice="a", x=1, y=1, width=0.2, height=0.1, blank_ink=blank_ink, surround_ink=surround_ink
    )


def read(ink: Ink, of: Target | None = None, policy: MarkPolicy = POLICY, printed: bool = True):
    return decide(ink, of or target(), policy, printed_outline=printed)


def flags_of(ink: Ink, of: Target | None = None, **more) -> set[str]:
    return set(read(ink, of, **more)[2])


def test_an_empty_oval():
    assert read(EMPTY) == (0, "empty", ())


def test_a_filled_oval():
    assert read(FULL) == (900, "marked", ())


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0, "empty"),
        (POLICY.marginal_at - 1, "empty"),
        (POLICY.marginal_at, "marginal"),
        (POLICY.marked_at - 1, "marginal"),
        (POLICY.marked_at, "marked"),
        (1000, "marked"),
    ],
)
def test_states_by_score(score, expected):
    ink = replace(FULL, interior=score, solid=score)
    found = read(ink)
    assert found[:2] == (score, expected)
    assert (flags.MARGINAL in found[2]) == (expected == "marginal")


@given(marginal=st.integers(1, 500), more=st.integers(1, 499), score=st.integers(0, 1000))
def test_the_policy_sets_the_thresholds(marginal, more, score):
    policy = MarkPolicy(marginal_at=marginal, marked_at=marginal + more)
    found = read(replace(FULL, interior=score, solid=score), policy=policy)[1]
    assert found == ("marked" if score >= marginal + more else "marginal" if score >= marginal else "empty")


def test_what_the_blank_has_does_not_count():
    """A watermark inside the oval is no voter's ink."""
    of = target(blank_ink=150)
    assert read(replace(EMPTY, interior=150), of)[:2] == (0, "empty")
    assert read(replace(EMPTY, interior=100), of)[:2] == (0, "empty"), "a score is never below zero"
    assert read(replace(FULL, interior=150 + POLICY.marked_at - 1), of)[1] == "marginal"
    assert read(replace(FULL, interior=150 + POLICY.marked_at), of)[1] == "marked"


@pytest.mark.parametrize("interior", [0, 500, 1000])
def test_print_inside_an_oval_is_for_a_person(interior):
    at = target(blank_ink=state.PRINTED_INTERIOR)
    assert read(replace(FULL, interior=interior), at)[1:] == ("marginal", (flags.PRINTING_IN_TARGET,))
    below = target(blank_ink=state.PRINTED_INTERIOR - 1)
    assert flags.PRINTING_IN_TARGET not in flags_of(replace(FULL, interior=interior), below)


@pytest.mark.parametrize("score", [POLICY.marked_at, 400, 999])
def test_faint(score):
    enough = -(-state.FAINT_SHARE * score // 1000)
    ink = replace(FULL, interior=score)
    assert flags.FAINT not in flags_of(replace(ink, solid=enough))
    assert flags.FAINT in flags_of(replace(ink, solid=enough - 1))


def test_a_mark_that_does_not_count_is_not_called_faint():
    assert flags.FAINT not in flags_of(replace(FULL, interior=HALF, solid=0))


def test_small_mark():
    dot = replace(
        FULL,
        interior=state.DOT_SCORE - 1,
        solid=state.DOT_SCORE - 1,
        columns=state.DOT_COLUMNS - 1,
        rows=state.DOT_ROWS - 1,
    )
    assert read(dot)[1] == "marked"
    assert flags.SMALL_MARK in flags_of(dot)
    for bigger in (
        replace(dot, columns=state.DOT_COLUMNS),
        replace(dot, rows=state.DOT_ROWS),
        replace(dot, interior=state.DOT_SCORE),
    ):
        assert flags.SMALL_MARK not in flags_of(bigger)
    assert flags.SMALL_MARK not in flags_of(replace(dot, interior=HALF)), "marginal is already asked about"


@pytest.mark.parametrize(
    "strips",
    [(0, state.THIN_SIDE, 0, 0), (state.THIN_SIDE, 0, 0, 0), (0, 0, state.LINE_STRIP, 0), (0, 0, 0, 60)],
)
def test_thin_strokes_that_go_on_beyond_the_oval_are_overprint(strips):
    """The digits of an imprint over an empty oval are dark, and nobody's pen."""
    thin = replace(FULL, interior=state.THIN_SCORE - 1, core=state.THIN_CORE - 1, strips=strips)
    assert read(thin)[1] == "marked" and flags.OVERPRINT in flags_of(thin)
    for other in (
        replace(thin, core=state.THIN_CORE),
        replace(thin, interior=state.THIN_SCORE),
        replace(thin, strips=tuple(max(0, strip - 1) for strip in strips)),
    ):
        assert flags.OVERPRINT not in flags_of(other)


def test_overprint_is_seen_in_a_strip_that_is_printed_on_the_blank():
    """Beside an oval stands a name; an imprint over both adds ink to it."""
    thin = replace(FULL, interior=state.THIN_SCORE - 1, core=state.THIN_CORE - 1, strips=(0, 200, 0, 0))
    name = target(0, (0, 200 - state.THIN_SIDE, 0, 0))
    assert flags.OVERPRINT in read(thin, name)[2]
    assert flags.OVERPRINT not in read(thin, target(0, (0, 201 - state.THIN_SIDE, 0, 0)))[2]


def test_a_streak_is_seen_that_leaves_the_oval_under_the_name_beside_it():
    """A streak that ends in an oval leaves it on the side where the choice is printed, and nowhere else."""
    streak = replace(FULL, interior=346, rows=state.DOT_COLUMNS - 1, strips=(0, 164 + state.THIN_SIDE, 0, 0))
    name = target(0, (0, 164, 0, 0))
    assert flags.LINE_THROUGH in read(streak, name)[2]
    assert flags.LINE_THROUGH not in read(replace(streak, strips=(0, 163 + state.THIN_SIDE, 0, 0)), name)[2]
    assert flags.LINE_THROUGH not in read(replace(streak, rows=state.DOT_COLUMNS), name)[2]


def test_little_ink_is_a_small_mark_whatever_its_shape():
    """Printed digits and creases leave as much."""
    assert flags.SMALL_MARK in flags_of(replace(FULL, interior=state.WEAK_SCORE - 1))
    assert flags.SMALL_MARK not in flags_of(replace(FULL, interior=state.WEAK_SCORE))


def around(at: int, ink: int) -> tuple[int, int, int, int]:
    strips = [0, 0, 0, 0]
    strips[at] = ink
    return tuple(strips)


@pytest.mark.parametrize("side", range(4))
@pytest.mark.parametrize("inside", [0, HALF])
def test_ink_around_an_unmarked_oval(side, inside):
    """Circled, ticked beside, underlined: the voter meant something."""
    ink = replace(EMPTY, interior=inside)
    assert flags.INK_AROUND in flags_of(replace(ink, strips=around(side, POLICY.surround_at)))
    assert flags.INK_AROUND not in flags_of(replace(ink, strips=around(side, POLICY.surround_at - 1)))


@pytest.mark.parametrize("side", [0, 1])
def test_arms_of_a_crossing_out_beside_a_marked_oval(side):
    assert flags.INK_AROUND in flags_of(replace(FULL, strips=around(side, state.CROSSED_STRIP)))
    assert flags.INK_AROUND not in flags_of(replace(FULL, strips=around(side, state.CROSSED_STRIP - 1)))


def test_ink_above_and_below_a_marked_oval():
    """A careless fill goes over on one side; over both it is more than that."""
    heavy = state.HEAVY_STRIP
    assert flags.INK_AROUND in flags_of(replace(FULL, strips=(0, 0, heavy, heavy)))
    assert flags.INK_AROUND not in flags_of(replace(FULL, strips=(0, 0, heavy - 1, 1000)))
    assert flags.INK_AROUND not in flags_of(replace(FULL, strips=(0, 0, 1000, heavy - 1)))


@pytest.mark.parametrize("side", range(4))
@pytest.mark.parametrize("line", [2, 3])
def test_thin_arms_of_a_crossing_out_leave_the_oval_on_all_sides(side, line):
    """One in ten million: little ink left of the oval, the name right of it, and the vote counted unseen."""
    arms = [state.ARMS] * 4
    assert flags.INK_AROUND not in flags_of(replace(FULL, strips=tuple(arms))), "specks"
    arms[line] = state.LINE_STRIP
    assert flags.INK_AROUND in flags_of(replace(FULL, strips=tuple(arms)))
    named = target(surround_ink=around(0, state.PRINTED_STRIP))
    assert flags.INK_AROUND in flags_of(replace(FULL, strips=tuple(arms)), named)
    assert flags.INK_AROUND not in flags_of(
        replace(FULL, strips=tuple(arms)), target(surround_ink=(99, 99, 0, 0))
    )
    arms[side] = state.ARMS - 1
    assert flags.INK_AROUND not in flags_of(replace(FULL, strips=tuple(arms)))


@pytest.mark.parametrize("side", range(4))
def test_what_the_blank_has_beside_an_oval(side):
    """Pale print is taken off; a strip full of print says nothing at all."""
    pale = state.PRINTED_STRIP - 1
    ink = replace(EMPTY, strips=around(side, POLICY.surround_at + pale))
    assert flags.INK_AROUND in flags_of(ink, target(surround_ink=around(side, pale)))
    less = replace(EMPTY, strips=around(side, POLICY.surround_at + pale - 1))
    assert flags.INK_AROUND not in flags_of(less, target(surround_ink=around(side, pale)))
    printed = target(surround_ink=around(side, state.PRINTED_STRIP))
    assert flags.INK_AROUND not in flags_of(replace(EMPTY, strips=around(side, 1000)), printed)


@pytest.mark.parametrize("ink", [EMPTY, replace(EMPTY, interior=HALF), FULL])
def test_a_line_through(ink):
    assert flags.LINE_THROUGH in flags_of(replace(ink, line=True))
    assert flags.LINE_THROUGH not in flags_of(ink)


@pytest.mark.parametrize(
    ("upright", "side", "least"),
    [
        (True, 2, state.LINE_STRIP),
        (True, 3, state.LINE_STRIP),
        (False, 0, state.CROSSED_STRIP),
        (False, 1, state.CROSSED_STRIP),
    ],
)
def test_a_broken_line_through(upright, side, least):
    """Narrow inside and going on at an end, even where the line finder loses it."""
    narrow = {"columns" if upright else "rows": state.DOT_COLUMNS - 1}
    ink = replace(FULL, strips=around(side, least), **narrow)
    assert flags.LINE_THROUGH in flags_of(ink)
    wide = {"columns" if upright else "rows": state.DOT_COLUMNS}
    assert flags.LINE_THROUGH not in flags_of(replace(ink, **wide))
    assert flags.LINE_THROUGH not in flags_of(replace(ink, strips=around(side, least - 1)))
    assert flags.LINE_THROUGH not in flags_of(replace(ink, interior=0)), "an empty oval has nothing inside"


def test_outline_not_found():
    assert flags.OUTLINE_NOT_FOUND in flags_of(replace(EMPTY, outline=state.WEAK_OUTLINE - 1))
    assert flags.OUTLINE_NOT_FOUND not in flags_of(replace(EMPTY, outline=state.WEAK_OUTLINE))


def test_an_outline_far_off_must_be_clear():
    far = replace(EMPTY, displaced=state.FAR_MILS + 0.1, outline=state.FAR_OUTLINE - 1)
    assert flags.OUTLINE_NOT_FOUND in flags_of(far)
    assert flags.OUTLINE_NOT_FOUND not in flags_of(replace(far, outline=state.FAR_OUTLINE))
    assert flags.OUTLINE_NOT_FOUND not in flags_of(replace(far, displaced=state.FAR_MILS))


def test_an_outline_in_a_dropout_colour_is_not_missed():
    gone = replace(EMPTY, outline=0, displaced=45.0)
    assert flags.OUTLINE_NOT_FOUND not in flags_of(gone, printed=False)
    assert flags.OUTLINE_NOT_FOUND in flags_of(gone, printed=True)


PERMILLE = st.one_of(st.integers(0, 1000), st.integers(0, 70))
INKS = st.builds(
    Ink,
    interior=PERMILLE,
    solid=PERMILLE,
    core=PERMILLE,
    columns=PERMILLE,
    rows=PERMILLE,
    strips=st.tuples(PERMILLE, PERMILLE, PERMILLE, PERMILLE),
    outline=PERMILLE,
    displaced=st.floats(0, 60),
    line=st.booleans(),
)
TARGETS = st.builds(target, PERMILLE, st.tuples(PERMILLE, PERMILLE, PERMILLE, PERMILLE))


@settings(max_examples=200)
@given(ink=INKS, of=TARGETS, printed=st.booleans())
def test_every_decision_is_one_of_three_and_says_why(ink, of, printed):
    score, found, why = read(ink, of, printed=printed)
    assert score == max(0, ink.interior - of.blank_ink)
    assert len(set(why)) == len(why) and set(why) <= set(flags.MEANING)
    if found == "marginal":
        assert why, "no marginal target without a flag that sends it to a person"
        assert not flags.REVIEW.isdisjoint(why)


@settings(max_examples=150)
@given(
    inks=st.lists(st.tuples(INKS, TARGETS), min_size=1, max_size=6),
    printed=st.booleans(),
    surround=st.integers(0, 200),
    marginal=st.integers(0, 200),
)
def test_untouched_is_what_decide_calls_empty_without_a_flag(inks, printed, surround, marginal):
    """The quick look at a whole page must leave out exactly the targets there is nothing to say about."""
    policy = MarkPolicy(surround_at=surround, marginal_at=marginal, marked_at=marginal + 60)
    clear = untouched(*columns_of(inks), policy, printed_outline=printed)
    decided = [read(ink, of, policy, printed)[1:] for ink, of in inks]
    assert clear.tolist() == [found == ("empty", ()) for found in decided]


WELL = st.builds(
    Ink,
    interior=st.integers(400, 1000),
    solid=st.integers(150, 1000),
    core=st.integers(0, 1000),
    columns=st.integers(0, 1000),
    rows=st.integers(0, 1000),
    strips=st.tuples(*[st.sampled_from([0, 10, 24, 25, 30, 59, 60, 400])] * 4),
    outline=st.sampled_from([100, 150, 349, 350, 900]),
    displaced=st.sampled_from([2.0, 32.0, 32.1]),
    line=st.sampled_from([False, False, True]),
)
PRINTED = st.builds(
    target, st.sampled_from([0, 0, 199, 200]), st.tuples(*[st.sampled_from([0, 0, 0, 24, 25, 400])] * 4)
)


@settings(max_examples=300)
@given(
    inks=st.lists(st.tuples(WELL, PRINTED), min_size=1, max_size=6),
    printed=st.booleans(),
    marked_at=st.integers(100, 800),
)
def test_what_is_well_marked_decide_calls_marked_without_a_flag(inks, printed, marked_at):
    """A vote that the quick look gives away without a flag would be seen by nobody."""
    policy = MarkPolicy(marginal_at=60, marked_at=marked_at)
    quick = well_marked(*columns_of(inks), policy, printed_outline=printed)
    decided = [read(ink, of, policy, printed)[1:] for ink, of in inks]
    assert [found for found, sure in zip(decided, quick, strict=True) if sure] == [("marked", ())] * quick.sum()


def test_a_filled_oval_is_well_marked():
    quick = well_marked(*columns_of([(FULL, target()), (EMPTY, target())]), POLICY, printed_outline=True)
    assert quick.tolist() == [True, False]


def columns_of(inks: list[tuple[Ink, Target]]) -> tuple[TargetInk, Blanks]:
    """Measured ink and blanks of a page with these targets."""
    column = lambda pick: np.array([pick(ink) for ink, _ in inks], dtype=np.int64)  # noqa: E731
    lines = np.array([ink.line for ink, _ in inks])
    measured = TargetInk(
        interior=column(lambda ink: ink.interior),
        solid=column(lambda ink: ink.solid),
        core=column(lambda ink: ink.core),
        columns=column(lambda ink: ink.columns),
        rows=column(lambda ink: ink.rows),
        strips=np.array([ink.strips for ink, _ in inks], dtype=np.int64),
        outline=column(lambda ink: ink.outline),
        displaced=np.array([ink.displaced for ink, _ in inks]),
        line_across=lines & (np.arange(len(inks)) % 2 == 0),
        line_along=lines & (np.arange(len(inks)) % 2 == 1),
        boxes=np.zeros((len(inks), 4)),
    )
    blanks = Blanks(
        interior=np.array([of.blank_ink for _, of in inks], dtype=np.int64),
        strips=np.array([of.surround_ink for _, of in inks], dtype=np.int64),
    )
    return measured, blanks
