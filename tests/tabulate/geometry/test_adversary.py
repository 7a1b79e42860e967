"""Marks gone, false bars, cut sides and a bent view, all at once: no place may be wrong with nobody told.

A side that is followed to the wrong marks reads an oval in its neighbour's place, and a vote moves.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tabulate.geometry import NotRegistered, register
from tests.tabulate.geometry.pages import STEP, Drawn, Sheet, any_code, draw
from tests.tabulate.geometry.test_registration import MILS_SEEN, any_view, error

OVAL_QUARTER = 0.03
"""Inches: a quarter of the height of an oval; nearer than this the oval is found and read."""

RIGHT_SIDE = 33 * STEP


def damaged(seed: int) -> Drawn:
    """A page in a hostile hand."""
    rng = np.random.default_rng([77, seed])
    rows = int(rng.choice([41, 53, 57, 65]))
    sheet = Sheet(rows=rows, code=any_code(rng))
    share = rng.choice([0.0, 0.02, 0.1, 0.25, 0.4])
    gone = {key for key in sheet.marks() if key[0] in ("left", "right", "top") and rng.random() < share}
    for _ in range(int(rng.integers(0, 4))):
        side, start = str(rng.choice(["left", "right"])), int(rng.integers(-2, rows))
        gone |= {(side, row) for row in range(max(0, start), min(rows, start + int(rng.integers(1, 16))))}
    if rng.random() < 0.3:
        gone |= {("top", column) for column in range(int(rng.integers(1, 10)))} | {("left", 0)}
    if rng.random() < 0.3:
        gone |= {("right", row) for row in range(int(rng.integers(0, 5)))}
    strays = [
        (
            rng.choice([0.0, RIGHT_SIDE]) + rng.uniform(-0.12, 0.12),
            rng.uniform(-0.5, (rows + 1) * STEP),
            rng.uniform(0.13, 0.24),
            rng.uniform(0.045, 0.08),
        )
        for _ in range(int(rng.integers(0, 12)))
    ]
    for side, row in sorted(gone):
        if side != "top" and rng.random() < 0.2:
            x = (0.0 if side == "left" else RIGHT_SIDE) + rng.uniform(-0.03, 0.03)
            strays.append((x, row * STEP + rng.uniform(-STEP / 2, STEP / 2), 0.19, 0.06))
    if rng.random() < 0.3:  # a second column of bars beside the right one, out of step
        first = -STEP * float(rng.integers(1, 6))
        strays += [
            (RIGHT_SIDE + STEP, first + row * STEP, 0.1875, 0.0625)
            for row in range(rows + 6)
            if rng.random() < 0.5
        ]
    cut = {str(rng.choice(["left", "right"])): float(rng.uniform(0.01, 0.13))} if rng.random() < 0.3 else {}
    hostile = Sheet(rows=rows, code=sheet.code, gone=frozenset(gone), strays=tuple(strays), cut=cut)
    return draw(hostile, any_view(rng, 150), noise=3, seed=seed)


def outcomes(seeds: range) -> tuple[Counter[str], list[tuple[int, float]]]:
    """What became of the pages, and which were wrong without a word: (seed, error in inches)."""
    table: Counter[str] = Counter()
    silent = []
    for seed in seeds:
        drawn = damaged(seed)
        found = register(drawn.raster)
        if isinstance(found, NotRegistered) or found.rows != drawn.sheet.rows:
            table["refused"] += 1  # another number of rows is refused by identification
            continue
        off = error(found, drawn)
        told = found.clipped or found.weak or found.residual_mils > MILS_SEEN
        table[("right" if off < OVAL_QUARTER else "wrong") + (", told" if told else "")] += 1
        if off >= OVAL_QUARTER and not told:
            silent.append((seed, round(off, 3)))
    print(dict(table))
    return table, silent


def test_a_wrong_mapping_is_refused_or_told():
    table, silent = outcomes(range(160))
    assert silent == []
    assert table["wrong, told"] >= 3, "the pages are hostile"
    assert table["right"] >= 3 and table["right, told"] >= 40, "and not hopeless"


@pytest.mark.slow
def test_a_wrong_mapping_is_refused_or_told_on_many_pages():
    _, silent = outcomes(range(160, 10_160))
    assert silent == []
