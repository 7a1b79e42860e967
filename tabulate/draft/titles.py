"""The words above the targets of a contest: its title and its limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.draft.evidence import Run
from tabulate.draft.phrases import vote_for
from tabulate.draft.rough import Sure

WIDE_GAP = 1.75
"""Distance between baselines, in sizes of type, from which lines are two blocks; lines of one block have 1.1 to
1.4."""

LONGEST = 160
"""Characters of the longest title taken over; a measure's question goes on for paragraphs."""

_FOR = re.compile(r"^for\s+(?=[A-Z0-9])", re.IGNORECASE)
_LABEL = re.compile(r"^(?:shall|explanation|to vote|notice|instructions?)\b", re.IGNORECASE)
_AFTER_LIMIT = re.compile(
    r"\b(?:term|unexpired|vacancy|district|ward|seat|division|group|position|place)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the words above the targets say.

    Attributes:
        vote_for: the limit and whether all print agrees on it, or None.
        limit_text: the words it was taken from.
    """

    title: str
    sure: Sure
    vote_for: tuple[int, bool] | None
    limit_text: str


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    baseline: float
    size: float
    style: tuple[str, float]


def read_head(runs: Sequence[Run], measure: bool) -> Head:
    """Read the words above the first target.

    Args:
        runs: words of the contest's box that belong to no choice.
        measure: whether the choices are answers to a question; then only the first block is the title.
    """
    lines = _lines(runs)
    if not lines:
        return Head("", Sure(0, "there is no text to read"), None, "")
    limit, limit_text, lines = _take_limit(lines)
    title_lines = _first_block(lines) if measure else lines
    title = _join(title_lines)
    if not title:
        return Head("", Sure(0, "no words above the targets"), limit, limit_text)
    cut = title if len(title) <= LONGEST else title[:LONGEST].rsplit(" ", 1)[0]
    return Head(cut, _sure(cut, title, title_lines, limit is not None, measure), limit, limit_text)


def _sure(cut: str, title: str, lines: Sequence[_Line], has_limit: bool, measure: bool) -> Sure:
    if cut != title:
        return Sure(400, "the words above the targets, cut short")
    if measure:
        return Sure(850 if len(lines) <= 4 else 600, "the first block of words above the question")
    if not has_limit:
        return Sure(600, "the words above the targets, without a limit among them")
    return Sure(960 if len(lines) <= 4 else 700, "the words above the targets")


def _lines(runs: Sequence[Run]) -> list[_Line]:
    """Runs on one baseline put together, from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.baseline, run.frame.left)):
        if rows and abs(rows[-1][0].baseline - run.baseline) < 0.3 * run.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    lines = []
    for row in rows:
        text = " ".join(run.text for run in sorted(row, key=lambda run: run.frame.left))
        widest = max(row, key=lambda run: run.frame.width)
        lines.append(_Line(text, row[0].baseline, widest.size, widest.style))
    return lines


def _take_limit(lines: list[_Line]) -> tuple[tuple[int, bool] | None, str, list[_Line]]:
    """Find the limit among the lines, which may break it over two, and take its words out."""
    starts, text = [], ""
    for line in lines:
        starts.append(len(text))
        text += line.text + " "
    found = vote_for(text)
    if found is None:
        return None, "", lines
    number, (first, last), agrees = found
    kept: list[_Line] = []
    for start, line in zip(starts, lines, strict=True):
        end = start + len(line.text)
        if end <= first or start >= last:
            after = start >= last
            if not after or _AFTER_LIMIT.search(line.text):
                kept.append(line)
            continue
        rest = (line.text[: max(0, first - start)] + " " + line.text[max(0, last - start) :]).strip(" .,;:()")
        if rest and first > start:
            kept.append(_Line(rest, line.baseline, line.size, line.style))
    return (number, agrees), " ".join(text[first:last].split()), kept


def _first_block(lines: Sequence[_Line]) -> list[_Line]:
    """The lines up to the first wide gap, change of style or beginning of the question."""
    block: list[_Line] = []
    for line in lines:
        if block:
            wide = line.baseline - block[-1].baseline > WIDE_GAP * max(line.size, block[-1].size)
            other = line.style[0] != block[0].style[0] or abs(line.size / block[0].size - 1) > 0.15
            if wide or other or _LABEL.match(line.text):
                break
        block.append(line)
    return block


def _join(lines: Sequence[_Line]) -> str:
    """One title of several lines; the ballot's "For" before an office is not part of its name."""
    title = ""
    for index, line in enumerate(lines):
        text = _FOR.sub("", line.text).strip(" :;")
        if line.text.strip().lower() == "for" or not text:
            continue
        if title:
            gap = line.baseline - lines[index - 1].baseline
            apart = gap > WIDE_GAP * max(line.size, lines[index - 1].size)
            title += (", " if apart and not title.endswith((",", ".", ":", "-")) else " ") + text
        else:
            title = text
    return " ".join(title.split())
