"""A clerk fills in what the template asks: a wrong template stops the recount, an empty one must not count."""

import tomllib
from dataclasses import fields

import pytest

from config.law import LawError
from config.proceedings import KINDS, event_body, read_event
from retally.recounting import template
from retally.recounting.step_file import _event
from tests.config.proceedings.test_any_order import MORE
from tests.config.proceedings.way import OTHER_PROGRAM, SEALED, WAY, until

STEPS = {**WAY, **{type(event).__name__: event for event in MORE}}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["request", "bond", "open 1", "sign third", "bond settled"])
def test_as_it_is_it_is_refused(kind, name):
    text = template(kind, until(name), SEALED)
    assert text.startswith(f"# {KINDS[kind].words}: ")
    ((table,),) = tomllib.loads(text).values()
    assert set(table) - {"kind"} <= {field.name for field in fields(KINDS[kind])}
    with pytest.raises(LawError, match=f"{kind}, at: give day and time"):
        _event(table, SEALED, None, None)


@pytest.mark.parametrize("name", STEPS)
def test_filled_in_it_is_the_step(name):
    kind, body = event_body(STEPS[name])
    text = template(kind, until(name) if name in WAY else until("key"), SEALED)
    ((table,),) = tomllib.loads(text).values()
    assert table.pop("kind") == kind
    assert set(table) <= set(body)
    for line in text.splitlines():
        field = line.lstrip("# ").split(" =")[0].split(":")[0]
        table.update({field: body[field]} if field in body else {})
    assert table == body
    assert read_event(kind, table) == STEPS[name]


def test_what_is_known_is_proposed():
    def filled(kind, name):
        ((table,),) = tomllib.loads(template(kind, until(name), OTHER_PROGRAM)).values()
        return table

    assert filled("bond-posted", "bond")["dollars"] == 150
    assert filled("bond-posted", "bond")["filed_with"] == "state commissioner"
    assert filled("same-program-used", "program")["program"] == OTHER_PROGRAM
    assert filled("report-signed", "sign first")["digest"] == WAY["sign first"].digest
    assert "Ben Bell, Ann Abel" in template("precincts-extended", until("extend"), SEALED)
    assert "# one or more: Durant" in template("precincts-extended", until("extend"), SEALED)


def test_no_such_kind():
    with pytest.raises(LawError, match="'dance' is no step of a recount; it is one of request-filed"):
        template("dance", until("order"), SEALED)
