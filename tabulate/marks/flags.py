"""Why a person should look at a target or a page, or should know.

A flag is one word of the record; `MEANING` says it in words for people.
"""

from __future__ import annotations

MARGINAL = "marginal"
FAINT = "faint"
SMALL_MARK = "small-mark"
INK_AROUND = "ink-around"
LINE_THROUGH = "line-through"
OVERPRINT = "overprint"
OUTLINE_NOT_FOUND = "outline-not-found"
GEOMETRY_INFERRED = "geometry-inferred"
PRINTING_IN_TARGET = "printing-in-target"
WRITE_IN_UNMARKED = "write-in-unmarked"

UNREADABLE_IMAGE = "unreadable-image"
BLANK_PAPER = "blank-paper"
NO_TIMING_GRID = "no-timing-grid"
TOO_FEW_TIMING_MARKS = "too-few-timing-marks"
MARKS_CONTRADICT = "marks-contradict"
GRID_MISMATCH = "grid-mismatch"
CODE_UNREADABLE = "code-unreadable"
CODE_UNKNOWN = "code-unknown"
CARD_AMBIGUOUS = "card-ambiguous"
PRINT_MISMATCH = "print-mismatch"
TARGETS_NOT_COVERED = "targets-not-covered"

CODE_UNCERTAIN = "code-uncertain"
MARKS_MISSING = "marks-missing"
MARKS_CLIPPED = "marks-clipped"
MARKS_WEAK = "marks-weak"
RESIDUAL_HIGH = "residual-high"
LEVELS_ONLY = "levels-only"
WAY_UP_UNKNOWN = "way-up-unknown"

REVIEW = frozenset(
    {
        MARGINAL,
        FAINT,
        SMALL_MARK,
        INK_AROUND,
        LINE_THROUGH,
        OVERPRINT,
        OUTLINE_NOT_FOUND,
        PRINTING_IN_TARGET,
        WRITE_IN_UNMARKED,
        CODE_UNCERTAIN,
        MARKS_CLIPPED,
        MARKS_WEAK,
        RESIDUAL_HIGH,
        WAY_UP_UNKNOWN,
    }
)
"""Flags that send a counted page to a person."""

REFUSED = frozenset(
    {
        UNREADABLE_IMAGE,
        BLANK_PAPER,
        NO_TIMING_GRID,
        TOO_FEW_TIMING_MARKS,
        MARKS_CONTRADICT,
        GRID_MISMATCH,
        CODE_UNREADABLE,
        CODE_UNKNOWN,
        CARD_AMBIGUOUS,
        PRINT_MISMATCH,
        TARGETS_NOT_COVERED,
    }
)
"""Flags of pages that were not read at all."""

MEANING = {
    MARGINAL: "there is ink in the oval, but too little to be a vote without a person",
    FAINT: "the mark is pale: light pencil, or a mark that was erased",
    SMALL_MARK: "the mark is a dot or very thin: it fills little of the oval",
    INK_AROUND: "there is ink around the oval: circled, marked beside it, or crossed out",
    LINE_THROUGH: "a thin line runs through the oval or out of it: a fold, a streak or a rule",
    OVERPRINT: "thin strokes run through the oval and out of it: an imprint or a stamp, or a very thin pen",
    OUTLINE_NOT_FOUND: "the printed oval was not found where it should be",
    GEOMETRY_INFERRED: "a timing mark of this row is missing; its place was taken from its neighbours",
    PRINTING_IN_TARGET: "the unmarked ballot has print inside this oval",
    WRITE_IN_UNMARKED: "something is written on the write-in line, but its oval is not marked",
    UNREADABLE_IMAGE: "the file is not an image that can be read",
    BLANK_PAPER: "there is no print on this page",
    NO_TIMING_GRID: "no grid of timing marks was found",
    TOO_FEW_TIMING_MARKS: "too few timing marks survive to place the page",
    MARKS_CONTRADICT: "the timing marks of two borders contradict each other: some are not timing marks",
    GRID_MISMATCH: "the grid has another number of rows than any card of the program",
    CODE_UNREADABLE: "the card code in the bottom row could not be read",
    CODE_UNKNOWN: "the card code is of no card of the program: another election, or another precinct",
    CARD_AMBIGUOUS: "more than one card of the program looks like this page",
    PRINT_MISMATCH: "the code is of a card of the program, but the print is not",
    TARGETS_NOT_COVERED: "the mark reader does not see every oval of this card",
    CODE_UNCERTAIN: "part of the card code is damaged; the print settled which card it is",
    MARKS_MISSING: "some timing marks are missing or damaged",
    MARKS_CLIPPED: "the timing marks of one side are cut off",
    MARKS_WEAK: "so many timing marks are missing in one border that the places of ovals are not sure",
    RESIDUAL_HIGH: "the timing marks do not lie where their neighbours say",
    LEVELS_ONLY: "a mark reader measured this page; there is no picture, and ink beside the ovals is not seen",
    WAY_UP_UNKNOWN: "nothing the mark reader saw tells which way round the card was fed",
}
