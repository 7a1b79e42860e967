"""A record is lost when what was written down does not come back as it was, or something else comes back."""

from __future__ import annotations

import json

import pytest

from config.law import LawError, Method
from config.proceedings import EVENTS, KINDS, MethodChosen, ReportSigned, derive, event_body, read_event
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
