"""What file names say: their natural order, and which two of them are the sides of one sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Final

from scanner.folder.kinds import stem_of

_DIGITS: Final = re.compile(r"([0-9]+)")


def natural_key(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Return a sort key under which ``scan-2`` comes before ``scan-10``; total, so that order never varies."""
    parts = tuple(
        (0, int(part), "") if part[0] in "0123456789" else (1, 0, part.casefold())
        for part in _DIGITS.split(name)
        if part
    )
    return parts, name


class Pattern(IntEnum):
    """How a name tells the side, from the surest to the least sure."""

    WORD = 1
    """``front`` and ``back``, ``recto`` and ``verso``: anywhere in the name, set off by signs."""

    LABEL = 2
    """``side0``/``side1``, ``sideA``/``sideB``, ``p1``/``p2``, ``page1``/``page2`` and so on at the end."""

    LETTER = 3
    """A number followed by ``A``/``B``, ``F``/``B`` or ``F``/``R`` at the end."""

    NUMBER = 4
    """``-1``/``-2``, ``_1``/``_2``, ``-0``/``-1`` at the end, after a number or word."""


@dataclass(frozen=True, slots=True)
class SideName:
    """A name that tells its side.

    Attributes:
        pattern: how it tells.
        stem: what both sides of a sheet have in common, folder included, file ending left out.
        side: the rest, lower case.
    """

    pattern: Pattern
    stem: str
    side: str


FRONT_BACK: Final[dict[Pattern, frozenset[tuple[str, str]]]] = {
    Pattern.WORD: frozenset({("front", "back"), ("recto", "verso")}),
    Pattern.LABEL: frozenset({("0", "1"), ("1", "2"), ("a", "b")}),
    Pattern.LETTER: frozenset({("a", "b"), ("f", "b"), ("f", "r")}),
    Pattern.NUMBER: frozenset({("0", "1"), ("1", "2")}),
}
"""The sides that make a sheet when exactly these two share a stem."""

_WORD: Final = re.compile(r"(?<![a-z])(front|back|recto|verso)(?![a-z])", re.IGNORECASE)
_LABEL: Final = re.compile(r"(?:^|(?<=[-_ .]))(side|page|pg|p)[-_ ]?([0-9]{1,2}|[ab])$", re.IGNORECASE)
_LETTER: Final = re.compile(r"(?<=[0-9])[-_ ]?([abfr])$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<=[^-_ ])[-_ ]([0-9])$")


def side_name(name: str) -> SideName | None:
    """Say which side a file's name tells, None when it tells none.

    The surest pattern that matches decides.  A name with the word for a side twice tells none.
    """
    path = PurePosixPath(name)
    text = stem_of(name)
    folder = f"{path.parent}/"
    words = list(_WORD.finditer(text))
    if len(words) == 1:
        found = words[0]
        return SideName(
            Pattern.WORD, f"{folder}{text[: found.start()]}*{text[found.end() :]}", found[1].lower()
        )
    if words:
        return None
    if label := _LABEL.search(text):
        stem = f"{folder}{text[: label.start()]}{label[1].lower()}*"
        return SideName(Pattern.LABEL, stem, label[2].lower().lstrip("0") or "0")
    if letter := _LETTER.search(text):
        return SideName(Pattern.LETTER, folder + text[: letter.start()], letter[1].lower())
    if number := _NUMBER.search(text):
        return SideName(Pattern.NUMBER, folder + text[: number.start()], number[1])
    return None
