"""A board that is told to wait for the wrong step, or for none, loses one of its eighteen days."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.law import Office
from config.proceedings import (
    KINDS,
    FurtherBondPosted,
    FurtherCopySent,
    FurtherRequestFiled,
    FurtherRequestOrdered,
    FurtherRequestRefused,
    ReportSigned,
    advance,
    derive,
    is_over,
    possible,
)
from retally.recounting import may_come, must_come
from tests.config.proceedings.test_any_order import POOL
from tests.config.proceedings.way import OPENING, WAY, day, until


def kinds(state):
    return [kind for kind, _ in must_come(state)]


def check(state):
    """What must come can come; and something must as long as it is not over."""
    assert {KINDS[kind] for kind in kinds(state)} <= set(possible(state))
    assert set(kinds(state)) <= set(may_come(state))
    assert bool(kinds(state)) != is_over(state)


@given(st.lists(st.sampled_from(POOL), max_size=80))
def test_in_any_state_what_must_come_can_come(events):
    state = derive(OPENING)
    for number, event in enumerate(events):
        try:
            state = advance(state, replace(event, at=day(11) + timedelta(minutes=number)))
        except ConfigError:
            continue
        check(state)


@pytest.mark.parametrize("name", WAY)
def test_before_every_step_of_a_recount(name):
    check(until(name))


@pytest.mark.parametrize("change", [{}, {"office": Office.OTHER}, {"winners": ("Ames", "Boyd")}])
def test_who_does_what_must_come_and_no_more_arrives(change):
    """Of every kind the first of the way's steps that is taken; the board may be two in one session."""
    opening = replace(OPENING, **change)
    if "winners" in change:
        opening = replace(opening, abstracts={"Cedar": {"Ames": 4000, "Boyd": 3900, "Cole": 3700}})
    pool = [replace(event, candidate="Cole") if "winners" in change and name == "request" else event
            for name, event in WAY.items()]  # fmt: skip
    pool = [replace(event, dollars=100, filed_with="commissioner")
            if "office" in change and hasattr(event, "dollars") else event for event in pool]  # fmt: skip
    pool = [event for event in pool if not (isinstance(event, ReportSigned) and event.signature)]
    pool.append(replace(WAY["sign third"], member="Ann Abel"))
    state = derive(opening)
    for number in range(60):
        if is_over(state):
            break
        kind, what = must_come(state)[0]
        at = day(12) + timedelta(minutes=number)
        for event in pool:
            named = getattr(event, "precinct", None) or getattr(event, "container", "")
            if type(event) is KINDS[kind] and named in what:
                try:
                    state = advance(state, replace(event, at=at))
                except ConfigError:
                    continue
                break
        else:
            pytest.fail(f"nothing of {kind} can be taken")
    assert is_over(state)
    assert state.stands == "report"


def test_what_can_never_be_right_is_not_offered():
    state = until("winner told", opening=replace(OPENING, office=Office.OTHER, program=None))
    assert {"state-notified", "state-informed", "same-program-used"} & set(may_come(state)) == set()
    close = replace(OPENING, abstracts={"Cedar": {"Ames": 5001, "Boyd": 5000}})
    assert "bond-posted" not in may_come(until("winner told", opening=close))
    assert "bond-posted" in may_come(until("winner told"))


def test_one_signature_wants_another():
    assert ("report-signed", "1 more of the members, or the original numbers stand") in must_come(
        until("sign third")
    )
    assert kinds(until("adjourn again")) == ["report-filed"]


def test_what_a_further_request_waits_for_stands_beside_the_rest():
    opening = replace(OPENING, abstracts={"Cedar": {"Ames": 5200, "Boyd": 4800, "Cole": 4700}})
    state = advance(
        until("bond", opening=opening),
        FurtherRequestFiled(at=day(13), candidate="Cole", designee="Di Dunn", precincts=("Durant",)),
    )
    steps = {
        "further-copy-sent": FurtherCopySent(at=day(14), candidate="Cole"),
        "further-request-ordered": FurtherRequestOrdered(at=day(14), candidate="Cole"),
        "further-bond-posted": FurtherBondPosted(
            at=day(14), candidate="Cole", dollars=150, filed_with="state commissioner"
        ),
    }
    waiting = set(steps)
    for kind, event in steps.items():
        assert {name for name in kinds(state) if name.startswith("further")} == waiting
        assert waiting <= set(may_come(state))
        check(state)
        state = advance(state, event)
        waiting.remove(kind)
    assert not [name for name in (*kinds(state), *may_come(state)) if name in steps]


def test_a_bond_posted_before_its_request_was_refused_is_settled_like_any_other():
    opening = replace(OPENING, abstracts={"Cedar": {"Ames": 5200, "Boyd": 4800, "Cole": 4700}})
    state = derive(opening)
    for name, event in WAY.items():
        state = advance(state, event)
        if name == "order":
            for own in (
                FurtherRequestFiled(at=day(13), candidate="Cole", designee="Di Dunn", precincts=("Durant",)),
                FurtherBondPosted(at=day(13), candidate="Cole", dollars=150, filed_with="state commissioner"),
                FurtherRequestRefused(at=day(13), candidate="Cole", reason="late"),
            ):
                state = advance(state, own)
    check(state)
    assert kinds(state) == ["further-bond-settled"]
