"""Opening and events as JSON, for whoever keeps them: exact types, no other fields, one text each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
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

_adapters: Final[dict[Any, TypeAdapter[Any]]] = {}

_NAMES: Final = {event: kind for kind, event in KINDS.items()}


def event_body(event: Event) -> tuple[str, dict[str, Any]]:
    """The kind of an event and its JSON object."""
    body: dict[str, Any] = _adapter(type(event)).dump_python(event, mode="json")
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
    body: dict[str, Any] = _adapter(Opening).dump_python(opening, mode="json")
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
        found: _T = _adapter(kind).validate_json(json.dumps(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(str(part) for part in first["loc"])
        raise LawError(f"{name}, {where or 'body'}: {_wrong(kind, first['type'], first['msg'])}") from error
    return found


def _wrong(kind: type, error: str, message: str) -> str:
    """What is wrong with a field, in the words of whoever filled it in."""
    if error in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return "it is missing; give it"
    if error in ("unexpected_keyword_argument", "unexpected_positional_argument"):
        return f"no such field; take it out (there are {', '.join(field.name for field in fields(kind))})"
    return f"{message}; correct it"


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Made once for each kind: to make it takes longer than to read with it."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
