"""The election program: model, file, checks, seal and drawing.

Reading order: `model` (what a program is), `file` (reading and writing it), `checks` (rules between its
fields), `seal` (its identity), `drawing` (a card as a picture).
"""

from config.program.card_code import code_bits, code_doubts
from config.program.checks import check_program
from config.program.file import dump_program, load_program
from config.program.model import (
    DECIMALS,
    GRID_STEP,
    UNKNOWN_DAY,
    BallotStyle,
    Box,
    Card,
    Choice,
    Confirmation,
    Contest,
    Draft,
    Election,
    ElectionProgram,
    Guess,
    MarkPolicy,
    Party,
    Precinct,
    PrintMap,
    Side,
    Target,
)
from config.program.problem import Problem
from config.program.seal import check_seal, confirm, load_seal, program_identity, read_seal, seal, seal_text

__all__ = [
    "DECIMALS",
    "GRID_STEP",
    "UNKNOWN_DAY",
    "BallotStyle",
    "Box",
    "Card",
    "Choice",
    "Confirmation",
    "Contest",
    "Draft",
    "Election",
    "ElectionProgram",
    "Guess",
    "MarkPolicy",
    "Party",
    "Precinct",
    "PrintMap",
    "Problem",
    "Side",
    "Target",
    "check_program",
    "check_seal",
    "code_bits",
    "code_doubts",
    "confirm",
    "dump_program",
    "load_program",
    "load_seal",
    "program_identity",
    "read_seal",
    "seal",
    "seal_text",
]
