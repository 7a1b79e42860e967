"""A record is lost when what was written down does not come back as it was, or something else comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from config.law import LawError, Method, OfficeCalendar
from config.proceedings import (
    EVENTS,
    KINDS,
    MethodChosen,
    ReportSigned,
    derive,
    event_body,
    opening_body,
    read_event,
    read_opening,
)
from tests.config.proceedings.way import OPENING, REPORT, WAY, day

EXTRA = (
    MethodChosen(at=day(17), precinct="Tipton", method=Method.HYBRID, authority="county attorney"),
    ReportSigned(at=day(17), member="Ann Abel", digest=REPORT, signature="0" * 128),
)


@pytest.mark.parametrize("event", [*WAY.values(), *EXTRA], ids=lambda event: type(event).__name__)
def test_an_event_comes_back_from_json(event):
    kind, body = event_body(event)
    assert read_event(kind, json.loads(json.dumps(body))) == event


def test_the_state_comes_back_from_json():
    bodies = json.dumps([event_body(event) for event in WAY.values()])
    events = [read_event(kind, body) for kind, body in json.loads(bodies)]
    assert derive(OPENING, events) == derive(OPENING, WAY.values())


def test_every_kind_has_one_name():
    assert set(KINDS.values()) == set(EVENTS)
    assert {"request-filed", "same-program-used", "bond-settled"} <= set(KINDS)


def test_an_opening_comes_back_from_json_and_is_always_the_same_text():
    days = [date(2020, 11, number) for number in (13, 27, 9, 20)]
    one = replace(OPENING, population=18_000, calendar=OfficeCalendar(closed=frozenset(days)))
    other = replace(one, calendar=OfficeCalendar(closed=frozenset(reversed(days))))
    text = json.dumps(opening_body(one))
    assert read_opening(json.loads(text)) == one
    assert json.dumps(opening_body(other)) == text
    assert opening_body(one)["calendar"]["closed"] == ["2020-11-09", "2020-11-13", "2020-11-20", "2020-11-27"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"office": "sheriff"}, "opening, office: "),
        ({"precincts": {"Tipton": "mail"}}, "opening, precincts/Tipton: "),
        ({"abstracts": {"Cedar": {"Ames": "5200"}}}, "opening, abstracts/Cedar/Ames: "),
        ({"judge": "Poe"}, "opening, judge: "),
        ({"calendar": {"closed": ["soon"]}}, "opening, calendar/closed"),
    ],
)
def test_what_is_no_opening_is_refused_with_its_field(change, words):
    with pytest.raises(LawError, match=words):
        read_opening(opening_body(OPENING) | change)


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("request-lost", {}, "'request-lost' is no step of a recount"),
        ("request-filed", {"candidate": 5}, "request-filed, candidate: "),
        ("request-filed", {"precincts": "Tipton"}, "request-filed, precincts: "),
        ("request-filed", {"at": "tomorrow"}, "request-filed, at: "),
        ("request-filed", {"seal": "1"}, "request-filed, seal: "),
        ("bond-posted", {}, "bond-posted, "),
    ],
)
def test_what_is_no_event_is_refused_with_its_field(kind, change, words):
    _, body = event_body(WAY["request"])
    with pytest.raises(LawError, match=words):
        read_event(kind, body | change)


def test_a_field_that_is_missing_is_named():
    kind, body = event_body(WAY["bond"])
    del body["dollars"]
    with pytest.raises(LawError, match="bond-posted, dollars: "):
        read_event(kind, body)


def test_a_number_is_not_made_of_words():
    kind, body = event_body(WAY["bond"])
    with pytest.raises(LawError, match="dollars"):
        read_event(kind, body | {"dollars": "150"})
