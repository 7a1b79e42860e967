"""A recount is harmed when steps in a strange order crash the record of it, or slip through."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError, OrderError
from config.law import Method
from config.proceedings import (
    EVENTS,
    FlawFound,
    JudgeNotified,
    KeyEntered,
    MethodChosen,
    PrecinctsExtended,
    ReportFiled,
    RequestRefused,
    ThirdChosen,
    advance,
    derive,
    event_body,
    is_over,
    read_event,
)
from tests.config.proceedings.way import OPENING, OTHER_PROGRAM, WAY, clocked, day
from tests.oracles.proceedings_oracle import may_follow

MORE = (
    RequestRefused(at=day(12), reason="late"),
    JudgeNotified(at=day(12)),
    ThirdChosen(at=day(12), name="Cy Cook", by="chief judge"),
    MethodChosen(at=day(12), precinct="Tipton", method=Method.HAND),
    FlawFound(at=day(12), degree="believed", reason="doubt", decided_by="Cy Cook", program=OTHER_PROGRAM),
)
POOL = (*WAY.values(), *MORE)
"""Sound facts; an extension to Durant, which the request does not name, included."""


def is_again(state, event):
    """An extension to what is recounted already is a wrong fact, and so not for the order to refuse."""
    return isinstance(event, PrecinctsExtended) and set(event.precincts) & set(state.precincts)


def parts(state):
    """Copies of all that a step could change in place."""
    return dict(state.methods), dict(state.containers), dict(state.timings)


def walk(events):
    """Takes what may be taken of the events, comparing each step with the plain twin; the last state."""
    state = derive(OPENING)
    for event in clocked(events):
        if is_again(state, event):
            continue
        before = parts(state)
        try:
            after = advance(state, event)
        except OrderError as error:
            assert not may_follow(list(state.events), event), error
            assert str(error).startswith(f"{event.words}: ")
            assert parts(state) == before
            continue
        assert may_follow(list(state.events), event), f"{event} after {state.events}"
        assert parts(state) == before
        assert after.events == (*state.events, event)
        state = after
    return state


@given(st.lists(st.sampled_from(POOL), max_size=60))
def test_any_order_gives_a_legal_state_or_an_order_error(events):
    state = walk(events)
    assert derive(OPENING, state.events) == state


@given(st.permutations(POOL))
def test_any_permutation_does(events):
    walk(events)


def disturbed(seed):
    """The way three times over, here and there a step left out and others put in."""
    draw = random.Random(seed)
    for event in [*WAY.values()] * 3:
        yield from [event] * (draw.random() < 0.95)
        yield from draw.choices([*WAY.values(), *MORE[1:]], k=draw.choice([0, 0, 0, 1, 2]))


def test_disturbed_ways_agree_with_the_plain_twin_and_see_every_end():
    ends = [walk(disturbed(seed)) for seed in range(300)]
    assert any(is_over(state) and state.stands == "report" for state in ends)
    assert any(is_over(state) and state.stands == "original" for state in ends)
    assert any(state.happened(ReportFiled) and state.happened(FlawFound) for state in ends)
    assert any(state.happened(ReportFiled) and not state.happened(KeyEntered) for state in ends)


TEXT = st.sampled_from(
    ["", " ", "Ames", "Boyd", "Ben Bell", "Cy Cook", "Tipton", "Wilton", "1", "c" * 64, "a\nb"]
)
WORDS = "candidate designee reason name precinct member key signature decided_by container seal program digest"
WILD = dict.fromkeys([*WORDS.split(), "authority"], TEXT) | {
    "precincts": st.lists(TEXT, max_size=3),
    "winners_after": st.lists(TEXT, max_size=2),
    "unexamined": st.lists(st.tuples(TEXT, TEXT), max_size=2),
    "dollars": st.integers(-1, 151),
    "filed_with": st.sampled_from(["state commissioner", "commissioner"]),
    "method": st.sampled_from(["hand", "both"]),
    "at": st.sampled_from(["2020-11-09T10:00:00", "2020-11-13T10:00:00", "2020-11-13T10:00:00Z"]),
}


@st.composite
def wild(draw):
    """A sound step with some of its fields changed."""
    kind, body = event_body(draw(st.sampled_from(POOL)))
    changed = draw(st.sets(st.sampled_from(sorted(body)), max_size=2)) & set(WILD)
    return kind, body | {field: draw(WILD[field]) for field in sorted(changed)}


@given(st.integers(0, len(WAY)), st.lists(wild(), max_size=8))
def test_wrong_facts_in_any_order_are_errors_of_config_and_nothing_else(taken, steps):
    state = derive(OPENING, list(WAY.values())[:taken])
    for kind, body in steps:
        before = repr(state)
        try:
            state = advance(state, read_event(kind, body))
        except ConfigError as error:
            assert str(error)
            assert "\n" not in str(error)
            assert repr(state) == before
    assert derive(OPENING, state.events) == state


def test_the_pool_has_every_kind_that_can_follow_here():
    left = {kind.__name__ for kind in EVENTS} - {type(event).__name__ for event in POOL}
    waits = {"ChairpersonActs"}  # for four days, and the walks take minutes
    waits |= {"MemberNamed"}  # of another law
    further = {kind.__name__ for kind in EVENTS if kind.__name__.startswith("Further")}
    assert left == waits | further, "of a third person; there are two in these abstracts"
