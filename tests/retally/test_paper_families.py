"""No sheet lost, none counted twice, and never stuck, in whatever order things go wrong: every family.

`make test` runs a few sequences of each; with those of the toy scanners `make test-slow` runs 22,000.
"""

from __future__ import annotations

import pytest

from tests.retally.paper_families import (
    AxiomePaper,
    CustomA4Paper,
    LevelLinePaper,
    LineAsciiPaper,
    PdiPaper,
    SekonicPaper,
)
from tests.retally.paper_machine import examples
from tests.retally.paper_sane import SanePaper

TestPdi = examples(PdiPaper, 40)
TestCustomA4 = examples(CustomA4Paper, 40)
TestSekonic = examples(SekonicPaper, 30)
TestAxiome = examples(AxiomePaper, 30)
TestLevelLine = examples(LevelLinePaper, 30)
TestLineAscii = examples(LineAsciiPaper, 30)
TestSane = examples(SanePaper, 40)

LONG = [pytest.mark.slow, pytest.mark.timeout(7200)]


class TestManyPdi(examples(PdiPaper, 3500)):
    pytestmark = LONG


class TestManyCustomA4(examples(CustomA4Paper, 3500)):
    pytestmark = LONG


class TestManySekonic(examples(SekonicPaper, 2000)):
    pytestmark = LONG


class TestManyAxiome(examples(AxiomePaper, 1500)):
    pytestmark = LONG


class TestManyLevelLine(examples(LevelLinePaper, 2000)):
    pytestmark = LONG


class TestManyLineAscii(examples(LineAsciiPaper, 1500)):
    pytestmark = LONG


class TestManySane(examples(SanePaper, 2000)):
    pytestmark = LONG
