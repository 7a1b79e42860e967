"""Canonical JSON (RFC 8785) of entry bodies: one text for one value, so that a hash speaks for the value.

The `rfc8785` package says what is canonical.  It takes 7 ms for the reading of a page, so that plain ASCII
text, which is nearly everything, takes a shorter way: the C encoder of `json` gives the same text as long as
every number is one that Python and ECMAScript write alike.  Anything else goes to the package.
"""

from __future__ import annotations

import json
from typing import Any

import rfc8785

MOST = 2**53 - 1
"""Largest integer that every JSON reader holds exactly (RFC 8785 section 3.2.2.3, I-JSON)."""

SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e16
"""Between these Python writes a float without an exponent, and so does ECMAScript."""

LARGEST_WHOLE = 1e21
"""Below this ECMAScript writes a whole float as an integer, which may then be too large for one."""


class NotCanonicalError(ValueError):
    """Text that is not the canonical JSON of any value."""


def canonical_text(value: Any) -> str:
    """Writes a value as canonical JSON.

    Args:
        value: of dicts with text keys, lists, texts, numbers, booleans and None.

    Raises:
        ValueError: it has no canonical JSON, or one that would not read back as the same value: NaN, a whole
            number above 2^53, broken Unicode.
    """
    try:
        first = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        numbers = _Numbers()
        again = numbers.parse(first)
        if again != value:
            raise ValueError("it would read back as something else; use lists, and texts as keys")
        if first.isascii() and numbers.plain:
            return _dumps(again) if numbers.whole else first
        return rfc8785.dumps(value).decode()
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def parse_canonical(text: str) -> Any:
    """Parses canonical JSON.

    Raises:
        NotCanonicalError: it is not JSON, or the same value has another canonical text.
    """
    try:
        numbers = _Numbers()
        value = numbers.parse(text)
        if text.isascii() and numbers.plain and not numbers.whole:
            same = _dumps(value) == text
        else:
            same = rfc8785.dumps(json.loads(text)).decode() == text
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error
    if not same:
        raise NotCanonicalError("the same value has another canonical text")
    return value


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Numbers:
    """Watches the numbers of a text while it is parsed.

    Attributes:
        plain: every number is one that Python and ECMAScript write alike, whole floats apart.
        whole: there are floats such as ``12.0``, which canonical JSON writes ``12``.
    """

    def __init__(self) -> None:
        self.plain = True
        self.whole = False

    def parse(self, text: str) -> Any:
        return json.loads(text, parse_float=self._float, parse_int=self._int, parse_constant=self._constant)

    def _float(self, digits: str) -> float | int:
        value = float(digits)
        if value.is_integer() and abs(value) < LARGEST_WHOLE:
            self.whole = True
            return self._int(str(int(value)))
        if not SMALLEST_PLAIN <= abs(value) < LARGEST_PLAIN:
            self.plain = False
        return value

    def _int(self, digits: str) -> int:
        value = int(digits)
        if abs(value) > MOST:
            raise ValueError(f"{digits} is larger than JSON readers hold exactly")
        return value

    def _constant(self, name: str) -> float:
        raise ValueError(f"{name} is no JSON number")
