"""Original, machine and hand side by side, for a terminal."""

from __future__ import annotations

from tabulate.compare.hand import ThreeCounts
from tabulate.compare.words import count, place
from tabulate.report.text import Page, render_text


def render_three(result: ThreeCounts, *, width: int = 100) -> str:
    """What is open, where the three counts differ, and then the original count beside what the board reports.

    Args:
        result: the three counts.
        width: longest line in characters.
    """
    page = Page(width)
    page.head("Which count the board reports")
    for unit, which in result.reported.items():
        page.add(f"{place(*unit)}: {which or 'open'}")
    if result.open:
        page.head("Still to do")
        for sentence in result.open:
            page.add(sentence)
    apart = [number for number in result.numbers if number.agreement not in ("all", "unknown")]
    page.head(f"Numbers on which the three counts differ: {len(apart) or 'none'}")
    for number in apart:
        where = f"{place(number.unit, number.mode)}, {number.contest}, {number.key}"
        page.add(f"{where}: original {number.original}, machine {number.machine}, hand {number.hand}")
    if result.batches:
        page.head(f"{count(len(result.batches), 'number')} of batches on which hand and machine differ")
        for item in result.batches:
            where = f"batch {item.batch} of {place(item.unit, item.mode)}, {item.contest}, {item.key}"
            page.add(f"{where}: machine {item.machine}, hand {item.hand}")
    return page.text() + "\n" + render_text(result.comparison, width=width)
