"""Layouts that no rule of the draft was written for: tables of offices, answers side by side, coloured
ovals."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tabulate.draft import BlankSource, draft_program
from tests.tabulate.draft.corrections import plain

HAMPSHIRE = "vxsuite-2023/libs/fixtures/data/electionGridLayoutNewHampshire"
TOWNS = {
    "Amherst": [
        "'CONSTITUTIONAL AMENDMENT QUESTIONS' for 'Constitutional Amendment Question #1'",
    ],
    "Hudson": [],
}
"""Hand corrections to programs drafted from two towns' PDFs: 14 contests with 52 targets, 13 with 75."""


@pytest.mark.parametrize("town", TOWNS)
def test_new_hampshires_tables_of_offices(corpus: Path, town):
    """Offices stand at the left and parties in columns; read by columns, one contest would get another's
    votes."""
    folder = corpus / f"{HAMPSHIRE}{town}"
    election = json.loads((folder / "election.json").read_text())
    drafted = draft_program([BlankSource("template.pdf", (folder / "template.pdf").read_bytes())])
    (card,) = drafted.program.cards
    contests = {contest.id: contest for contest in drafted.program.contests}
    official = {contest["id"]: contest for contest in election["contests"]}
    targets = {
        (side, round(t.column), round(t.row)): t
        for side, face in (("front", card.front), ("back", card.back))
        for t in face.targets
    }
    corrections = set()
    positions = election["gridLayouts"][0]["gridPositions"]
    for place in positions:
        target = targets.pop((place["side"], round(place["column"]), round(place["row"])))
        mine, theirs = contests[target.contest], official[place["contestId"]]
        if plain(mine.title) != plain(theirs["title"]):
            corrections.add(f"{mine.title!r} for {theirs['title']!r}")
        if mine.vote_for != theirs.get("seats", 1):
            corrections.add(f"vote_for of {mine.title}")
        choice = next(c for c in mine.choices if c.id == target.choice)
        if place["type"] == "write-in":
            if choice.kind != "write-in":
                corrections.add(f"kind of {choice.name}")
        elif plain(choice.name) != plain(_name(theirs, place["optionId"])):
            corrections.add(f"name {choice.name!r} for {_name(theirs, place['optionId'])!r}")
    assert targets == {}, "targets where the election has none"
    assert sorted(corrections) == TOWNS[town]


def _name(contest: dict, option: str) -> str:
    if contest["type"] == "yesno":
        return "yes" if option.endswith("yes") else "no"
    return re.sub(r"\band\b", "", next(c["name"] for c in contest["candidates"] if c["id"] == option))


def test_answers_side_by_side_on_a_back_of_14_inches(from_scans, truth, corpus):
    """Recovered blank of Marin County, 150 dpi: only the back is known, and answers stand in one row."""
    drafted = from_scans("nist_demo")
    (card,) = drafted.program.cards
    assert card.grid_rows == 53
    assert drafted.program.election.date.isoformat() == "2012-06-05"
    page = next(page for page in truth if page["group"] == "nist_demo")
    groups = [len(contest.choices) for contest in drafted.program.contests]
    assert sorted(groups) == sorted(len(g) for g in _groups(page).values()) == [2, 2, 2, 4, 5]
    kinds = [choice.kind for contest in drafted.program.contests for choice in contest.choices]
    assert kinds.count("write-in") == 3
    assert any(guess.reason == "a back without its front" for guess in drafted.program.draft.guesses)


def test_red_ovals_in_a_coloured_scan(from_scans):
    """Recovered blank of Humboldt County, May 2009: ovals of light red, at 150 dpi."""
    (card,) = from_scans("humboldt2009may").program.cards
    places = sorted((t.column, t.row) for t in card.front.targets)
    assert places == [
        (1, 20), (1, 21), (1, 29), (1, 30), (12, 20), (12, 21),
        (12, 30), (12, 31), (23, 18), (23, 19), (23, 34), (23, 35),
    ]  # fmt: skip
    assert [len(contest.choices) for contest in from_scans("humboldt2009may").program.contests] == [2] * 6


def _groups(page: dict) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for target in page["targets"]:
        groups.setdefault(target["contest"], []).append(target)
    return groups
