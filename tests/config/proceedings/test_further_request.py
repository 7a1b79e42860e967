"""A candidate whose timely request is dropped, or whose seat on the board another gets, is wronged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.errors import OrderError
from config.law import LawError
from config.proceedings import (
    FurtherBondPosted,
    FurtherBondSettled,
    FurtherCopySent,
    FurtherRequestFiled,
    FurtherRequestOrdered,
    FurtherRequestRefused,
    RequestFiled,
    advance,
    derive,
    event_body,
    is_over,
    read_event,
    unrecorded,
)
from tests.config.proceedings.way import OPENING, WAY, day, until

THREE = replace(OPENING, abstracts={"Cedar": {"Ames": 5200, "Boyd": 4800, "Cole": 4700}})
FURTHER = FurtherRequestFiled(at=day(13), candidate="Cole", designee="Di Dunn", precincts=("Tipton", "Durant"))

ORDERED = FurtherRequestOrdered(at=day(14), candidate="Cole")
REFUSED = FurtherRequestRefused(at=day(14), candidate="Cole", reason="filed too late")
COPIED = FurtherCopySent(at=day(14), candidate="Cole")
POSTED = FurtherBondPosted(at=day(14), candidate="Cole", dollars=150, filed_with="state commissioner")
SETTLED = FurtherBondSettled(at=day(30), candidate="Cole", winners_after=("Ames",))


def after(step="bond", event=FURTHER):
    return advance(until(step, opening=THREE), event)


def test_50_48_1_a_any_candidate_may_request_and_4_a_the_precincts_of_all_requests_are_recounted():
    state = after()
    assert state.precincts == ("Absentee", "Tipton"), "the county board did not order it yet"
    state = advance(state, ORDERED)
    assert state.precincts == ("Absentee", "Tipton", "Durant")
    assert [it.request.candidate for it in state.further] == ["Cole"]
    assert state.request.candidate == "Boyd"


def test_721_26_103_1_the_designee_of_the_first_request_sits():
    before, state = until("bond", opening=THREE), after()
    assert state.members == before.members
    assert "Di Dunn" not in {member.name for member in state.members}


def test_50_48_2_a_each_candidate_has_a_bond_of_its_own_difference():
    state = after()
    (further,) = state.further
    assert (state.bond.difference, further.bond.difference) == (400, 500)
    assert further.owes_bond
    posted = advance(state, POSTED)
    assert not posted.further[0].owes_bond and posted.bond_posted is None
    with pytest.raises(
        LawError, match=r"bond: 500 dollars with the state commissioner, but .* wants 150 dollars"
    ):
        advance(state, replace(POSTED, dollars=500))
    close = replace(OPENING, abstracts={"Cedar": {"Ames": 5200, "Boyd": 4800, "Cole": 5190}})
    free = advance(until("bond", opening=close), FURTHER)
    assert not free.further[0].bond.due and free.doubts == ()
    with pytest.raises(LawError, match="no bond is due"):
        advance(free, POSTED)


def test_50_48_1_a_a_further_request_has_the_same_deadline():
    late = replace(FURTHER, at=day(13, 18))
    assert any(
        doubt.startswith("file a further request: late: done 2020-11-13 18")
        for doubt in after(event=late).doubts
    )
    assert not any("late" in doubt for doubt in after().doubts)
    assert "request" in after().timings, "that of the first request stays as it was"


def test_a_first_request_is_filed_once_and_the_way_for_another_is_named():
    second = RequestFiled(at=day(13), candidate="Cole", designee="Di Dunn", precincts=("Durant",))
    with pytest.raises(
        OrderError, match=r"enter that of another candidate as a further request .*26\.103\(1\)"
    ):
        advance(until("bond", opening=THREE), second)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"candidate": "boyd "},
            r"has requested this recount already; to other precincts .* extends it, \(4\)\(b\)",
        ),
        ({"candidate": "Dow"}, "'Dow' is not in these abstracts"),
        ({"candidate": "Ames"}, "Ames"),
        ({"precincts": ()}, "names no precinct"),
        ({"precincts": ("Wilton",)}, "'Wilton' is not of this county"),
    ],
)
def test_facts_that_cannot_be(change, says):
    with pytest.raises(LawError, match=says):
        after(event=replace(FURTHER, **change))
    with pytest.raises(LawError, match="has requested this recount already"):
        advance(after(), replace(FURTHER, designee="Ed Egan"))


def test_before_the_first_request_and_after_the_report_is_filed_there_is_none():
    with pytest.raises(OrderError, match="first the request is filed"):
        advance(derive(THREE), FURTHER)
    with pytest.raises(OrderError, match="the report is filed, and the recount is over"):
        after("county told", replace(FURTHER, at=day(18, 17)))


def test_a_report_that_was_made_before_it_is_made_anew():
    filed = after("adjourn again", replace(FURTHER, at=day(18, 15)))
    assert filed.report is not None, "a request alone changes no recount"
    state = advance(filed, replace(ORDERED, at=day(18, 15)))
    assert (state.report, state.signed) == (None, ())
    assert advance(until("file", opening=THREE), WAY["file"]).report is not None


def test_a_precinct_of_a_request_that_nobody_ordered_is_not_opened():
    state = after("again", replace(FURTHER, at=day(17, 18)))
    state = advance(state, WAY["again"])
    with pytest.raises(
        OrderError, match=r"'Durant': first the county board orders the further request of 'Cole', \(1\)\(a\)"
    ):
        advance(state, replace(WAY["method Durant"], at=day(18, 9)))
    ordered = advance(state, replace(ORDERED, at=day(18, 9)))
    assert "Durant" in advance(ordered, replace(WAY["method Durant"], at=day(18, 9))).methods


def test_a_refused_request_leaves_the_other_as_it_was():
    state = advance(after(), REFUSED)
    assert state.precincts == ("Absentee", "Tipton") and state.refused is None
    for event in (ORDERED, COPIED, POSTED):
        with pytest.raises(OrderError, match=r"'Cole' was refused .filed too late"):
            advance(state, event)
    assert not [line for line in unrecorded(state) if "Cole" in line]
    for name in ("bond", "second", "convene", "third"):
        state = advance(state, WAY[name])
    with pytest.raises(OrderError, match="precinct 'Durant' is not named: first a member extends"):
        advance(state, replace(WAY["method Durant"], at=day(17)))


@pytest.mark.parametrize("event", [ORDERED, COPIED, POSTED], ids=lambda event: type(event).__name__)
def test_each_step_is_taken_once_and_for_a_candidate_who_asked(event):
    state = advance(after(), event)
    with pytest.raises(OrderError, match=r"the further request of 'Cole': .* already"):
        advance(state, event)
    with pytest.raises(LawError, match="'Dow' has made no further request; correct the name"):
        advance(after(), replace(event, candidate="Dow"))
    with pytest.raises(OrderError, match="first a further request is filed"):
        advance(until("bond", opening=THREE), event)
    assert read_event(*event_body(event)) == event


def test_the_recount_is_over_when_each_bond_is_settled():
    state = after("bond")
    for event in (ORDERED, COPIED, POSTED):
        state = advance(state, event)
    started = False
    for name, event in WAY.items():
        started |= name == "bond"
        if started and name != "extend":
            state = advance(state, event)
    assert not is_over(state)
    assert [line for line in unrecorded(state) if "Cole" in line] == [
        "return or keep the bond of a further request of Cole, §50.48(2)(b)"
    ]
    with pytest.raises(LawError, match="name who has won"):
        advance(state, replace(SETTLED, winners_after=()))
    state = advance(state, SETTLED)
    assert is_over(state)
    assert state.further[0].bond_fate == "deposited in the general fund of the state"
    assert state.bond_fate == "deposited in the general fund of the state"


def test_a_bond_that_was_not_posted_is_not_settled():
    with pytest.raises(OrderError, match="first the report is filed"):
        advance(after(), SETTLED)
    late = advance(after("file", replace(FURTHER, at=day(18, 16))), WAY["file"])
    for name in ("county told", "correct", "state informed"):
        late = advance(late, WAY[name])
    with pytest.raises(OrderError, match=r"first the bond of 'Cole' is posted, \(2\)\(a\)"):
        advance(late, SETTLED)
