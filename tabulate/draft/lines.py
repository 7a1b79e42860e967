"""From characters to runs of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from tabulate.draft.evidence import Frame, Oval, Rule, Run
from tabulate.draft.letters import Letter

SPACE = 0.15
"""Gap between two characters from which it is a space, in sizes of type.  Word spaces of text typefaces are
0.22 to 0.33; letters that a program placed one by one stand up to 0.1 apart."""

SPACE_TYPED = 0.05
"""The same where the file has a space character there."""

WIDEST = 1.1
"""Gap that ends a run: columns of names and parties are set further apart than words."""

OVERLAP = 0.45
"""How far a character may reach back over the one before (kerning, slanted type)."""

SAME_LINE = 0.35
"""Distance of baselines within one line (raised ordinals), in sizes of type."""


def make_runs(letters: Sequence[Letter], rules: Sequence[Rule], ovals: Sequence[Oval]) -> list[Run]:
    """Join characters to runs, from top to bottom and left to right.

    Lines of underscores are no text, and no run goes over a vertical rule or an oval.
    """
    visible = sorted((a for a in letters if a.text.strip("_")), key=lambda letter: letter.frame.left)
    upright = [rule for rule in rules if rule.along == "y"]
    follower = _followers(visible, upright, ovals)
    has_before = set(follower.values())
    runs = []
    for first in range(len(visible)):
        if first in has_before:
            continue
        chain = [first]
        while chain[-1] in follower:
            chain.append(follower[chain[-1]])
        runs.append(_run([visible[i] for i in chain]))
    return sorted(runs, key=lambda run: (round(run.baseline, 2), run.frame.left))


def _followers(letters: Sequence[Letter], rules: Sequence[Rule], ovals: Sequence[Oval]) -> dict[int, int]:
    """For each character its next one on the line, each having at most one before it."""
    lefts = [letter.frame.left for letter in letters]
    pairs: list[tuple[float, int, int]] = []
    for index, letter in enumerate(letters):
        start = bisect_left(lefts, letter.frame.right - OVERLAP * letter.size)
        end = bisect_left(lefts, letter.frame.right + WIDEST * letter.size)
        for other in range(start, end):
            after = letters[other]
            rise = abs(after.baseline - letter.baseline)
            if other == index or after.frame.right <= letter.frame.right or after.frame.x <= letter.frame.x:
                continue
            if rise > SAME_LINE * max(letter.size, after.size) or _parted(letter, after, rules, ovals):
                continue
            pairs.append((abs(after.frame.left - letter.frame.right) + 2 * rise, index, other))
    follower: dict[int, int] = {}
    taken: set[int] = set()
    for _, before, after_index in sorted(pairs):
        if before not in follower and after_index not in taken:
            follower[before] = after_index
            taken.add(after_index)
    return follower


def _parted(a: Letter, b: Letter, rules: Sequence[Rule], ovals: Sequence[Oval]) -> bool:
    """Tells whether a vertical rule or an oval stands between two characters."""
    y, left, right = a.frame.y, a.frame.right - 0.01, b.frame.left + 0.01
    if any(left < rule.at < right and rule.start <= y <= rule.end for rule in rules):
        return True
    return any(left < oval.frame.x < right and oval.frame.holds(oval.frame.x, y) for oval in ovals)


def _run(letters: Sequence[Letter]) -> Run:
    gaps = [(b.frame.left - a.frame.right) / max(a.size, b.size) for a, b in pairwise(letters)]
    # In letterspaced headings all gaps are wide: what counts is how much wider a gap is than the usual one.
    usual = max(0.0, median(gaps)) if len(gaps) >= 4 else 0.0
    text = letters[0].text
    for gap, letter in zip(gaps, letters[1:], strict=True):
        least = SPACE_TYPED if letter.after_space else SPACE
        text += (" " if gap >= usual + least else "") + letter.text
    frame = Frame(
        min(a.frame.left for a in letters),
        min(a.frame.top for a in letters),
        max(a.frame.right for a in letters),
        max(a.frame.bottom for a in letters),
    )
    main = max(letters, key=lambda letter: letter.size)
    bold = sum(letter.bold for letter in letters) * 2 > len(letters)
    light = sum(letter.light for letter in letters) * 2 > len(letters)
    first = letters[0]
    top = min(letter.top for letter in letters)
    return Run(
        " ".join(text.split()),
        frame,
        min(top, first.baseline - 0.02),
        first.baseline,
        main.size,
        main.font,
        bold,
        light,
    )
