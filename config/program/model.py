"""The election program: what is printed on the paper and what a mark on it means.

A program says which contests, choices, precincts, ballot styles and cards an election has, where every
target stands on each side of each card, and by which thresholds ink becomes a vote.  Everything here is
inside the sealed identity (`config.program.seal`): two programs that could read one ballot differently
have different seals.

Lengths are inches on the printed design, x to the right and y down, from the layout origin.  For the
``timing-grid`` family the origin is the centre of the top left timing mark and one grid step is
`GRID_STEP` inches both ways, so that ``x = column * GRID_STEP`` whatever the scale of the print.
Lengths are kept to `DECIMALS` places, a hundredth of a pixel at any resolution we read, so that a program in
memory and the same program read back from its file are one program with one seal.
Shares of ink are integers in thousandths (per mille), so that the canonical JSON has no rounding of its own.
"""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - a field named `date` would hide the type
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

GRID_STEP = 0.25
"""Distance between neighbouring timing marks in inches: four marks an inch both ways (AccuVote card layout)."""

DECIMALS = 4
"""Places after the point to which inches and grid steps are kept."""


def _rounded(value: float) -> float:
    return round(value, DECIMALS) + 0.0  # adding zero turns -0.0 into 0.0


UNKNOWN_DAY = Date(1900, 1, 1)
"""Stands for the date of the election in a draft from blanks that do not say it; it cannot be sealed."""

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
Name = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
"""Text for people on one line: no control characters, which a terminal would obey."""
Permille = Annotated[int, Field(ge=0, le=1000)]
Inches = Annotated[float, Field(ge=-1.0, le=30.0, allow_inf_nan=False), AfterValidator(_rounded)]
Length = Annotated[float, Field(ge=0.0001, le=30.0, allow_inf_nan=False), AfterValidator(_rounded)]
GridStep = Annotated[float, Field(ge=0, le=200, allow_inf_nan=False), AfterValidator(_rounded)]


class Part(BaseModel):
    """A part of a program: immutable, and strict about fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Election(Part):
    title: Name
    date: Date
    jurisdiction: Name
    state: Annotated[str, Field(max_length=60)] = ""


class Party(Part):
    id: Identifier
    name: Name


class Precinct(Part):
    id: Identifier
    name: Name


class Choice(Part):
    """One thing a voter can choose: a candidate, a write-in line, or an answer to a measure."""

    id: Identifier
    name: Name
    kind: Literal["candidate", "write-in", "answer"] = "candidate"
    party: Identifier | None = None


class Contest(Part):
    """One question to the voter.  `party` restricts it to the ballots of that party's primary."""

    id: Identifier
    title: Name
    kind: Literal["candidate", "measure"] = "candidate"
    vote_for: Annotated[int, Field(ge=1, le=100)] = 1
    choices: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=400)]
    party: Identifier | None = None


class Box(Part):
    """A rectangle in inches: left, top, width, height."""

    x: Inches
    y: Inches
    width: Length
    height: Length


class Target(Part):
    """The place where a mark for one choice belongs: an oval centred on (`x`, `y`).

    Attributes:
        column, row: the same centre in grid steps (may be fractional); absent for families without a grid.
        blank_ink: ink inside the oval on the unmarked ballot, per mille of its interior (a watermark, a
            printed line).  What a blank already has cannot speak for a voter.
        surround_ink: ink on the unmarked ballot beside the oval, per mille: left, right, above, below.
        write_in_area: where a voter writes the name, for a write-in line.
        write_in_ink: share of the write-in area that is dark on the unmarked ballot, per mille.
    """

    contest: Identifier
    choice: Identifier
    x: Inches
    y: Inches
    width: Length
    height: Length
    column: GridStep | None = None
    row: GridStep | None = None
    blank_ink: Permille = 0
    surround_ink: tuple[Permille, Permille, Permille, Permille] = (0, 0, 0, 0)
    write_in_area: Box | None = None
    write_in_ink: Permille = 0


class PrintMap(Part):
    """Where the unmarked side has print: one bit a cell, row by row from the top left, base64.

    The cell (0, 0) has its top left corner at (`x`, `y`); `columns` x `rows` cells of `cell` inches; most
    significant bit first; the last byte padded with zeros.  Tells two cards with one code apart, and
    a card of another election from ours.
    """

    x: Inches
    y: Inches
    cell: Length
    columns: Annotated[int, Field(ge=1, le=400)]
    rows: Annotated[int, Field(ge=1, le=800)]
    bits: Annotated[str, Field(max_length=60000, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]


class Side(Part):
    """One printed side of a card.

    Attributes:
        code: the 32 code positions of the bottom row from left to right, columns 1 to 32, ``1`` for a
            printed mark, as the upright page shows them; None when the family or the print has none.
        print_map: cells with print, as dark as ink.
        gray_map: cells with pale print only (shading, a watermark), which one scanner shows dark, another as
            dots and a third not at all.
        outline: whether the scanner sees the printed oval (``printed``) or its colour drops out.
    """

    targets: Annotated[tuple[Target, ...], Field(max_length=2000)] = ()
    code: Annotated[str, Field(pattern=r"^[01]{32}$")] | None = None
    outline: Literal["printed", "dropout"] = "printed"
    print_map: PrintMap | None = None
    gray_map: PrintMap | None = None


class Card(Part):
    """One sheet of paper of a ballot: its layout family, the size of its grid and its two sides."""

    id: Identifier
    name: Name
    family: Literal["timing-grid"] = "timing-grid"
    grid_columns: Annotated[int, Field(ge=3, le=80)] = 34
    grid_rows: Annotated[int, Field(ge=3, le=160)] = 41
    front: Side
    back: Side | None = None


class BallotStyle(Part):
    """The cards a voter of these precincts (and, in a primary, this party) receives."""

    id: Identifier
    name: Name
    precincts: tuple[Identifier, ...] = ()
    party: Identifier | None = None
    cards: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class MarkPolicy(Part):
    """The thresholds that make ink a vote, per mille.  Part of the sealed program.

    Attributes:
        marked_at: ink inside the oval from which a target is ``marked``.
        marginal_at: ink inside the oval from which a target is ``marginal``: not a vote for the machine,
            and a person looks at it.
        surround_at: ink in the ring around an unmarked oval, over what the blank has there, from which a
            person looks (circled, marked beside the oval).
        write_in_at: dark share of a write-in area, over what the blank has there, from which a person looks
            when the oval is not marked.
        print_match_at: share of the blank's printed cells that a page must show to be that card.
        max_residual_mils: largest registration residual of a page, thousandths of an inch.
    """

    marked_at: Permille = 120
    marginal_at: Permille = 30
    surround_at: Permille = 50
    write_in_at: Permille = 60
    print_match_at: Permille = 800
    max_residual_mils: Annotated[int, Field(ge=1, le=200)] = 25


class Guess(Part):
    """One thing the drafting could not take from the paper for certain, and what became of it.

    Attributes:
        field: path of the field in the program, such as ``contests/mayor/vote_for``.
        value: the value that stands in the draft.
        certainty: per mille.
        reason: how it was found, in a few words.
    """

    field: Annotated[str, Field(max_length=300)]
    value: Annotated[str, Field(max_length=300)]
    certainty: Permille
    reason: Annotated[str, Field(max_length=300)]


class Confirmation(Part):
    """The person who held the draft against the paper."""

    reviewer: Name
    on: Date


class Draft(Part):
    """How a drafted program came to be.  A draft without `confirmed` cannot be sealed."""

    sources: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
    confirmed: Confirmation | None = None


class ElectionProgram(Part):
    """A whole election program: the content of ``program.json``."""

    format: Literal["retally-program/1"] = "retally-program/1"
    election: Election
    parties: tuple[Party, ...] = ()
    precincts: tuple[Precinct, ...] = ()
    contests: Annotated[tuple[Contest, ...], Field(min_length=1, max_length=2000)]
    cards: Annotated[tuple[Card, ...], Field(min_length=1, max_length=6000)]
    ballot_styles: Annotated[tuple[BallotStyle, ...], Field(min_length=1, max_length=6000)]
    mark_policy: MarkPolicy = MarkPolicy()
    draft: Draft | None = None
