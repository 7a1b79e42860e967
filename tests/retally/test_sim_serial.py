"""A mark reader counts the demonstration: if it differed from the images, one of the two counts wrongly."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo"
WIDE = "profile=level-line&heads=2&data.head_end=|"
SEKONIC = "profile=sekonic-sr&lines=0,2,5,13,16,17,18,24,28,30,32,33"
"""Twelve lines on the columns of all ovals of the demonstration, and on enough of its code."""

BATCHES = {row["batch"]: row for row in csv.DictReader((DEMO / "batches.csv").read_text().splitlines())}
ONE_SIDED = [name for name in BATCHES if name.split("-")[0] in ("fairview", "oakdale", "riverside")]
TRICKY = ["cedar-bluff-election_day-1", "mill-creek-absentee-1", "riverside-election_day-1"]
"""With a marginal mark, thin marks, and a page of which a timing mark is missing."""


def totals(cli, case: Path, batches: list[str], address: str) -> dict:
    """Scan batches and count; `address` has the folder for {}."""
    assert cli("case", "new", case, "--program", DEMO / "program.json", "--title", "Demo").code == 0
    for name in batches:
        row = BATCHES[name]
        run = cli(
            "scan", case, "--scanner", address.format(DEMO / row["folder"]), "--batch", name,
            "--unit", row["unit"], "--mode", row["mode"], "--sheets-by-hand", row["sheets"], "--workers", 1,
        )  # fmt: skip
        assert run.code in (0, 4), run.err
    found = cli("totals", case, "--json")
    assert found.code == 0, found.err
    return json.loads(found.out)


def without_review(found: dict) -> dict:
    """All but how many sheets a person should look at: a mark reader does not see ink beside an oval."""
    sheets = [{key: value for key, value in row.items() if key != "review"} for row in found["sheets"]]
    return {**found, "sheets": sheets}


def assert_same(cli, tmp_path, batches, query):
    images = totals(cli, tmp_path / "images.retally", batches, "folder:{}")
    levels = totals(cli, tmp_path / "levels.retally", batches, f"sim+serial:{{}}?{query}")
    assert without_review(levels) == without_review(images)
    assert sum(row["votes"] for row in levels["totals"]) > 0
    verified = cli("verify", tmp_path / "levels.retally")
    assert verified.code == 0, verified.out


def test_a_wide_reader_with_two_heads_counts_as_the_images_do(cli, tmp_path):
    assert_same(cli, tmp_path, TRICKY, WIDE)


def test_a_card_reader_counts_one_sided_cards_as_the_images_do(cli, tmp_path):
    assert_same(cli, tmp_path, ["fairview-absentee-1"], SEKONIC)


@pytest.mark.slow
def test_the_whole_demonstration_by_both(cli, tmp_path):
    for number, (batches, query) in enumerate([(list(BATCHES), WIDE), (ONE_SIDED, SEKONIC)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert_same(cli, folder, batches, query)


def test_a_reader_with_one_head_does_not_count_cards_of_two_sides(cli, tmp_path):
    found = totals(cli, tmp_path / "one.retally", ["mill-creek-absentee-1"], f"sim+serial:{{}}?{SEKONIC}")
    assert [(row["captured"], row["counted"], row["quarantined"]) for row in found["sheets"]] == [(4, 0, 4)]
    status = cli("status", tmp_path / "one.retally")
    assert "side-missing" in status.out


def test_lines_that_miss_an_oval_count_nothing(cli, tmp_path):
    found = totals(cli, tmp_path / "one.retally", ["fairview-absentee-1"], "sim+serial:{}?profile=sekonic-sr")
    assert [row["counted"] for row in found["sheets"]] == [0]


def test_a_reader_that_says_marked_or_not_leaves_every_mark_to_a_person(cli, tmp_path):
    """It has one threshold where the mark policy has two; a profile may declare more, and its hash says so."""
    batch, query = ["fairview-absentee-1"], "profile=axiome-form"
    found = totals(cli, tmp_path / "one.retally", batch, f"sim+serial:{{}}?{query}")
    assert sum(row["votes"] for row in found["totals"]) == 0
    assert [row["review"] for row in found["sheets"]] == [7]
    declared = "data.scale=" + ",".join(["0", *["30"] * 14, "120"])
    assert_same(cli, tmp_path, batch, f"{query}&{declared}")
