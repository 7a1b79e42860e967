"""The papers of the README's walk: the demo's election under the names that its ballots show.

``python -m tests.walk_papers`` writes them to ``docs/walk/``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from config.program import load_program
from fixtures.forge.artwork import card_sides, draw_pdf

ROOT = Path(__file__).resolve().parent.parent
WALK, DEMO = ROOT / "docs" / "walk", ROOT / "fixtures" / "demo"

TITLES = {
    "supervisor": "Board of Supervisors District 2 Four Year Term",
    "school-board": "Tamarack Community School District Director At Large",
    "trustee": "Township Trustee To Fill a Vacancy",
    "measure-k": "Public Measure K: County Jail Bonds",
}
"""Titles as the draft reads them from the paper; the measure's as the walk corrects it by hand."""


def papers() -> Iterator[tuple[str, bytes]]:
    """Name and content of each file but the README."""
    program = load_program(DEMO / "program.json")
    names = {(contest.id, choice.id): choice.name for contest in program.contests for choice in contest.choices}
    yield "blank-ballots.pdf", draw_pdf(card_sides(program))
    for source, target in (("original.csv", "original.csv"), ("test-deck.csv", "public-test.csv")):
        with (DEMO / source).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        into = io.StringIO(newline="")
        writer = csv.DictWriter(into, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            name = names.get((row["contest"], row["choice"]), "Write-in")
            writer.writerow({**row, "contest": TITLES[row["contest"]], "choice": name})
        yield target, into.getvalue().encode()


if __name__ == "__main__":
    for name, data in papers():
        (WALK / name).write_bytes(data)
