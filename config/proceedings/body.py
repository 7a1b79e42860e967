"""Events as JSON, for whoever keeps them: a kind, and a body with exact types and no other fields."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from config.law import LawError
from config.proceedings.events import Event
from config.proceedings.order import EVENTS

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
    try:
        return TypeAdapter(event).validate_json(json.dumps(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(str(part) for part in first["loc"])
        raise LawError(f"{kind}, {where or 'body'}: {first['msg']}; correct it") from error
