"""A candidate whose timely request is dropped, or whose seat on the board another gets, is wronged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.errors import OrderError
from config.law import LawError
from config.proceedings import FurtherRequestFiled, RequestFiled, advance, derive
from tests.config.proceedings.way import OPENING, WAY, day, until

THREE = replace(OPENING, abstracts={"Cedar": {"Ames": 5200, "Boyd": 4800, "Cole": 4700}})
FURTHER = FurtherRequestFiled(at=day(13), candidate="Cole", designee="Di Dunn", precincts=("Tipton", "Durant"))


def after(step="bond", event=FURTHER):
    return advance(until(step, opening=THREE), event)


def test_50_48_1_a_any_candidate_may_request_and_4_a_the_precincts_of_all_requests_are_recounted():
    state = after()
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
    assert [doubt for doubt in state.doubts if "Cole" in doubt] == [
        "the further request of Cole: 150 dollars with the state commissioner are due, §50.48(2)(a)(4); no "
        "step records that bond, look for it on paper"
    ]
    close = replace(OPENING, abstracts={"Cedar": {"Ames": 5200, "Boyd": 4800, "Cole": 5190}})
    free = advance(until("bond", opening=close), FURTHER)
    assert not free.further[0].bond.due and free.doubts == ()


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
    state = after("adjourn again", replace(FURTHER, at=day(18, 15)))
    assert (state.report, state.signed) == (None, ())
    assert advance(until("file", opening=THREE), WAY["file"]).report is not None
