"""Validation errors in plain words, each with the path of its field."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.program import model

_IDENTIFIER_WORDS = "small letters, digits, '.', '_' and '-' (at most 80, beginning with a letter or digit)"


def field_path(place: Sequence[int | str]) -> str:
    """Writes a place as people say it: ``contests[2].choices[0].id``.

    The numbers count from 0, as in the JSON tools that people will use to go there.
    """
    path = ""
    for step in place:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path or "the program"


def explain(error: ValidationError) -> tuple[str, ...]:
    """Says every error of a validation as ``path: what is wrong``, in the order of the file."""
    return tuple(f"{field_path(detail['loc'])}: {_words(detail)}" for detail in error.errors(include_url=False))


def _words(detail: ErrorDetails) -> str:
    kind, given = detail["type"], _short(detail["input"])
    context: dict[str, Any] = detail.get("ctx", {})
    bound = next(iter(context.values()), "")
    if kind in _WHOLE:
        return _WHOLE[kind]
    if kind == "extra_forbidden":
        return "is not a field that a program knows" + _hint(str(detail["loc"][-1]))
    if kind == "string_pattern_mismatch":
        return f"{given} {_pattern_words(str(bound))}"
    if kind in _LIMITS:
        return f"{given} {_LIMITS[kind]} {bound}"
    return f"{given} is not {_WANTED[kind]}" if kind in _WANTED else f"{given}: {detail['msg']}"


_WHOLE = {
    "missing": "is missing",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
}

_LIMITS = {
    "literal_error": "is not",
    "greater_than_equal": "is less than",
    "less_than_equal": "is more than",
    "too_long": "is longer than",
    "string_too_long": "is longer than",
}

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "tuple_type": "a list",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "date_type": "a date such as 2026-11-03",
    "date_parsing": "a date such as 2026-11-03",
    "date_from_datetime_parsing": "a date such as 2026-11-03",
    "date_from_datetime_inexact": "a date such as 2026-11-03",
}


def _pattern_words(pattern: str) -> str:
    if "[01]" in pattern:
        return "is not 32 digits 0 or 1"
    if "A-Za-z0-9+/" in pattern:
        return "is not base64"
    return f"may only have {_IDENTIFIER_WORDS}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else "an object" if isinstance(value, dict) else repr(value)
    if isinstance(value, list | tuple):
        text = "a list"
    return text if len(text) <= 60 else text[:57] + "..."


def _hint(name: str) -> str:
    known = {
        field
        for part in vars(model).values()
        if isinstance(part, type) and issubclass(part, model.Part)
        for field in part.model_fields
    }
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    return f" (meant {near[0]!r}?)" if near else ""
