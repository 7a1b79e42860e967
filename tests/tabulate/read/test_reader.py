"""A page from pixels to votes: a program learned from a drawn blank reads drawn ballots."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import jsonschema
import numpy as np
import pytest

from config.program import ElectionProgram, Side
from tabulate.errors import DraftError
from tabulate.image.raster import Raster
from tabulate.marks import flags
from tabulate.read import Reader
from tabulate.read.learn import learn_side
from tests.tabulate.geometry.pages import Drawn, Sheet, View, draw
from tests.tabulate.marks.ovals import A, B, both, oval, paint, ring, stroke
from tests.tabulate.read.programs import card, code, program
from tests.tabulate.read.programs import oval as target

SEAL = "0" * 64
SIZE = {"width": 2 * A, "height": 2 * B}
LINE = {"x": 1.2, "y": 2.1, "width": 2.4, "height": 0.24}
TARGETS = [
    target("mayor", "ann", 3, 5, **SIZE),
    target("mayor", "bob", 3, 7, **SIZE),
    target("mayor", "cy", 3, 9, **SIZE, write_in_area=LINE),
    target("council", "ann", 18, 5, **SIZE),
    target("council", "bob", 18, 7, **SIZE),
    target("council", "cy", 18, 9, **SIZE),
]
PLACES = {(t["contest"], t["choice"]): (t["x"], t["y"]) for t in TARGETS}
RULES = tuple((4.0, 3.0 + 0.5 * row, 6.0, 0.02) for row in range(12))
"""Printed lines: what is seen of a card apart from its ovals."""

WHITE = {"code": code(1), "targets": TARGETS}


def page(view: View | None = None, rules=RULES, bits: str = code(1), **sheet) -> Drawn:
    drawn = draw(Sheet(rows=41, code=bits, strays=rules, **sheet), view or View(dpi=200, skew=0.5))
    for place in PLACES.values():
        paint(drawn, place, ring(A, B), 25, reach=0.14)
    return drawn


def vote(drawn: Drawn, *choices: tuple[str, str], ink: int = 30) -> Drawn:
    for choice in choices:
        paint(drawn, PLACES[choice], oval(A * 0.9, B * 0.9), ink, reach=0.14)
    return drawn


@cache
def reader() -> Reader:
    side = learn_side(Side.model_validate(WHITE), page().raster, "blank")
    front = side.model_dump()
    whole: ElectionProgram = program([card("a", front)], {"mayor": 1, "council": 2})
    return Reader(whole, SEAL)


def read(drawn: Drawn, turns: int = 0):
    gray = np.ascontiguousarray(np.rot90(drawn.raster.gray, turns))
    return reader().read(Raster(gray, False, None), "page")


def votes_of(reading) -> dict[str, tuple[str, ...]]:
    return {contest.contest: contest.votes for contest in reading.contests}


def flagged(reading) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(t.contest, t.choice): t.flags for t in reading.targets if t.flags}


MARKED = (("mayor", "bob"), ("council", "ann"), ("council", "cy"))


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_marked_page(dpi, turns):
    reading = read(vote(page(View(dpi=dpi, skew=-0.8, lean=0.003)), *MARKED), turns)
    assert (reading.card, reading.side, reading.ballot_style) == ("a", "front", "style-a")
    assert reading.flags == () and flagged(reading) == {}
    assert votes_of(reading) == {"mayor": ("bob",), "council": ("ann", "cy")}
    assert reading.orientation == (90 * turns) % 360
    assert reading.dpi == pytest.approx(dpi, rel=0.002)
    marked = {(t.contest, t.choice) for t in reading.targets if t.state == "marked"}
    assert marked == set(MARKED) and all(t.score > 800 for t in reading.targets if t.state == "marked")


def test_the_blank_reads_as_empty():
    reading = read(page())
    assert all(t.state == "empty" and t.score == 0 for t in reading.targets)
    assert [contest.undervotes for contest in reading.contests] == [1, 2]


def test_an_overvote():
    reading = read(vote(page(), ("mayor", "ann"), ("mayor", "bob")))
    mayor = reading.contests[0]
    assert mayor.overvoted and mayor.votes == () and mayor.undervotes == 0


def test_a_name_written_without_a_mark():
    drawn = page()
    for k in range(9):
        x = LINE["x"] + 0.15 + 0.22 * k
        paint(
            drawn,
            (x, LINE["y"] + 0.12),
            both(stroke(-0.06, 0.06, 0.0, -0.06), stroke(0, -0.06, 0.06, 0.06)),
            60,
        )
    reading = read(drawn)
    assert flagged(reading) == {("mayor", "cy"): (flags.WRITE_IN_UNMARKED,)}
    assert reading.contests[0].review and votes_of(reading)["mayor"] == ()
    vote(drawn, ("mayor", "cy"))
    reading = read(drawn)
    assert flagged(reading) == {} and votes_of(reading)["mayor"] == ("cy",)


def test_a_missing_mark_is_said_of_the_page_and_of_its_row():
    reading = read(vote(page(gone=frozenset({("left", 7)})), *MARKED))
    assert reading.flags == (flags.MARKS_MISSING,)
    assert flagged(reading) == {
        ("mayor", "bob"): (flags.GEOMETRY_INFERRED,),
        ("council", "bob"): (flags.GEOMETRY_INFERRED,),
    }
    assert votes_of(reading) == {"mayor": ("bob",), "council": ("ann", "cy")}


def test_cut_marks_are_said():
    reading = read(vote(page(cut={"left": 0.12}), *MARKED))
    assert flags.MARKS_CLIPPED in reading.flags
    assert votes_of(reading) == {"mayor": ("bob",), "council": ("ann", "cy")}


def test_a_residual_over_the_policy_is_said():
    tight = reader().program.model_copy(
        update={"mark_policy": reader().program.mark_policy.model_copy(update={"max_residual_mils": 3})}
    )
    drawn = page(moved={("left", 20): (1.6, 0.0)})
    assert flags.RESIDUAL_HIGH not in read(drawn).flags
    assert flags.RESIDUAL_HIGH in Reader(tight, SEAL).read(drawn.raster, "page").flags


REFUSALS = {
    flags.BLANK_PAPER: lambda: Raster(np.full((2200, 1700), 240, dtype=np.uint8), False, None),
    flags.NO_TIMING_GRID: lambda: Raster(
        np.where(np.indices((1650, 1275))[0] % 30 < 4, 20, 240).astype(np.uint8), False, None
    ),
    flags.GRID_MISMATCH: lambda: draw(Sheet(rows=53, strays=RULES, code=code(1)), View(dpi=150)).raster,
    flags.CODE_UNKNOWN: lambda: page(bits=code(2)).raster,
    flags.CODE_UNREADABLE: lambda: page(bits="0" * 32).raster,
    flags.PRINT_MISMATCH: lambda: page(rules=RULES[:3]).raster,
}


@pytest.mark.parametrize("flag", REFUSALS)
def test_a_page_that_is_not_read_says_why(flag):
    reading = reader().read(REFUSALS[flag](), "page")
    assert reading.refused and reading.flags == (flag,)
    assert reading.contests == () and reading.targets == ()
    assert flag in flags.REFUSED


@pytest.mark.parametrize("turns", range(4))
def test_boxes_are_in_pixels_of_the_stored_image(turns):
    drawn = vote(page(), *MARKED)
    reading = read(drawn, turns)
    height, width = drawn.raster.gray.shape
    truth = drawn.truth(np.array([PLACES[t.contest, t.choice] for t in reading.targets]))
    for _ in range(turns):
        truth = np.column_stack([truth[:, 1], width - truth[:, 0]])
        height, width = width, height
    boxes = np.array([t.box for t in reading.targets])
    assert np.abs(boxes[:, :2] + boxes[:, 2:] / 2 - truth).max() < 4
    long, short = boxes[:, 2:].max(axis=1), boxes[:, 2:].min(axis=1)
    assert long == pytest.approx(2 * A * 200, abs=4) and short == pytest.approx(2 * B * 200, abs=4)


def test_readings_keep_the_published_schema():
    schema = json.loads(files("tabulate.read").joinpath("page-reading.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    readings = [read(vote(page(), *MARKED)), read(page(gone=frozenset({("right", 5)})))]
    readings += [reader().read(make(), "page") for make in REFUSALS.values()]
    for reading in readings:
        validator.validate(json.loads(json.dumps(reading.to_json())))


def test_reading_twice_gives_the_same_record():
    drawn = vote(page(View(dpi=200, skew=1.0)), *MARKED)
    assert read(drawn) == read(drawn)


def test_a_blank_without_a_grid_teaches_nothing():
    paper = Raster(np.full((2200, 1700), 240, dtype=np.uint8), False, None)
    with pytest.raises(DraftError, match=r"front\.png: .*no print"):
        learn_side(Side.model_validate(WHITE), paper, "front.png")
