"""The law of 2025, of which reports alone are known: steps are taken down, and nothing is judged by a guess.

A board that is told a clause, a deadline or a number of signatures that is no longer the law would rely on it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError, OrderError, SealError, SignatureError
from config.law import LawError, Member, Method, Office, Role
from config.proceedings import (
    Adjourned,
    BoardConvened,
    BondPosted,
    BondSettled,
    ChairpersonActs,
    ContainerOpened,
    ContainerResealed,
    CountyBoardCorrected,
    CountyBoardNotified,
    FlawFound,
    FurtherRequestFiled,
    JudgeNotified,
    KeyEntered,
    MemberNamed,
    MethodChosen,
    PrecinctRecounted,
    PrecinctsExtended,
    RecountOrdered,
    ReportFiled,
    ReportMade,
    ReportSigned,
    RequestFiled,
    RequestRefused,
    SameProgramUsed,
    StateNotified,
    ThirdChosen,
    WinnerDesignated,
    WinnerNotified,
    advance,
    beyond,
    derive,
    event_body,
    is_over,
    possible,
    read_event,
    unrecorded,
)
from config.signing import Statement, sign_report
from tests.config.proceedings.way import BEN, CASE, OPENING, OTHER_PROGRAM, REPORT, SEALED

NOW = replace(OPENING, election=date(2026, 11, 3), canvass=date(2026, 11, 10))
ALL = tuple(NOW.precincts)
CLAUSE = re.compile(r"\(\d\)|§|50\.48|721—")
SIGNED = sign_report(BEN, Statement(CASE, REPORT, Member("Ben Bell", Role.APPOINTED)))


def day(number: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, number, hour)


WAY = {
    "request": RequestFiled(at=day(12), candidate="Boyd", precincts=ALL),
    "first": MemberNamed(at=day(13), name="Ben Bell", party="Democratic"),
    "second": MemberNamed(at=day(13), name="Ann Abel", party="Republican"),
    "convene": BoardConvened(at=day(16, 9)),
    "key": KeyEntered(at=day(16, 9), name="Ben Bell", key=BEN.public.key.hex()),
    "method 1": MethodChosen(at=day(16, 9), precinct="Absentee", method=Method.MACHINE),
    "method 2": MethodChosen(at=day(16, 9), precinct="Tipton", method=Method.MACHINE),
    "method 3": MethodChosen(at=day(16, 9), precinct="Durant", method=Method.HAND),
    "program": SameProgramUsed(at=day(16), program=SEALED),
    "open 1": ContainerOpened(at=day(16, 11), container="1", precinct="Absentee", seal="s1"),
    "count 1": PrecinctRecounted(at=day(16, 12), precinct="Absentee"),
    "open 2": ContainerOpened(at=day(16, 12), container="2", precinct="Tipton", seal="s2"),
    "count 2": PrecinctRecounted(at=day(16, 13), precinct="Tipton"),
    "open 3": ContainerOpened(at=day(16, 13), container="3", precinct="Durant", seal="s3"),
    "count 3": PrecinctRecounted(at=day(16, 14), precinct="Durant"),
    "reseal 1": ContainerResealed(at=day(16, 14), container="1", seal="t1"),
    "reseal 2": ContainerResealed(at=day(16, 14), container="2", seal="t2"),
    "reseal 3": ContainerResealed(at=day(16, 14), container="3", seal="t3"),
    "report": ReportMade(at=day(16, 15), digest=REPORT, abstracts_incorrect=True),
    "sign": ReportSigned(at=day(16, 16), member="Ben Bell", digest=REPORT, signature=SIGNED),
    "file": ReportFiled(at=day(16, 16)),
    "county told": CountyBoardNotified(at=day(16, 17)),
    "correct": CountyBoardCorrected(at=day(18)),
}


def until(step: str | None, without: tuple[str, ...] = ()):
    state = derive(NOW)
    for name, event in WAY.items():
        if name == step:
            break
        if name not in without:
            state = advance(state, event)
    return state


def test_a_recount_is_taken_down_to_its_end_and_nothing_is_called_late_or_enough():
    state = until(None)
    assert is_over(state)
    assert state.clocks() == () and state.timings == {}
    assert state.bond is None
    assert state.stands == "unknown" and state.signatures.needed is None
    assert {name: held.resealed for name, held in state.containers.items()} == {"1": "t1", "2": "t2", "3": "t3"}
    told, unsure = state.doubts
    assert "not judged" in told and "Not known here: deadlines, whether a bond is due, who signs" in told
    assert unsure == "how many must sign the report, and what stands without it, is not known here"
    assert unrecorded(state) == ()
    assert len(beyond(state)) == 1


def test_at_the_opening_the_margin_is_told_as_reported():
    (told,) = derive(NOW).doubts
    assert "a difference of 400 in 10,000 votes may not be recounted" in told
    (told,) = derive(
        replace(NOW, office=Office.US_REPRESENTATIVE, abstracts={"C": {"Ames": 9, "Boyd": 9}})
    ).doubts
    assert "a difference of 0 in 18 votes may be recounted" in told


def test_the_whole_jurisdiction_is_recounted_from_the_first_with_or_without_a_request():
    assert derive(NOW).precincts == ALL
    with pytest.raises(LawError, match="Absentee is not named; name all 3"):
        advance(derive(NOW), replace(WAY["request"], precincts=("Tipton", "Durant")))
    state = until(None, without=("request",))
    assert is_over(state) and state.request is None


@pytest.mark.parametrize(
    "event",
    [
        ChairpersonActs(at=day(20), name="Cy Cook"),
        WinnerDesignated(at=day(20), designee="Cy Cook"),
        JudgeNotified(at=day(20)),
        ThirdChosen(at=day(20), name="Cy Cook", by="members"),
        PrecinctsExtended(at=day(20), by="Ben Bell", precincts=("Durant",)),
        BondSettled(at=day(20), winners_after=("Ames",)),
    ],
    ids=lambda event: type(event).__name__,
)
def test_steps_of_the_law_before_are_none(event):
    state = until("report")
    assert type(event) not in possible(state)
    with pytest.raises(OrderError, match="a step of the law before, and what is in its place is not known"):
        advance(state, event)


def test_the_steps_of_2025_are_none_of_the_law_before():
    with pytest.raises(OrderError, match="each of the three members is named by a step of its own"):
        advance(derive(OPENING), MemberNamed(at=datetime(2020, 11, 12), name="Cy Cook"))


@pytest.mark.parametrize(
    ("left", "step", "words"),
    [
        (("first", "second", "key", "sign"), "convene", "first a member of the board is named"),
        (("convene",), "method 1", "first the commissioner convenes the board"),
        (("program",), "open 1", "first the program is held against its seal, or found flawed"),
        (("method 1",), "open 1", "first the board chooses how precinct 'Absentee' is recounted"),
        (("open 1",), "count 1", "first a container of precinct 'Absentee' is opened"),
        (("open 1", "count 1"), "reseal 1", "first container '1' is opened"),
        (("reseal 2",), "report", "first every open container is resealed"),
        (("count 3",), "report", "first precinct 'Durant' is recounted"),
        (("report",), "sign", "first the board makes its report"),
        (("key",), "sign", "first the key of 'Ben Bell' is entered; or the member signs on paper"),
        (("report", "sign"), "file", "first the board makes its report"),
        (("file",), "county told", "first the report is filed"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_order_that_lies_in_the_things_is_kept_and_no_clause_is_named(left, step, words):
    with pytest.raises(OrderError, match=words) as caught:
        advance(until(step, without=left), WAY[step])
    assert not CLAUSE.search(str(caught.value)), caught.value


@pytest.mark.parametrize(
    ("step", "fields", "error", "words"),
    [
        ("request", {"designee": "Cy Cook"}, LawError, "no candidate names a member; leave it out"),
        ("second", {"name": "ben bell"}, LawError, "on the board already as named by the county auditor"),
        ("program", {"program": OTHER_PROGRAM}, SealError, "not election day's program"),
        ("sign", {"member": "Eve Ely"}, LawError, "members alone sign its report"),
        ("sign", {"signature": "0" * 128}, SignatureError, "signature of 'Ben Bell'"),
        ("key", {"name": "Eve Ely"}, OrderError, "first 'Eve Ely' is named to the board"),
        ("open 1", {"precinct": "Wilton"}, LawError, "not of this county"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_under_any_law(step, fields, error, words):
    with pytest.raises(error, match=words) as caught:
        advance(until(step), replace(WAY[step], **fields))
    assert not CLAUSE.search(str(caught.value)), caught.value


def test_a_bond_and_another_method_are_taken_down_with_a_doubt():
    state = advance(derive(NOW), BondPosted(at=day(12), dollars=500, filed_with="commissioner"))
    assert "500 dollars were posted" in state.doubts[-1] and "is not known here" in state.doubts[-1]
    with pytest.raises(LawError, match="0 dollars"):
        advance(derive(NOW), BondPosted(at=day(12), dollars=0, filed_with="commissioner"))
    by_hand = replace(WAY["method 1"], method=Method.HAND)
    assert (
        "'Absentee' was counted by machine and is recounted by hand"
        in (advance(until("method 1"), by_hand).doubts[-1])
    )


def test_what_was_left_out_is_listed_without_a_clause():
    state = until("report", without=("count 3", "reseal 2"))
    lines = unrecorded(state)
    assert "that precinct Durant was recounted" in lines and "that container 2 was resealed" in lines
    assert not [line for line in lines if CLAUSE.search(line)]
    assert unrecorded(derive(NOW))[0] == "name a member of the board"


MORE = (
    FurtherRequestFiled(at=day(12), candidate="Cole", precincts=ALL),
    RequestRefused(at=day(12), reason="the margin"),
    WinnerNotified(at=day(12)),
    RecountOrdered(at=day(12)),
    StateNotified(at=day(12)),
    BondPosted(at=day(12), dollars=500, filed_with="commissioner"),
    FlawFound(
        at=day(12), degree="known", reason="a ballot style", decided_by="Ann Abel", program=OTHER_PROGRAM
    ),
    Adjourned(at=day(12)),
    ThirdChosen(at=day(12), name="Cy Cook", by="members"),
)


@given(st.lists(st.sampled_from([*WAY.values(), *MORE]), max_size=50))
def test_any_order_is_a_state_or_an_error_without_a_clause_of_the_law_before(events):
    state = derive(NOW)
    for minute, event in enumerate(events):
        before = repr(state)
        try:
            state = advance(state, replace(event, at=day(12) + timedelta(minutes=minute)))
        except ConfigError as error:
            assert not CLAUSE.search(str(error)), error
            assert repr(state) == before
    assert derive(NOW, state.events) == state
    assert not [line for line in (*state.doubts, *unrecorded(state)) if CLAUSE.search(line)]
    assert [read_event(*event_body(event)) for event in state.events] == list(state.events)
