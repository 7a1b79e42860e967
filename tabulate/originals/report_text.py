"""Printed reports kept as text: lines, headings of columns, and rows of numbers that must add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.compare.csv_rows import decode
from tabulate.errors import OriginalCountError
from tabulate.originals.source import Source
from tabulate.originals.tallies import hold_sum
from tabulate.originals.values import TOTAL, mode_of, name_of, whole

MAX_LINE = 1000
"""Longest line in characters; reports are printed with 132 columns, or some more when kept as text."""
_PARTY = re.compile(r"\s*\([A-Z]{1,5}\)$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A line: the place of it, for messages, and its text without blanks at the end."""

    where: str
    text: str

    def fail(self, what: str) -> OriginalCountError:
        """The error that this line is not understood."""
        shown = self.text.strip()[:60]
        return OriginalCountError(f"{self.where}: '{shown}': {what}")


def printed_lines(file: Source) -> list[Printed]:
    """The lines that have text, form feeds taken away.

    Raises:
        OriginalCountError: it is no text, or has a line of more than `MAX_LINE` characters.
    """
    text = decode(file.data.replace(b"\x0c", b""), file.name)
    lines = [Printed(f"{file.name}, line {at}", line.rstrip()) for at, line in enumerate(text.split("\n"), 1)]
    for line in lines:
        if len(line.text) > MAX_LINE:
            raise line.fail(f"a line of more than {MAX_LINE} characters; is this the right file?")
    return [line for line in lines if line.text]


def head_text(file: Source) -> str:
    """The first four kilobytes as text, for telling formats apart."""
    return "" if b"\x00" in file.head else file.head.decode("utf-8", errors="replace")


def headings(line: Printed, first: str) -> tuple[str, ...]:
    """Modes in a line of column headings, the columns of totals and percentages left out.

    Raises:
        OriginalCountError: two columns of one name.
    """
    cells = [cell for cell in re.split(r"\s{2,}", line.text.strip()) if cell not in (first, "%%", "%")]
    modes = tuple(mode_of(name_of(cell, line.where)) for cell in cells)
    if len(set(modes)) != len(modes) or "" in modes:
        raise line.fail("two columns of one name, or a heading that is no name")
    return modes


def numbers(line: Printed, text: str, modes: Sequence[str]) -> dict[str, int]:
    """The numbers of a row by mode, its total held against them; the total alone where there are no modes.

    Args:
        line: the row, for messages.
        text: the part of it that has the numbers: total, perhaps a percentage with a point, then the modes.
        modes: the columns.

    Raises:
        OriginalCountError: more or fewer numbers than columns, or a total that is not their sum.
    """
    cells = text.split()
    if len(cells) > 1 and re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,2}%?", cells[1]):
        del cells[1]
    if len(cells) != len(modes) + 1:
        raise line.fail(f"{len(cells)} numbers where there are {len(modes) + 1} columns")
    total, *rest = (whole(cell, line.where, grouped=True) for cell in cells)
    if not modes:
        return {TOTAL: total}
    hold_sum(rest, total, "the columns", line.where)
    return dict(zip(modes, rest, strict=True))


def ends_in_numbers(text: str) -> tuple[str, str] | None:
    """Name and numbers of a row whose columns begin after two blanks; None when it is no such row."""
    match = re.fullmatch(r"(.*?\S)\s{2,}(-?[0-9][0-9,.%\s-]*)", text)
    return (match[1].strip(), match[2]) if match else None


def without_party(name: str) -> str:
    """A candidate's name without the party in brackets behind it."""
    return _PARTY.sub("", name) or name
