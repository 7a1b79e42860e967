"""A certified result is harmed when containers are opened, or totals corrected, before the law allows it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from config.errors import OrderError
from config.law import ElectionKind, Office
from config.proceedings import (
    EVENTS,
    Adjourned,
    BondSettled,
    ChairpersonActs,
    Event,
    FlawFound,
    JudgeNotified,
    MemberNamed,
    OfFurther,
    PrecinctsExtended,
    ReportMade,
    RequestRefused,
    ThirdChosen,
    advance,
    derive,
    events,
    is_over,
    possible,
)
from tests.config.proceedings.way import BEN, OPENING, OTHER_PROGRAM, WAY, day, until

FLAW = FlawFound(
    at=day(17, 11), degree="known", reason="two names swapped", decided_by="Cy Cook", program=OTHER_PROGRAM
)


def test_the_whole_way():
    state = derive(OPENING, WAY.values())
    assert is_over(state)
    assert state.stands == "report"
    assert state.precincts == ("Absentee", "Tipton", "Durant")
    assert state.recounted == {"Absentee", "Tipton", "Durant"}
    assert {name: held.resealed for name, held in state.containers.items()} == {"1": "t1", "2": "t2", "3": "t3"}
    assert state.bond_fate == "deposited in the general fund of the state"
    assert state.doubts == ()
    assert set(state.timings) == {"request", "convene", "third", "report", "correct"}


def test_every_step_names_the_clause_that_its_description_names():
    """A report that cites the wrong clause is taken apart in court."""
    for event in (event for event in EVENTS if event is not MemberNamed):  # of a law that nobody read
        assert re.fullmatch(r"50\.48\(\d\)(\(\w+\))*(, (\(\w+\))+)*", event.cite), event
        described = re.match(r"(\(\w+\))+(, (\(\w+\))+)*(?=[.:])", event.__doc__)
        assert described is None or event.cite == f"50.48{described[0]}", event


def test_before_the_end_nothing_is_over():
    for step in WAY:
        assert not is_over(until(step)), step


MISSING = {
    # what is left out: step that is refused, what must come first
    "request": ("winner told", "first the request is filed"),
    "winner told": ("second", "first a copy of the request is sent"),
    "order": ("convene", "first the county board orders the recount"),
    "bond": ("convene", "first the bond is posted"),
    "second": ("convene", "first the apparent winner names a designee"),
    "convene": ("third", "first the commissioner convenes the board"),
    "third": ("method absentee", "first the third member is chosen"),
    "key": ("sign first", "first the key of 'Ben Bell' is entered; or the member signs on paper"),
    "method absentee": ("open 1", "first the board chooses how precinct 'Absentee'"),
    "method Tipton": ("open 2", "first the board chooses how precinct 'Tipton'"),
    "program": ("open 1", "first the program is held against its seal"),
    "open 1": ("count absentee", "first a container of precinct 'Absentee' is opened"),
    "count absentee": ("report", "first precinct 'Absentee' is recounted"),
    "open 2": ("count Tipton", "first a container of precinct 'Tipton' is opened"),
    "count Tipton": ("report", "first precinct 'Tipton' is recounted"),
    "reseal 1": ("adjourn", "first every open container is resealed"),
    "reseal 2": ("adjourn", "first every open container is resealed"),
    "adjourn": ("again", "the board is in session already"),
    "again": ("method Durant", "first the board convenes again"),
    "extend": ("method Durant", "precinct 'Durant' is not named: first a member extends"),
    "method Durant": ("open 3", "first the board chooses how precinct 'Durant'"),
    "open 3": ("count Durant", "first a container of precinct 'Durant' is opened"),
    "count Durant": ("report", "first precinct 'Durant' is recounted"),
    "reseal 3": ("report", "first every open container is resealed"),
    "report": ("sign first", "first the board makes its report"),
    "sign first": ("county told", "fewer than two members signed the report"),
    "sign third": ("county told", "fewer than two members signed the report, and the original numbers stand"),
    "file": ("county told", "first the report is filed"),
    "county told": ("correct", "first the commissioner notifies the county board"),
    "correct": ("state informed", "first the county board corrects its proceedings"),
    "state told": ("state informed", "first the state commissioner is notified of the recount"),
    "state informed": ("bond settled", "first the state commissioner is informed"),
}


@pytest.mark.parametrize("left_out", MISSING)
def test_50_48_a_step_left_out_is_asked_for(left_out):
    refused, words = MISSING[left_out]
    state = until(refused, without={left_out})
    with pytest.raises(OrderError, match=words) as caught:
        advance(state, WAY[refused])
    assert str(caught.value).startswith(WAY[refused].words + ": ")
    assert caught.value.exit_code == 6


def test_the_table_leaves_no_step_out_but_those_on_which_nothing_depends():
    assert set(WAY) - set(MISSING) == {"adjourn again", "bond settled"}


ONCE = ["request", "order", "bond", "second", "third", "key", "sign first", "file", "county told", "correct"]


@pytest.mark.parametrize("step", [*ONCE, "winner told", "state told", "state informed", "bond settled"])
def test_a_step_is_not_done_twice(step):
    names = list(WAY)
    after = names[names.index(step) + 1] if step != names[-1] else None
    state = until(after)
    with pytest.raises(OrderError, match="already"):
        advance(state, replace(WAY[step], at=state.events[-1].at))


def test_50_48_4_a_a_hand_count_needs_no_program():
    opening = replace(OPENING, precincts={"Absentee": "hand", "Tipton": "hand", "Durant": "hand"}, program=None)
    hand = replace(WAY["method absentee"], method=WAY["method Durant"].method)
    state = until("open 1", without={"program", "method Tipton"}, opening=opening, method_absentee=hand)
    assert advance(state, WAY["open 1"]).open_containers == ("1",)


def test_50_48_4_a_a_flawed_program_is_a_finding_that_every_report_has_to_show():
    state = until("open 1", program=FLAW)
    assert advance(state, WAY["open 1"]).open_containers == ("1",)
    [doubt] = state.doubts
    assert "known to be flawed by Cy Cook: two names swapped" in doubt
    with pytest.raises(OrderError, match="found flawed already"):
        advance(state, WAY["program"])


def test_50_48_4_c_with_one_signature_the_original_numbers_stand():
    state = until("county told", without={"sign third"})
    assert state.stands == "original"
    assert "signed by 1 of the 2 members" in state.doubts[0]
    told = advance(state, replace(WAY["state informed"], at=day(20)))
    assert is_over(advance(told, WAY["bond settled"])), "nothing is corrected, and the rest goes on"


def test_50_48_5_a_report_that_finds_the_abstracts_right_corrects_nothing():
    right = replace(WAY["report"], abstracts_incorrect=False)
    state = until("county told", report=right)
    assert state.stands == "report"
    with pytest.raises(OrderError, match="nothing to correct"):
        advance(state, WAY["county told"])
    advance(state, replace(WAY["state informed"], at=day(20)))


def test_a_key_is_entered_once_its_member_is_named():
    with pytest.raises(OrderError, match="first 'Cy Cook' is named to the board"):
        advance(until("third"), replace(WAY["key"], name="Cy Cook"))
    state = until("convene")
    assert advance(state, replace(WAY["key"], at=state.events[-1].at)).roll == (BEN.public,)


def test_a_member_signs_on_paper_without_a_key():
    state = until("adjourn again", without={"key"}, sign_first=replace(WAY["sign first"], signature=None))
    assert state.signatures.stands


def test_50_48_3_b_the_judge_appoints_when_the_two_cannot_agree():
    state = until("third")
    judge = ThirdChosen(at=day(20), name="Cy Cook", by="chief judge")
    with pytest.raises(OrderError, match="first the two members notify the chief judge"):
        advance(state, judge)
    notified = advance(state, JudgeNotified(at=day(19, 8)))
    with pytest.raises(OrderError, match="the chief judge is notified and appoints"):
        advance(notified, replace(judge, by="members"))
    assert len(advance(notified, judge).members) == 3


def test_50_48_1_b_a_chairperson_acts_after_four_days_only():
    state = until("order")
    with pytest.raises(OrderError, match=r"first the four days end .* on 2020-11-16"):
        advance(state, ChairpersonActs(at=day(16, 23), name="Pat Poe"))
    advance(state, ChairpersonActs(at=day(17, 0), name="Pat Poe"))


def test_50_48_7_names_no_four_days():
    opening = replace(OPENING, kind=ElectionKind.CITY_PRIMARY, canvass=day(5).date(), office=Office.OTHER)
    request = replace(WAY["request"], at=day(6))
    advance(derive(opening, [request]), ChairpersonActs(at=day(6), name="Pat Poe"))


def test_50_48_4_b_an_extension_undoes_a_report_that_is_not_filed_yet():
    state = until("file", without={"extend", "method Durant", "open 3", "count Durant", "reseal 3"})
    assert state.signatures.stands
    extended = advance(state, PrecinctsExtended(at=day(18, 15), by="Ben Bell", precincts=("Durant",)))
    assert (extended.report, extended.signed) == (None, ())
    with pytest.raises(OrderError, match="first the board makes its report"):
        advance(extended, WAY["file"])


def test_a_report_made_anew_takes_its_signatures_away():
    state = until("adjourn again")
    again = advance(state, ReportMade(at=day(18, 15), digest="d" * 64, abstracts_incorrect=True))
    assert again.signed == ()


def test_a_precinct_that_was_not_examined_is_reported_with_its_reason():
    without = {"open 3", "count Durant", "reseal 3"}
    told = replace(WAY["report"], unexamined=(("Durant", "the container was not found"),))
    assert until("file", without=without, report=told).report.unexamined == told.unexamined


def test_a_request_can_be_refused_and_nothing_follows():
    state = advance(until("order"), RequestRefused(at=day(13), reason="filed late"))
    assert is_over(state)
    assert state.stands == "original"
    assert possible(state) == ()
    with pytest.raises(OrderError, match=r"was refused \(filed late\)"):
        advance(state, WAY["order"])


def test_an_ordered_recount_is_not_refused():
    with pytest.raises(OrderError, match="the recount is ordered already"):
        advance(until("bond"), RequestRefused(at=day(14), reason="late"))


def test_steps_are_entered_in_the_order_of_their_times():
    state = until("bond")
    with pytest.raises(OrderError, match="is before"):
        advance(state, replace(WAY["bond"], at=state.events[-1].at - timedelta(seconds=1)))


def test_late_steps_are_shown_and_not_refused():
    request = replace(WAY["request"], at=day(13, 17) + timedelta(minutes=1))
    state = derive(OPENING, [request])
    assert state.doubts == (
        "file the request: late: done 2020-11-13 17:01:00, last moment 2020-11-13 17:00:00, §50.48(1)(a)",
    )


def test_a_report_on_the_extended_day_is_for_a_person_to_judge():
    state = until("file", adjourn_again=Adjourned(at=day(30)))
    [doubt] = advance(state, replace(WAY["file"], at=day(30))).doubts
    assert "unsettled reading" in doubt
    assert "last moment 2020-11-28, by §47.4 2020-11-30, §50.48(4)(c)" in doubt


def test_a_container_found_with_another_seal_than_it_was_given_is_shown():
    state = until("extend")
    [doubt] = advance(state, replace(WAY["open 1"], at=day(18, 9), seal="t9")).doubts
    assert "container '1' was resealed with t1 and found with t9" in doubt
    assert advance(state, replace(WAY["open 1"], at=day(18, 9), seal="t1")).doubts == ()


def test_without_a_bond_there_is_none_to_wait_for_and_none_to_settle():
    opening = replace(OPENING, abstracts={"Cedar": {"Ames": 5001, "Boyd": 4999}})
    state = until("bond settled", without={"bond"}, opening=opening)
    assert is_over(state)
    with pytest.raises(OrderError, match="first a bond is posted"):
        advance(state, BondSettled(at=day(30), winners_after=("Ames",)))


def test_what_is_possible_is_what_the_table_does_not_forbid():
    assert [kind.__name__ for kind in possible(derive(OPENING))] == ["RequestFiled"]
    for step, event in WAY.items():
        assert type(event) in possible(until(step)), step


def test_every_kind_of_event_has_a_place_in_the_table():
    kinds = {kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, Event)}
    assert set(EVENTS) == kinds - {Event, OfFurther}
    assert len({kind.words for kind in EVENTS}) == len(EVENTS)
