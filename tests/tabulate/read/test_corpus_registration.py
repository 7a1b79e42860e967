"""Every recorded page with a timing grid registers, whichever way up; every other page is refused.

The four orientations of a stored image must lead to the same place of the design for every target of the
truth: a registration that depended on how the sheet was fed would read a neighbour's oval.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from tabulate.geometry import NotRegistered, Registration, register
from tabulate.image import Raster, decode

TRUTHS = ("opencount", "attacking-paper-ballots", "vxsuite-2023", "cacvote")
GROUPS = ("durant", "cedar", "calhoun", "juneau", "nist_demo", "humboldt2009may", "nh-")
"""Groups of the corpus with a timing grid."""

PAGES = {
    "durant": 13,
    "cedar2008s3": 12,
    "cedar2008full": 44,
    "calhoun_sub": 20,
    "calhoun_full": 27,
    "juneau": 8,
    "nist_demo": 12,
    "humboldt2009may": 6,
    "nh": 22,
}

REFUSED = {
    "scan-marked-stretch-mark-back.jpeg": "the page is stretched until its left marks stand beyond the scan",
}
"""Pages with a timing grid that are honestly refused."""

APART = 0.01
"""Inches by which the orientations may differ."""

GRID = "accuvote"
"""Families with a timing grid are named so in the manifest."""


def truths(shared: Path) -> list[dict]:
    return [
        page | {"path": shared / "corpus" / page["image"]}
        for name in TRUTHS
        for page in json.loads((shared / "corpus" / name / "truth.json").read_text(encoding="utf-8"))
        if page["group"].startswith(GROUPS)
    ]


def turned(gray: np.ndarray, turns: int) -> Raster:
    return Raster(np.ascontiguousarray(np.rot90(gray, turns)), False, None)


def turned_points(points: np.ndarray, shape: tuple[int, int], turns: int) -> np.ndarray:
    height, width = shape
    for _ in range(turns):
        points = np.column_stack([points[:, 1], width - points[:, 0]])
        height, width = width, height
    return points


@pytest.fixture(scope="module")
def placed(shared: Path) -> list[tuple[dict, Raster, list[Registration | NotRegistered]]]:
    """Every page with its registration in the four orientations."""
    found = []
    for page in truths(shared):
        raster = decode(page["path"].read_bytes(), 0)
        found.append((page, raster, [register(turned(raster.gray, turns)) for turns in range(4)]))
    return found


def test_the_corpus_is_whole(shared: Path):
    counts: dict[str, int] = defaultdict(int)
    for page in truths(shared):
        counts["nh" if page["group"].startswith("nh-") else page["group"]] += 1
    assert dict(counts) == PAGES


def test_every_page_with_a_timing_grid_registers(placed):
    refused = {
        page["path"].name
        for page, _, found in placed
        if any(isinstance(registration, NotRegistered) for registration in found)
    }
    assert refused == set(REFUSED)


def test_an_honest_refusal_is_refused_whichever_way_up(placed):
    for page, _, found in placed:
        if page["path"].name in REFUSED:
            assert {registration.flag for registration in found} <= {"too-few-timing-marks", "no-timing-grid"}


def test_orientations_agree_on_every_target(placed):
    apart = {}
    for page, raster, found in placed:
        if page["path"].name in REFUSED or not page["targets"]:
            continue
        boxes = np.array([target["box"] for target in page["targets"]])
        middles = boxes[:, :2] + boxes[:, 2:] / 2
        inches = [
            registration.to_inches(turned_points(middles, raster.gray.shape, turns))
            for turns, registration in enumerate(found)
        ]
        worst = max(float(np.abs(other - inches[0]).max()) for other in inches[1:])
        if worst > APART:
            apart[page["path"].name] = round(worst, 4)
    assert apart == {}


def test_the_way_up_is_that_of_the_truth(placed):
    """And the turned copies stand upright by turns each a quarter on from the last."""
    for page, _, found in placed:
        if page["path"].name in REFUSED:
            continue
        first = page["rotation_degrees"]
        assert [registration.rotation for registration in found] == [(first + 90 * k) % 360 for k in range(4)]
        assert len({registration.rows for registration in found}) == 1


def test_targets_stand_inside_the_ring_of_marks(placed):
    """Targets of the truth are on the printed part of the design; a grid one row off would put some outside."""
    for page, _, found in placed:
        if page["path"].name in REFUSED or not page["targets"]:
            continue
        boxes = np.array([target["box"] for target in page["targets"]])
        inches = found[0].to_inches(boxes[:, :2] + boxes[:, 2:] / 2)
        inner_x, inner_y = (found[0].columns - 1) * 0.25, (found[0].rows - 1) * 0.25
        assert (inches > 0.15).all() and (inches[:, 0] < inner_x - 0.15).all(), page["image"]
        assert (inches[:, 1] < inner_y - 0.15).all(), page["image"]


def test_the_same_target_of_the_same_card_is_at_the_same_place(placed):
    """Voted pages of one style, fed by hand, agree within reach of the search for the outline."""
    places = defaultdict(list)
    for page, _, found in placed:
        if page["path"].name in REFUSED or page["group"].startswith("nh-"):
            continue
        boxes = np.array([target["box"] for target in page["targets"]]).reshape(-1, 4)
        inches = found[0].to_inches(boxes[:, :2] + boxes[:, 2:] / 2)
        keys = [(target["contest"], target["option"]) for target in page["targets"]]
        for key, place in zip(keys, inches, strict=True):
            if keys.count(key) == 1:
                places[page["group"], page["ballot_style"], *key].append(place)
    spread = {
        key: np.abs(np.array(found) - np.median(found, axis=0)).max()
        for key, found in places.items()
        if len(found) > 2
    }
    assert len(spread) > 100
    assert {key: value for key, value in spread.items() if value > 0.045} == {}


def test_pages_without_a_timing_grid_are_refused(shared: Path):
    """Hart, arrow and VotingWorks pages, a photograph, a page of another make."""
    manifest = json.loads((shared / "corpus" / "MANIFEST.json").read_text(encoding="utf-8"))["images"]
    families = defaultdict(int)
    taken = []
    for page in manifest:
        path = shared / "corpus" / page["image"]
        if GRID in page["family"] or page["family"].startswith("template") or path.suffix.lower() == ".pdf":
            continue
        families[page["family"].split()[0]] += 1
        found = register(decode(path.read_bytes(), 0))
        if not isinstance(found, NotRegistered):
            taken.append(page["image"])
        else:
            assert found.flag in {"no-timing-grid", "too-few-timing-marks", "blank-paper"} and found.reason
    assert taken == []
    assert families["vw-hmpb-2020"] >= 50 and families["hart-box"] >= 30 and families["sequoia-arrow"] == 6


@pytest.mark.parametrize("turns", range(4))
def test_a_photograph_is_no_ballot(shared: Path, turns: int):
    path = shared / "corpus" / "module-scan" / "sample-ballot-images" / "not-a-ballot.jpg"
    assert isinstance(register(turned(decode(path.read_bytes(), 0).gray, turns)), NotRegistered)
