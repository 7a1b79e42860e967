"""Pictures of a program's cards: which blank belongs to which side, and where the pictures go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from config.errors import ConfigError
from config.program import Card, ElectionProgram, program_identity
from config.program.check_targets import sides_of
from config.program.drawing import WHITE_DPI, Backdrop, Point, draw_side
from retally.files import write_whole
from tabulate.geometry import NotRegistered, Registration, register
from tabulate.image import Raster, decode, page_count
from tabulate.read import Reader

POINTS = 72.0
"""Points of a PDF an inch."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One page of a file of blanks, and which side of which card it is.

    Attributes:
        page: within the file, from 0.
        card, side: None when it is no side of the program; `flags` then says why.
    """

    path: Path
    page: int
    card: str | None
    side: str | None
    flags: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.path}, page {self.page + 1}"


def find_blanks(program: ElectionProgram, paths: Iterable[Path]) -> Iterator[Blank]:
    """Tells of every page of the given files which side it is, as the reader would of a voted page.

    Raises:
        ConfigError: a file cannot be opened.
        ImageError: a file is no image or PDF.
    """
    reader = Reader(program, program_identity(program))
    for path in paths:
        data = _bytes(path)
        for page in range(page_count(data)):
            reading = reader.read(decode(data, page), str(path))
            yield Blank(path, page, reading.card, reading.side, reading.flags)


def backdrop_of(blank: Blank) -> Backdrop:
    """The picture of a blank that was found to be a side of the program, upright.

    Raises:
        ConfigError: the file is no longer what it was.
    """
    raster = decode(_bytes(blank.path), blank.page)
    placed = register(raster)
    if isinstance(placed, NotRegistered):
        raise ConfigError(f"{blank.name}: {placed.reason}")
    return _upright(raster, placed)


def all_sides(program: ElectionProgram, only: Iterable[str] = ()) -> list[tuple[Card, str]]:
    """The sides of a program's cards in order, or those of the cards named.

    Raises:
        ConfigError: there is no such card.
    """
    wanted = set(only)
    unknown = sorted(wanted - {card.id for card in program.cards})
    if unknown:
        raise ConfigError(f"the program has no card {unknown[0]!r}; `retally program show` lists them")
    cards = [card for card in program.cards if not wanted or card.id in wanted]
    return [(card, name) for card in cards for name, _ in sides_of(card)]


class Sink(Protocol):
    """Where pictures go, one at a time."""

    def keep(self, card: Card, side: str, picture: Image.Image, dpi: float) -> None: ...


class PngFolder:
    """A folder with one PNG a side, named after card and side."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Nothing is left open."""

    def keep(self, card: Card, side: str, picture: Image.Image, dpi: float) -> None:
        held = BytesIO()
        picture.save(held, format="PNG", dpi=(dpi, dpi))
        write_whole(self._folder / f"{card.id}-{side}.png", held.getvalue())


class PdfFile:
    """A PDF with one page a side, to the scale of the paper; written when the last page was kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = BytesIO()
        self._canvas = Canvas(self._held, invariant=1, pageCompression=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind is None:
            self._canvas.save()
            write_whole(self._path, self._held.getvalue())

    def keep(self, card: Card, side: str, picture: Image.Image, dpi: float) -> None:
        width, height = (length / dpi * POINTS for length in picture.size)
        self._canvas.setPageSize((width, height))
        self._canvas.bookmarkPage(f"{card.id}-{side}")
        self._canvas.addOutlineEntry(f"{card.name}, {side}", f"{card.id}-{side}")
        self._canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        self._canvas.showPage()


def draw_to(
    sink: Sink, program: ElectionProgram, sides: Iterable[tuple[Card, str]], blanks: Iterable[Blank]
) -> None:
    """Draws sides one at a time, each on its blank where there is one (the first, of several)."""
    by_side: dict[tuple[str | None, str | None], Blank] = {}
    for blank in blanks:
        by_side.setdefault((blank.card, blank.side), blank)
    for card, name in sides:
        blank_of = by_side.get((card.id, name))
        backdrop = None if blank_of is None else backdrop_of(blank_of)
        picture = draw_side(program, card, name, backdrop)
        sink.keep(card, name, picture, WHITE_DPI if backdrop is None else backdrop.dpi)


def _upright(raster: Raster, placed: Registration) -> Backdrop:
    height, width = raster.gray.shape
    turns = placed.rotation // 90
    image = Image.fromarray(np.ascontiguousarray(np.rot90(raster.gray, -turns)))

    def to_pixels(places: Sequence[Point]) -> list[Point]:
        points = placed.to_pixels(np.asarray(places, dtype=np.float64))
        x, y = points[:, 0], points[:, 1]
        ways = ((x, y), (height - y, x), (width - x, height - y), (y, width - x))
        return list(zip(ways[turns][0].tolist(), ways[turns][1].tolist(), strict=True))

    return Backdrop(image, to_pixels, placed.dpi)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the blank: {error.strerror}") from error
