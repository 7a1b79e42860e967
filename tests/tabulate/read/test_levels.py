"""Pages of a mark reader: read a row off, upside down or with a blind spot, votes go to other candidates."""

from __future__ import annotations

import json

import pytest

from config.program import program_identity
from config.program.card_code import BACK_ENDER
from tabulate.marks import flags
from tabulate.read import PageSource, Reader, read_sheet
from tabulate.read.sheet import SAME_SIDE_TWICE, SIDE_MISSING, SIDES_DISAGREE
from tests.tabulate.read.programs import card, code, oval, program, side

SCALE = [0, 30, 60, 90, 120, 160, 200, 250, 300, 360, 420, 500, 600, 700, 800, 900]
DARK, ROWS, COLUMNS = 13, 41, 34
FRONT = [oval("mayor", "ann", 3, 5), oval("mayor", "bob", 3, 6)]
BACK = [oval("council", "cy", 3, 5)]
BACK_CODE = BACK_ENDER + "0" * 20 + "1"

TWO = program(
    [
        card("two", side(code(1), None, FRONT), side(BACK_CODE, None, BACK)),
        card("one", side(code(2), None, FRONT)),
    ],
    {"mayor": 1, "council": 1},
)
SINGLE = program([card("one", side(code(2), None, FRONT))])


def page(
    bits: str, marks: dict[tuple[int, int], int] | None = None, rows: int = ROWS
) -> list[list[int | None]]:
    """Cells of a card with this code, marked at (column, row) with these levels."""
    cells: list[list[int | None]] = [[0] * COLUMNS for _ in range(rows)]
    cells[0] = [DARK] * COLUMNS
    for row in cells:
        row[0] = row[-1] = DARK
    for column, bit in enumerate(bits, 1):
        cells[-1][column] = DARK if bit == "1" else 0
    for (column, row), level in (marks or {}).items():
        cells[row][column] = level
    return cells


def only(cells, *columns):
    return [[level if column in columns else None for column, level in enumerate(row)] for row in cells]


def turned(cells):
    return [row[::-1] for row in cells[::-1]]


def read(ours, *pages, timing: int | None = ROWS):
    sources = []
    for number, cells in enumerate(pages):
        body = {
            "format": "retally-levels/1",
            "cells": cells,
            "profile": "p",
            "raw": "",
            "scale": SCALE,
            "timing_marks": timing,
        }
        sources.append(PageSource(json.dumps(body).encode(), 0, f"page {number}"))
    return read_sheet(Reader(ours, program_identity(ours)), sources)


def votes(sheet):
    return {(vote.contest, choice) for vote in sheet.contests for choice in vote.votes}


def test_a_mark_is_a_vote_for_the_choice_of_its_cell():
    sheet = read(TWO, page(code(2), {(3, 6): 15}))
    assert (sheet.status, sheet.card, sheet.review, votes(sheet)) == (
        "counted",
        "one",
        False,
        {("mayor", "bob")},
    )
    (read_page,) = sheet.pages
    assert read_page.flags == (flags.LEVELS_ONLY,)
    bob = read_page.targets[1]
    assert (bob.score, bob.state, bob.box) == (900, "marked", (3.0, 6.22, 1.0, 0.56))


def test_a_faint_level_is_for_a_person():
    sheet = read(TWO, page(code(2), {(3, 6): 2}))
    assert (sheet.status, sheet.review, votes(sheet)) == ("counted", True, set())


def test_two_heads_make_a_two_sided_card():
    front, back = page(code(1), {(3, 5): 15}), page(BACK_CODE, {(3, 5): 15})
    for pages in ((front, back), (back, front)):
        sheet = read(TWO, *pages)
        assert (sheet.status, votes(sheet)) == ("counted", {("mayor", "ann"), ("council", "cy")})


def test_one_head_does_not_count_half_a_card():
    sheet = read(TWO, page(code(1), {(3, 5): 15}))
    assert (sheet.status, sheet.reasons, sheet.contests) == ("quarantined", (SIDE_MISSING,), ())


def test_the_same_side_twice_and_sides_of_two_cards():
    front = page(code(1))
    assert SAME_SIDE_TWICE in read(TWO, front, front).reasons
    assert SIDES_DISAGREE in read(TWO, page(code(2)), page(BACK_CODE)).reasons


def test_the_blank_back_of_a_one_sided_card_does_no_harm():
    empty = [[0] * COLUMNS for _ in range(ROWS)]
    assert read(TWO, page(code(2), {(3, 5): 15}), empty).status == "counted"
    assert read(TWO, page(code(1)), empty).reasons == (flags.BLANK_PAPER, SIDE_MISSING)


@pytest.mark.parametrize("timing", [40, 42, 0])
def test_another_number_of_timing_marks_is_refused(timing):
    sheet = read(TWO, page(code(2), {(3, 5): 15}), timing=timing)
    assert (sheet.status, sheet.reasons) == ("quarantined", (flags.GRID_MISMATCH,))


def test_another_number_of_rows_or_columns_is_refused():
    assert read(TWO, page(code(2), rows=40), timing=40).reasons == (flags.GRID_MISMATCH,)
    narrow = [row[:33] for row in page(code(2))]
    assert read(TWO, narrow).reasons == (flags.GRID_MISMATCH,)


def test_a_row_lost_and_another_doubled_is_refused():
    cells = page(code(2), {(3, 6): 15})
    shifted = [*cells[1:], cells[-1]]
    assert read(TWO, shifted).reasons == (flags.TOO_FEW_TIMING_MARKS,)


@pytest.mark.parametrize("columns", [range(COLUMNS), range(1, 33), (3, *range(20, 32))])
def test_a_card_fed_the_wrong_way_round_is_refused(columns):
    """Its timing marks lie where the code should be."""
    sheet = read(TWO, only(turned(page(code(2), {(3, 6): 15})), *columns))
    assert sheet.status == "quarantined"
    assert sheet.contests == ()


def test_a_foreign_and_a_damaged_code():
    assert read(TWO, page(code(3))).reasons == (flags.CODE_UNKNOWN,)
    cells = page(code(3))
    cells[-1][20] = 6
    assert read(TWO, cells).reasons == (flags.CODE_UNREADABLE,)


def test_part_of_the_code_is_enough_when_it_tells_the_cards_apart():
    cells = page(code(2), {(3, 5): 15})
    different = [
        at for at, pair in enumerate(zip(code(1), code(2), BACK_CODE, strict=True), 1) if len(set(pair)) > 1
    ]
    sheet = read(TWO, only(cells, 3, *different))
    assert (sheet.status, sheet.card, sheet.review) == ("counted", "one", False)
    assert read(TWO, only(cells, 3, 30)).reasons == (flags.CARD_AMBIGUOUS,)


def test_without_the_code_a_single_card_is_read_and_a_person_is_told():
    cells = only(page(code(2), {(3, 5): 15}), 3)
    assert read(TWO, cells).reasons == (flags.CARD_AMBIGUOUS,)
    sheet = read(SINGLE, cells)
    assert (sheet.status, sheet.review) == ("counted", True)
    assert flags.WAY_UP_UNKNOWN in sheet.pages[0].flags


@pytest.mark.parametrize("gap", [(3, 5), (3, 6)])
def test_a_target_that_the_device_does_not_see_is_never_empty(gap):
    cells = page(code(2), {(3, 5): 15})
    cells[gap[1]][gap[0]] = None
    sheet = read(TWO, cells)
    assert (sheet.status, sheet.reasons, sheet.contests) == ("quarantined", (flags.TARGETS_NOT_COVERED,), ())


def test_a_target_between_cells_is_not_covered():
    between = program([card("one", side(code(2), None, [oval("mayor", "ann", 3.4, 5)]))])
    assert read(between, page(code(2))).reasons == (flags.TARGETS_NOT_COVERED,)
    near = program([card("one", side(code(2), None, [oval("mayor", "ann", 3.2, 5)]))])
    assert votes(read(near, page(code(2), {(3, 5): 15}))) == {("mayor", "ann")}


def test_a_damaged_sheet_is_refused():
    sheet = read_sheet(Reader(TWO, program_identity(TWO)), [PageSource(b"{}", 0, "x")])
    assert sheet.reasons == (flags.UNREADABLE_IMAGE,)
