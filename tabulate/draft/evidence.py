"""What is printed on one side of a blank, before anybody says what it means.

All places are inches of the printed design, x to the right and y down on the upright page, from the centre
of the top left timing mark (`config.program.model`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True, slots=True)
class Frame:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Tells whether a point lies inside, or outside by no more than `slack`."""
        return self.left - slack <= x <= self.right + slack and self.top - slack <= y <= self.bottom + slack


class Seen(IntEnum):
    """How an oval was found; a larger value is better evidence."""

    UNDER_PRINT = 1
    IMAGE = 2
    DRAWING = 3
    BOTH = 4


@dataclass(frozen=True, slots=True)
class Oval:
    """A closed oval outline; the frame goes around its printed line."""

    frame: Frame
    seen: Seen
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight printed line.

    Attributes:
        at: y of a horizontal rule, x of a vertical one.
        start, end: its ends along the other axis.
        along: ``x`` for a horizontal rule, ``y`` for a vertical one.
    """

    along: str
    at: float
    start: float
    end: float

    def spans(self, low: float, high: float, slack: float = 0.02) -> bool:
        """Tells whether the rule covers all from `low` to `high`, `slack` at each end forgiven."""
        return self.start <= low + slack and self.end >= high - slack


@dataclass(frozen=True, slots=True)
class Run:
    """Words printed on one baseline without a wide gap, a rule or an oval between them.

    Attributes:
        top: top of its highest ink: of its capitals.
        size: height of the type (em) in inches.
        font: name of the typeface as the file has it.
        light: printed in a light colour, as on a dark heading.
    """

    text: str
    frame: Frame
    top: float
    baseline: float
    size: float
    font: str
    bold: bool
    light: bool = False

    @property
    def style(self) -> tuple[str, float]:
        """Typeface and size; runs of one heading share it."""
        return self.font, round(self.size, 3)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything found on one side.

    Attributes:
        ovals: targets, and perhaps ovals of the instructions.
        rules: printed straight lines, horizontal and vertical.
        runs: text; empty for a scan.
        has_text: whether the file had a text layer to read.
    """

    ovals: tuple[Oval, ...]
    rules: tuple[Rule, ...]
    runs: tuple[Run, ...]
    has_text: bool
