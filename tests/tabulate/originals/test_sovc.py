"""Statements of votes cast as workbooks: a value one column to the side is another candidate's votes."""

import copy
import random

import pytest

from tabulate.errors import OriginalCountError
from tabulate.originals import Source, read_original
from tests.tabulate.originals.corruption import damaged, numbers
from tests.tabulate.originals.refusals import refused, text_count
from tests.tabulate.originals.workbooks import MAIN, repacked, sheet_xml, workbook

ESS = "ess_sovc_xlsx/synthetic_sovc.xlsx"
DOMINION = "dominion_sovc_xlsx/synthetic_sovc_one_sheet_per_contest.xlsx"


def test_ess_sample(sample):
    count = sample(ESS)
    found = {
        row.unit: (row.ballots, row.overvotes, row.undervotes, list(row.votes.items())) for row in count.rows
    }
    assert found == {
        "North": (350, 1, 7, [("Alice Alpha", 161), ("Bob Beta", 180), ("WRITE-IN", 1)]),
        "South": (462, 2, 12, [("Alice Alpha", 215), ("Bob Beta", 230), ("WRITE-IN", 3)]),
    }
    assert {row.mode for row in count.rows} == {"total"}
    assert any("vote for 1" in note for note in count.notes)


def test_dominion_sample(sample):
    count = sample(DOMINION, absentee_unit=False)
    assert count.election == "Sample County GENERAL ELECTION"
    found = {
        (row.unit, row.mode): (row.ballots, row.overvotes, row.undervotes, *row.votes.values())
        for row in count.rows
    }
    assert found == {
        ("North", "election_day"): (195, 1, 4, 101, 88, 1),
        ("North", "absentee"): (155, 0, 3, 60, 92, 0),
        ("South", "election_day"): (269, 0, 7, 140, 120, 2),
        ("South", "absentee"): (193, 2, 5, 75, 110, 1),
    }


@pytest.mark.parametrize("path", [ESS, DOMINION])
def test_a_damaged_sheet_loads_no_wrong_number(path, formats):
    """The checksum of the archive is renewed, so that only the sums inside can tell."""
    data = (formats / path).read_bytes()
    truth = numbers(read_original([Source("w.xlsx", data)]))
    refusals = 0
    for seed in range(200):
        broken = repacked(data, "xl/worksheets/sheet1.xml", lambda part, seed=seed: damaged(part, seed))
        try:
            found = numbers(read_original([Source("w.xlsx", broken)]))
        except OriginalCountError:
            refusals += 1
            continue
        wrong = {key: found[key] for key in truth.keys() & found.keys() if truth[key] != found[key]}
        assert not wrong, f"seed {seed}: {wrong}"
    assert refusals > 20


HEAD = ["PRECINCT CODE", "PRECINCT NAME", "BALLOTS CAST - TOTAL", "Ann", "Bob", "Yes", "No"]
GRID = [
    [None, None, None, "MAYOR (VOTE FOR) 2", None, "MEASURE", None],
    [None, None, None, "REP", "DEM"],
    HEAD,
    ["0001", "North", 10, 8, 6, 5, 4],
    ["0002", "South", 7, 3, 2, 1, 0],
    ["ZZZ", "COUNTY TOTALS", 17, 11, 8, 6, 4],
    ["_x001A_"],
]


def grid(row=None, column=None, value=None):
    made = copy.deepcopy(GRID)
    if row is not None:
        made[row - 1][column] = value
    return workbook(sheet_xml(made, ["D1:E1", "F1:G1"]))


def test_contests_merged_over_their_choices():
    count = text_count(grid(), "w.xlsx")
    assert [(row.unit, row.contest, row.vote_for, row.votes) for row in count.rows] == [
        ("North", "MAYOR", 2, {"Ann": 8, "Bob": 6}),
        ("North", "MEASURE", None, {"Yes": 5, "No": 4}),
        ("South", "MAYOR", 2, {"Ann": 3, "Bob": 2}),
        ("South", "MEASURE", None, {"Yes": 1, "No": 0}),
    ]


def test_a_blank_cell_is_unknown():
    count = text_count(grid(4, 5, None), "w.xlsx")
    assert count.rows[1].votes == {"No": 4}
    assert any("cell F4" in note for note in count.notes)


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ((4, 3, 9), ("cell D6", "12", "11")),
        ((4, 3, -8), ("cell D4", "negative")),
        ((4, 3, "8a"), ("cell D4", "8a")),
        ((4, 3, "8.5"), ("cell D4", "8.5")),
        ((5, 1, "North"), ("cell B5", "before")),
        ((5, 1, None), ("cell B5", "empty")),
        ((3, 4, "Ann"), ("cell E3", "twice")),
        ((5, 1, "TOTAL"), ("second row of totals",)),
    ],
)
def test_refused_with_place(change, parts):
    refused(grid(*change), "w.xlsx", "S1", *parts, name="w.xlsx")


def test_totals_that_are_wrong_can_be_accepted():
    count = text_count(grid(6, 3, 12), "w.xlsx", wrong_totals=True)
    assert any("11, but 12 is stated" in note for note in count.notes)


BLOCKS = [
    ["General Election"],
    ["Mayor (Vote for 1)"],
    [
        "Precinct",
        "Counting Group",
        "Times Cast",
        None,
        "Undervotes",
        "Overvotes",
        "Ann (REP)",
        "Bob\n(DEM)",
        "Total Votes",
    ],
    ["North"],
    [None, "Election Day", None, 10, 1, 1, 5, 3, 8],
    [None, "Absentee", None, 4, 0, 0, 1, 3, 4],
    [None, "Total", None, 14, 1, 1, 6, 6, 12],
    ["County - Total"],
    [None, "Election Day", None, 10, 1, 1, 5, 3, 8],
]


def blocks(row=None, column=None, value=None):
    made = copy.deepcopy(BLOCKS)
    if row is not None:
        made[row - 1][column] = value
    return workbook(sheet_xml(made, ["C3:D3"]))


def test_values_beside_merged_headings_belong_to_them():
    count = text_count(blocks(), "w.xlsx")
    assert [(row.unit, row.mode, row.ballots, row.votes) for row in count.rows] == [
        ("North", "election_day", 10, {"Ann": 5, "Bob": 3}),
        ("North", "absentee", 4, {"Ann": 1, "Bob": 3}),
    ]


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ((5, 6, 6), ("row 5", "total votes", "9", "8")),
        ((5, 3, 11), ("row 5", "11 ballots")),
        ((7, 4, 2), ("row 7", "under", "1", "2")),
        ((7, 1, "Absentee"), ("row 7", "already")),
        ((9, 7, 4), ("row 9, Bob", "3", "4")),
        ((5, 2, 10), ("cell D5", "second value")),
        ((3, 7, "Ann (DEM)"), ("second column 'Ann'",)),
    ],
)
def test_dominion_refused_with_place(change, parts):
    refused(blocks(*change), "w.xlsx", "S1", *parts, name="w.xlsx")


SHARED = f'<sst xmlns="{MAIN}"><si><t>PRECINCT </t></si><si><r><t>No</t></r><r><t>rth</t></r></si></sst>'


def test_shared_texts_with_runs():
    sheet = sheet_xml(GRID).replace('t="inlineStr"><is><t>North</t></is>', 't="s"><v>1</v>')
    count = text_count(workbook(sheet, xl__sharedStrings=SHARED), "w.xlsx")
    assert count.rows[0].unit == "North"


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        (workbook(sheet_xml(GRID).replace("<v>8</v>", "<f>1+7</f>")), ("D4", "formula")),
        (workbook(sheet_xml(GRID).replace('r="D4"', 'r="E4"')), ("row 4", "out of order")),
        (workbook(sheet_xml(GRID).replace('r="D4"', 'r="D5"')), ("row 4", "out of order")),
        (workbook(sheet_xml(GRID).replace('<row r="5"', '<row r="4"')), ("out of order",)),
        (workbook(sheet_xml(GRID), xl__worksheets__sheet1=None), ("sheet1.xml", "missing")),
        (workbook(sheet_xml(GRID), xl__worksheets__sheet1="<!DOCTYPE x []><worksheet/>"), ("DOCTYPE",)),
        (
            workbook(sheet_xml(GRID).replace('t="inlineStr"><is><t>North</t></is>', 't="s"><v>7</v>')),
            ("B4", "not there"),
        ),
    ],
)
def test_workbooks_that_are_not_whole(data, parts):
    refused(data, "w.xlsx", *parts, name="w.xlsx", format="sovc-ess")


def test_a_flipped_bit_anywhere_is_found_by_the_checksum():
    data = grid()
    chance = random.Random(0)
    for _ in range(50):
        at = data.index(b"<sheetData>") + chance.randrange(400)
        broken = data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]
        refused(broken, "damaged archive", name="w.xlsx")
