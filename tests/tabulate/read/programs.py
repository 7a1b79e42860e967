"""Tiny programs and pages for the reading tests: cards of 41 rows with print where the test wants it."""

from __future__ import annotations

import numpy as np

from config.program import ElectionProgram
from tabulate.identify import pack

SHAPE = (78, 64)
"""Cells inside the ring of timing marks of a card with 41 rows."""

LINE = 20
"""Cells of a printed line: enough to tell two cards apart."""


def code(card: int, batch: int = 7) -> str:
    """A front's code with its checksum."""
    bits = "1000" + f"{card:013b}" + f"{batch:013b}"
    return bits + f"{bits.count('1') % 4:02b}"


def lines(*rows: int, start: int = 4, length: int = LINE) -> np.ndarray:
    """Cells with printed lines in these rows."""
    cells = np.zeros(SHAPE, dtype=np.bool_)
    for row in rows:
        cells[row, start : start + length] = True
    return cells


COMMON = tuple(range(2, 60, 4))
"""Rows of print that all cards of an election share."""


def side(code: str | None, cells: np.ndarray | None, targets: list[dict] | None = None) -> dict:
    return {
        "code": code,
        "print_map": None if cells is None else pack(cells).model_dump(),
        "targets": targets or [],
    }


def oval(contest: str, choice: str, column: float, row: float, **more) -> dict:
    place = {"x": column * 0.25, "y": row * 0.25, "width": 0.25, "height": 0.14}
    return {"contest": contest, "choice": choice, **place, **more}


def card(name: str, front: dict, back: dict | None = None, rows: int = 41) -> dict:
    return {"id": name, "name": name, "grid_rows": rows, "front": front, "back": back}


def program(cards: list[dict], contests: dict[str, int] | None = None, **policy) -> ElectionProgram:
    limits = contests or {"mayor": 1}
    return ElectionProgram(
        election={"title": "T", "date": "2026-11-03", "jurisdiction": "J"},
        contests=[
            {
                "id": name,
                "title": name,
                "vote_for": limit,
                "choices": [{"id": choice, "name": choice} for choice in ("ann", "bob", "cy")],
            }
            for name, limit in limits.items()
        ],
        cards=cards,
        ballot_styles=[
            {"id": f"style-{here['id']}", "name": here["id"], "cards": [here["id"]]} for here in cards
        ],
        mark_policy=policy,
    )
