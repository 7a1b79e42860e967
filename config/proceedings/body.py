"""Opening and events as JSON, for whoever keeps them: exact types, no other fields, one text each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from config.law import LawError
from config.proceedings.events import Event
from config.proceedings.order import EVENTS
from config.proceedings.state import Opening

_T = TypeVar("_T")

KINDS: Final[Mapping[str, type[Event]]] = {
    re.sub(r"(?<!^)([A-Z])", r"-\1", event.__name__).lower(): event for event in EVENTS
}
"""All kinds by name: ``request-filed`` and so on."""

_NAMES: Final = {event: kind for kind, event in KINDS.items()}


def event_body(event: Event) -> tuple[str, dict[str, Any]]:
    """The kind of an event and its JSON object."""
    body = TypeAdapter(type(event)).dump_python(event, mode="json")
    return _NAMES[type(event)], body


def read_event(kind: str, body: Mapping[str, Any]) -> Event:
    """The event of a kind and a JSON object.

    Raises:
        LawError: no such kind, or a body that is none of that kind; the message names the field.
    """
    event = KINDS.get(kind)
    if event is None:
        raise LawError(f"'{kind[:80]}' is no step of a recount; it is one of {', '.join(KINDS)}")
    return _read(event, kind, body)


def opening_body(opening: Opening) -> dict[str, Any]:
    """The JSON object of an opening; days of the calendar are sorted, so that it is always the same."""
    body: dict[str, Any] = TypeAdapter(Opening).dump_python(opening, mode="json")
    body["calendar"] = {name: sorted(days) for name, days in body["calendar"].items()}
    return body


def read_opening(body: Mapping[str, Any]) -> Opening:
    """The opening of a JSON object; `derive` looks at what it says.

    Raises:
        LawError: it is none; the message names the field.
    """
    return _read(Opening, "opening", body)


def _read(kind: type[_T], name: str, body: Mapping[str, Any]) -> _T:
    try:
        return TypeAdapter(kind).validate_json(json.dumps(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(str(part) for part in first["loc"])
        raise LawError(f"{name}, {where or 'body'}: {first['msg']}; correct it") from error
