"""How numbers and places are said in findings."""

from __future__ import annotations

from collections.abc import Iterable


def place(unit: str, mode: str) -> str:
    """A unit and its mode, as in "North, election day"."""
    return f"{unit}, {mode.replace('_', ' ')}" if mode else unit


def signed(number: int) -> str:
    """A change with its sign: +3, -2, 0."""
    return f"{number:+d}" if number else "0"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 ballot", "2 ballots"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(items: Iterable[str]) -> str:
    """Names in a row: "a", "a and b", "a, b and c"."""
    names = list(items)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "none"


def some(names: Iterable[str], most: int = 12) -> str:
    """The first names in a row, with "..." for the others: what an error says is known."""
    known = list(names)
    return ", ".join(known[:most]) + (", ..." if len(known) > most else "")
