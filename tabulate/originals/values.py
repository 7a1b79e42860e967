"""Single values out of foreign files: names and whole numbers, as they stand or refused with their place."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from tabulate.errors import OriginalCountError

MAX_NAME = 300
"""Longest name in characters, as in a program and in our own CSV."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3}){1,2}")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction of writing, and halves of characters."""


def whole(text: str | None, where: str, *, grouped: bool = False) -> int:
    """A count: ASCII digits without sign or leading zero, below one thousand million.

    Args:
        text: as it stands in the file, surrounding blanks apart.
        where: file, line or element, and column, for the message.
        grouped: whether thousands may be set apart by commas, as printed reports do.

    Raises:
        OriginalCountError: anything else; an empty cell is unknown and the caller's to decide on.
    """
    cell = (text or "").strip()
    if not cell:
        raise OriginalCountError(f"{where}: empty; a number is needed here, 0 for none")
    if re.fullmatch(r"[-\u2212\u2013]\s*[0-9.,]+|\([0-9.,]+\)", cell):
        raise OriginalCountError(f"{where}: '{cell}' is negative; a count cannot be, ask for a corrected file")
    if grouped and _GROUPED.fullmatch(cell):
        cell = cell.replace(",", "")
    if not _NUMBER.fullmatch(cell):
        raise OriginalCountError(f"{where}: '{cell[:60]}' is not a whole number; the file must be corrected")
    return int(cell)


def optional(text: str | None, where: str, *, grouped: bool = False) -> int | None:
    """A count, or None for a blank: unknown, never zero."""
    return whole(text, where, grouped=grouped) if text is not None and text.strip() else None


def json_whole(value: Any, where: str) -> int:
    """A count out of JSON: a number without fraction; text, true and false are none.

    Raises:
        OriginalCountError: anything else.
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise OriginalCountError(
            f"{where}: {str(value)[:60]!r} is not a whole number; the file must be corrected"
        )
    return whole(str(value), where)


def name_of(text: str | None, where: str, *, missing: str | None = None) -> str:
    """A name on one line: line breaks and rows of blanks become one blank.

    Raises:
        OriginalCountError: empty without a `missing` to stand for it, too long, or with control characters.
    """
    given = text or ""
    found, fault = _known_name(given) if len(given) <= MAX_NAME else _name(given)
    if not found and missing is not None:
        return missing
    if fault:
        raise OriginalCountError(f"{where}: {fault}")
    return found


def _name(text: str) -> tuple[str, str]:
    """The text on one line, and what is wrong with it as a name."""
    found = " ".join(text.split())
    if not found:
        return "", "empty; a name is needed here"
    if len(found) > MAX_NAME:
        return found, f"a name of more than {MAX_NAME} characters; is this the right file?"
    if _UNSEEN.search(found):
        return found, "a control character in a name; export the file again"
    return found, ""


_known_name = lru_cache(maxsize=1 << 14)(_name)
"""Cast vote records have few names, a million times each."""


def plain(text: str) -> str:
    """Text on one line that a terminal shows as it is: what nobody can see becomes a question mark."""
    return _UNSEEN.sub("?", " ".join(text.split()))


_MODES = {
    "elec_day": "election_day",
    "eday": "election_day",
    "e_day": "election_day",
    "ed": "election_day",
    "polling_place": "election_day",
    "polls": "election_day",
    "absentee": "absentee",
    "absentee_voting": "absentee",
    "abs": "absentee",
    "total_votes": "total",
    "totals": "total",
    "all": "total",
}
_KNOWN = frozenset(
    {
        "election_day",
        "absentee",
        "total",
        "early",
        "early_voting",
        "early_vote",
        "mail",
        "provisional",
        "absentee_mail",
        "absentee_in_person",
        "absentee_fwab",
        "uocava",
    }
)

TOTAL = "total"
"""Mode of numbers that a file gives for all modes together."""


def mode_of(text: str) -> str:
    """The name of a mode as we have it: ``ELEC DAY`` and ``election-day`` are ``election_day``."""
    slug = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return _MODES.get(slug, slug)


def known_mode(mode: str) -> bool:
    """Whether a name is one that people use for a way of voting."""
    return mode in _KNOWN
