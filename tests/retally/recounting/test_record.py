"""What a report says of a recount must be what was recorded, and what was not recorded must be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from config.proceedings import (
    ContainerOpened,
    FlawFound,
    FurtherRequestFiled,
    FurtherRequestOrdered,
    RequestRefused,
    advance,
    derive,
    unrecorded,
)
from retally.recounting import standing_lines, standing_of
from retally.recounting.record import record_of
from tabulate.ledger import Withdrawal
from tests.config.proceedings.way import BEN, OPENING, OTHER_PROGRAM, REPORT, WAY, day, until

END = datetime(2020, 12, 24, 12)


def outcomes(state, moment=END):
    return {item.words.split(",")[0]: item.outcome for item in record_of(state, moment).deadlines}


def test_the_whole_way():
    record = record_of(derive(OPENING, WAY.values()), END)
    assert (record.stands, record.report, record.filed) == ("report", REPORT, "2020-11-18 16:00")
    assert record.asked == (
        "Boyd asked on 2020-11-12 10:00 for a recount in Absentee, Tipton, and named Ben Bell to the board"
    )
    assert [(item.name, item.cite, item.key) for item in record.members] == [
        ("Ben Bell", "50.48(3)(a)(1)", BEN.public.key.hex()),
        ("Ann Abel", "50.48(3)(a)(2)", None),
        ("Cy Cook", "50.48(3)(a)(3)", None),
    ]
    assert [
        (item.precinct, item.named_by, item.cite, item.originally, item.method, item.reported)
        for item in record.precincts
    ] == [
        ("Absentee", "the request", "50.48(1)(a)", "machine", "machine", None),
        ("Tipton", "the request", "50.48(1)(a)", "machine", "both", "hand"),
        ("Durant", "Ann Abel, 2020-11-18 09:00", "50.48(4)(b)", "hand", "hand", None),
    ]
    assert [(item.member, item.how) for item in record.signatures] == [
        ("Ben Bell", "key"),
        ("Cy Cook", "paper"),
    ]
    assert [(step.at, step.cite) for step in record.steps[:2]] == [
        ("2020-11-12 10:00", "50.48(1)(a), (3)(a)(1)"),
        ("2020-11-12 11:00", "50.48(1)(b)"),
    ]
    assert len(record.steps) == len(WAY)
    assert record.unrecorded == ("a signature of Ann Abel under the report, §50.48(4)(c); 2 of 3 are needed",)
    assert set(outcomes(derive(OPENING, WAY.values())).values()) == {"met", "does not apply"}


def test_at_every_step_what_is_missing_is_said():
    """Each step of the way takes its own line off the list, and none that was there before comes back."""
    state, missing = derive(OPENING), None
    for event in WAY.values():
        lines = {line for line in record_of(state, END).unrecorded if line.startswith(f"{event.words},")}
        if not state.happened(type(event)) and lines:
            after = record_of(advance(state, event), END).unrecorded
            assert not lines & set(after), event
            missing = lines
        state = advance(state, event)
    assert missing


def test_a_further_request_is_told_with_whose_designee_sits():
    opening = replace(OPENING, abstracts={"Cedar": {"Ames": 5200, "Boyd": 4800, "Cole": 4700}})
    further = FurtherRequestFiled(
        at=day(13), candidate="Cole", designee="Di Dunn", precincts=("Tipton", "Durant")
    )
    filed = advance(until("bond", opening=opening), further)
    assert "notify the apparent winner of a further request of Cole, §50.48(1)(b)" in unrecorded(filed)
    state = advance(filed, FurtherRequestOrdered(at=day(13, 11), candidate="Cole"))
    record = record_of(state, END)
    assert record.asked.endswith(
        "; then Cole on 2020-11-13 10:00 in Tipton, Durant, naming Di Dunn, who does not sit (721—26.103(1)) "
        "(ordered; bond of 150 dollars with the state commissioner, §50.48(2)(a)(4): NOT YET POSTED)"
    )
    named = {item.precinct: (item.named_by, item.cite) for item in record.precincts}
    assert named["Tipton"] == ("the request", "50.48(1)(a)")
    assert named["Durant"] == ("the request of Cole", "50.48(1)(a)")
    left = [line for line in record.unrecorded if "Cole" in line]
    assert left == [
        "notify the apparent winner of a further request of Cole, §50.48(1)(b)",
        "post the bond of a further request of Cole, §50.48(2)(a)",
        "return or keep the bond of a further request of Cole, §50.48(2)(b)",
    ]
    lines = standing_lines(standing_of(state, END))
    (said,) = [line for line in lines if line.startswith("Further request: Cole, 2020-11-13 10:00, for Tipton")]
    assert said.endswith("NOT YET POSTED; the first one's designee sits, 721—26.103(1)")


def test_nothing_is_recorded_at_first():
    record = record_of(derive(OPENING), END)
    assert (record.asked, record.bond, record.program, record.report) == (None, None, None, None)
    assert record.unrecorded[0] == "file the request, §50.48(1)(a), (3)(a)(1)"
    assert "notify the state commissioner, §50.48(6)" in record.unrecorded
    assert outcomes(derive(OPENING))["the written request is filed with the commissioner"] == "not recorded"
    early = outcomes(derive(OPENING), datetime(2020, 11, 11))
    assert early["the written request is filed with the commissioner"] == "open"


def test_a_deadline_that_was_missed():
    late = replace(WAY["request"], at=day(14))
    state = advance(derive(OPENING), late)
    assert outcomes(state)["the written request is filed with the commissioner"] == "missed"


def test_a_flawed_program_and_a_refusal():
    flaw = FlawFound(
        at=day(17, 11), degree="known", reason="two names swapped", decided_by="Cy Cook", program=OTHER_PROGRAM
    )
    assert record_of(until("open 1", program=flaw), END).program == (
        "NOT election day's program: it is known to be flawed: two names swapped; decided by Cy Cook on "
        "2020-11-17 11:00"
    )
    refused = advance(until("order"), RequestRefused(at=day(13), reason="filed too late"))
    record = record_of(refused, END)
    assert (record.stands, record.unrecorded, record.filed) == ("original", (), None)


def test_a_container_opened_twice_is_there_twice():
    again = ContainerOpened(at=day(18, 9), container="1", precinct="Absentee", seal="t1")
    record = record_of(advance(until("extend"), again), END)
    assert [(item.container, item.found, item.resealed, item.seal) for item in record.containers] == [
        ("1", "s1", "2020-11-17 16:00", "t1"),
        ("2", "s2", "2020-11-17 16:00", "t2"),
        ("1", "t1", None, None),
    ]
    assert "that container 1 was resealed, §50.48(4)(c)" in record.unrecorded


def test_a_withdrawn_filing_is_a_doubt():
    gone = Withdrawal(WAY["file"], "2020-11-18T22:10:00.000000Z", "wrong hour", "R. Alvarez", ("Ben Bell",))
    record = record_of(until("file"), END, (gone,))
    (step,) = record.withdrawn
    assert (step.at, step.withdrawn, step.by) == ("2020-11-18 16:00", "2020-11-18 22:10", "R. Alvarez")
    assert record.doubts == (
        "the filing of 2020-11-18 16:00 of the report signed by Ben Bell was withdrawn by R. Alvarez: "
        "wrong hour",
    )
