"""A card side as a picture, so that a person can hold the program against the paper.

Drawn are the timing grid, every target with the name of its choice, every write-in area, and above the first
target of a contest its title and how many may be chosen.  Nothing here decides a vote.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from config.program.check_targets import sides_of
from config.program.model import GRID_STEP, Card, ElectionProgram, Side, Target

Point = tuple[float, float]

WHITE_DPI = 150
"""Resolution of a page that is drawn without a blank."""

MARGINS = (0.125, 0.5)
"""Inches between the paper's edge and the centre of the corner mark, across and down (AccuVote card)."""

MARK = (0.1875, 0.0625)
"""Width and height of a timing mark in inches (AccuVote card)."""

_TARGET, _NAME, _CONTEST, _GRID, _AREA = "#c00020", "#c00020", "#0040b0", "#909090", "#008040"


@dataclass(frozen=True, slots=True)
class Backdrop:
    """An upright picture of the blank side and where the printed design lies on it.

    Attributes:
        image: the blank, upright.
        to_pixels: maps places in inches of the design to pixels of `image`.
        dpi: pixels an inch, for the size of writing and lines.
    """

    image: Image.Image
    to_pixels: Callable[[Sequence[Point]], Sequence[Point]]
    dpi: float


def white_page(card: Card) -> Backdrop:
    """An empty page to the scale of the card."""
    across, down = MARGINS

    def to_pixels(places: Sequence[Point]) -> list[Point]:
        return [((x + across) * WHITE_DPI, (y + down) * WHITE_DPI) for x, y in places]

    width = (card.grid_columns - 1) * GRID_STEP + 2 * across
    height = (card.grid_rows - 1) * GRID_STEP + 2 * down
    size = (round(width * WHITE_DPI), round(height * WHITE_DPI))
    return Backdrop(Image.new("RGB", size, "white"), to_pixels, WHITE_DPI)


def draw_side(
    program: ElectionProgram, card: Card, side_name: str, backdrop: Backdrop | None = None
) -> Image.Image:
    """Draws one side of a card.

    Args:
        program: the program that the card is of.
        card: the card.
        side_name: ``front`` or ``back``.
        backdrop: the blank to draw on; a white page with the timing marks when None.
    """
    side = dict(sides_of(card))[side_name]
    ground = white_page(card) if backdrop is None else backdrop
    pen = _Pen(ground)
    if backdrop is None:
        pen.timing_marks(card, side)
    pen.grid(card)
    titles = {contest.id: f"{contest.title}: vote for {contest.vote_for}" for contest in program.contests}
    names = {(contest.id, choice.id): choice.name for contest in program.contests for choice in contest.choices}
    begun: set[str] = set()
    for target in side.targets:
        if target.contest not in begun:
            begun.add(target.contest)
            pen.contest(target, titles[target.contest])
        pen.target(target, names[target.contest, target.choice])
    code = f", code {side.code}" if side.code is not None else ""
    pen.write((0.0, -MARGINS[1] + 0.08), f"{card.name} ({card.id}), {side_name}{code}", _CONTEST, 0.13)
    return pen.finished()


class _Pen:
    """Draws in inches of the design on a backdrop."""

    def __init__(self, ground: Backdrop) -> None:
        self._ground = ground
        self._image = ground.image.convert("RGB")
        self._draw = ImageDraw.Draw(self._image, "RGBA")
        self._line = max(1, round(ground.dpi / 100))

    def finished(self) -> Image.Image:
        return self._image

    def _map(self, *places: Point) -> list[Point]:
        return [(float(x), float(y)) for x, y in self._ground.to_pixels(places)]

    def polygon(self, places: Sequence[Point], color: str, *, filled: bool = False) -> None:
        points = self._map(*places)
        if filled:
            self._draw.polygon(points, fill=color)
        else:
            self._draw.line([*points, points[0]], fill=color, width=self._line)

    def write(self, place: Point, text: str, color: str, height: float) -> None:
        """Writes one line from a place rightwards, kept inside the picture, on a veil over the print."""
        font = ImageFont.load_default(size=max(7.0, height * self._ground.dpi))
        ((x, y),) = self._map(place)
        room = self._image.width - self._draw.textlength(text, font=font)
        spot = (max(0.0, min(x, room)), max(0.0, y))
        self._draw.rectangle(self._draw.textbbox(spot, text, font=font), fill=(255, 255, 255, 190))
        self._draw.text(spot, text, fill=color, font=font)

    def timing_marks(self, card: Card, side: Side) -> None:
        last_column, last_row = card.grid_columns - 1, card.grid_rows - 1
        bottom = [0, last_column]
        bottom += [column for column, digit in enumerate(side.code or "", start=1) if digit == "1"]
        places = {(column, 0) for column in range(card.grid_columns)}
        places |= {(column, row) for column in (0, last_column) for row in range(card.grid_rows)}
        places |= {(column, last_row) for column in bottom if column <= last_column}
        for column, row in sorted(places):
            self.polygon(_box(column * GRID_STEP, row * GRID_STEP, *MARK), "black", filled=True)

    def grid(self, card: Card) -> None:
        """A small cross at every inch of the grid, to see at a glance whether print and grid agree."""
        arm = 0.03
        for column in range(0, card.grid_columns, 4):
            for row in range(0, card.grid_rows, 4):
                x, y = column * GRID_STEP, row * GRID_STEP
                self._draw.line(self._map((x - arm, y), (x + arm, y)), fill=_GRID, width=1)
                self._draw.line(self._map((x, y - arm), (x, y + arm)), fill=_GRID, width=1)

    def contest(self, target: Target, title: str) -> None:
        self.write((target.x - target.width / 2, target.y - target.height / 2 - 0.13), title, _CONTEST, 0.09)

    def target(self, target: Target, name: str) -> None:
        turns = [2 * math.pi * step / 32 for step in range(32)]
        oval = [
            (target.x + target.width / 2 * math.cos(turn), target.y + target.height / 2 * math.sin(turn))
            for turn in turns
        ]
        self.polygon(oval, _TARGET)
        area = target.write_in_area
        if area is not None:
            self.polygon(
                _box(area.x + area.width / 2, area.y + area.height / 2, area.width, area.height), _AREA
            )
        self.write((target.x - target.width / 2, target.y + target.height / 2 + 0.005), name, _NAME, 0.075)


def _box(x: float, y: float, width: float, height: float) -> list[Point]:
    left, right, top, bottom = x - width / 2, x + width / 2, y - height / 2, y + height / 2
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
