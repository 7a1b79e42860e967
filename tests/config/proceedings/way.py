"""A recount of one county office, from the request to the bond: its opening, and its steps in their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from config.law import ElectionKind, Member, Method, Office, Role
from config.proceedings import (
    Adjourned,
    BoardConvened,
    BondPosted,
    BondSettled,
    ContainerOpened,
    ContainerResealed,
    CountyBoardCorrected,
    CountyBoardNotified,
    KeyEntered,
    MethodChosen,
    Opening,
    PrecinctRecounted,
    PrecinctsExtended,
    RecountOrdered,
    ReportFiled,
    ReportMade,
    ReportSigned,
    RequestFiled,
    SameProgramUsed,
    StateInformed,
    StateNotified,
    ThirdChosen,
    WinnerDesignated,
    WinnerNotified,
    advance,
    derive,
)
from config.signing import SecretKey, Statement, sign_report

SEALED, OTHER_PROGRAM, REPORT = "a" * 64, "b" * 64, "c" * 64
CASE = "retally/case/6f0c2a9d1b7e4c33"
BEN = SecretKey("Ben Bell", b"Ben Bell's seed of thirty-two by")
SIGNED = sign_report(BEN, Statement(CASE, REPORT, Member("Ben Bell", Role.REQUESTER)))

OPENING = Opening(
    office=Office.STATE_REPRESENTATIVE,
    kind=ElectionKind.GENERAL,
    election=date(2020, 11, 3),
    canvass=date(2020, 11, 10),
    precincts={"Absentee": "machine", "Tipton": "machine", "Durant": "hand"},
    abstracts={"Cedar": {"Ames": 5200, "Boyd": 4800}},
    winners=("Ames",),
    program=SEALED,
    case=CASE,
)
"""Boyd is 400 behind of 10,000: a bond of 150 dollars is due."""


def day(number: int, hour: int = 10) -> datetime:
    return datetime(2020, 11, number, hour)


WAY = {
    "request": RequestFiled(
        at=day(12), candidate="Boyd", designee="Ben Bell", precincts=("Absentee", "Tipton")
    ),
    "winner told": WinnerNotified(at=day(12, 11)),
    "state told": StateNotified(at=day(12, 12)),
    "order": RecountOrdered(at=day(13)),
    "bond": BondPosted(at=day(14), dollars=150, filed_with="state commissioner"),
    "second": WinnerDesignated(at=day(16), designee="Ann Abel"),
    "convene": BoardConvened(at=day(17, 9)),
    "third": ThirdChosen(at=day(17), name="Cy Cook", by="members"),
    "key": KeyEntered(at=day(17), name="Ben Bell", key=BEN.public.key.hex()),
    "method absentee": MethodChosen(at=day(17), precinct="Absentee", method=Method.MACHINE),
    "method Tipton": MethodChosen(at=day(17), precinct="Tipton", method=Method.BOTH, reported="hand"),
    "program": SameProgramUsed(at=day(17, 11), program=SEALED),
    "open 1": ContainerOpened(at=day(17, 12), container="1", precinct="Absentee", seal="s1"),
    "count absentee": PrecinctRecounted(at=day(17, 13), precinct="Absentee"),
    "open 2": ContainerOpened(at=day(17, 14), container="2", precinct="Tipton", seal="s2"),
    "count Tipton": PrecinctRecounted(at=day(17, 15), precinct="Tipton"),
    "reseal 1": ContainerResealed(at=day(17, 16), container="1", seal="t1"),
    "reseal 2": ContainerResealed(at=day(17, 16), container="2", seal="t2"),
    "adjourn": Adjourned(at=day(17, 17)),
    "again": BoardConvened(at=day(18, 9)),
    "extend": PrecinctsExtended(at=day(18, 9), by="Ann Abel", precincts=("Durant",)),
    "method Durant": MethodChosen(at=day(18, 9), precinct="Durant", method=Method.HAND),
    "open 3": ContainerOpened(at=day(18), container="3", precinct="Durant", seal="s3"),
    "count Durant": PrecinctRecounted(at=day(18, 11), precinct="Durant"),
    "reseal 3": ContainerResealed(at=day(18, 12), container="3", seal="t3"),
    "report": ReportMade(at=day(18, 13), digest=REPORT, abstracts_incorrect=True),
    "sign first": ReportSigned(at=day(18, 14), member="Ben Bell", digest=REPORT, signature=SIGNED),
    "sign third": ReportSigned(at=day(18, 14), member="Cy Cook", digest=REPORT),
    "adjourn again": Adjourned(at=day(18, 15)),
    "file": ReportFiled(at=day(18, 16)),
    "county told": CountyBoardNotified(at=day(18, 17)),
    "correct": CountyBoardCorrected(at=day(20)),
    "state informed": StateInformed(at=day(20, 11), outcome_changed=False),
    "bond settled": BondSettled(at=day(30), winners_after=("Ames",)),
}


def until(step, *, without=(), **changed):
    """The state before a step of the way, some steps left out and some changed."""
    state = derive(changed.pop("opening", OPENING))
    for name, event in WAY.items():
        if name == step:
            return state
        if name not in without:
            state = advance(state, changed.get(name.replace(" ", "_"), event))
    return state


def clocked(events):
    """The events with times that rise by a minute, from the day after the canvass on."""
    return [replace(event, at=day(11) + timedelta(minutes=n)) for n, event in enumerate(events)]
