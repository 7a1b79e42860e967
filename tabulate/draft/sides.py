"""From the pages of the blanks to drafted sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tabulate.draft.contests import read_contests
from tabulate.draft.evidence import Evidence, Frame
from tabulate.draft.heading import Heading, read_heading
from tabulate.draft.look import look_at
from tabulate.draft.places import Placed, place_targets
from tabulate.draft.rough import RoughContest
from tabulate.draft.upright import UprightPage
from tabulate.errors import DraftError, ImageError
from tabulate.geometry import GRID_STEP, NotRegistered, Registration, register
from tabulate.identify import CardCode, Cells, measure_cells, read_code
from tabulate.image.decode import decode, page_count
from tabulate.image.paper import Levels, measure_levels
from tabulate.image.raster import Raster

PDF_DPI = 300.0
"""Pixels an inch at which PDF pages are drawn for drafting: fine enough for hairlines of half a point."""

INSIDE = 0.1
"""Inches from the centres of the border marks at which the voter's part of the page begins: past the marks."""


@dataclass(frozen=True, slots=True)
class BlankSource:
    """A file with unmarked ballots."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class BlankSide:
    """One page of a blank as drafted.

    Attributes:
        source, page: file name and number of the page in it, from 0.
        code: of the bottom row, or None where it is not certain or nothing is printed.
        drawn: whether the page was drawn from a PDF rather than scanned.
    """

    source: str
    page: int
    pages: int
    raster: Raster
    levels: Levels
    registration: Registration
    upright: UprightPage
    evidence: Evidence
    code: CardCode | None
    cells: Cells
    placed: tuple[Placed, ...]
    contests: tuple[RoughContest, ...]
    heading: Heading
    drawn: bool

    @property
    def name(self) -> str:
        return f"page {self.page + 1} of {self.source}" if self.pages > 1 else self.source

    @property
    def is_back(self) -> bool:
        return self.code is not None and self.code.is_back

    @property
    def has_names(self) -> bool:
        return self.evidence.has_text and any(contest.title for contest in self.contests)


def draft_sides(sources: Sequence[BlankSource], advance: Callable[[str], None]) -> Iterator[BlankSide]:
    """Draft every page of every blank, in the order given.

    Args:
        sources: the files.
        advance: told the name of each page that is finished.

    Raises:
        DraftError: a file that is no image or PDF, or a page that is no blank ballot; the message names both.
    """
    for source in sources:
        try:
            count = page_count(source.data)
        except ImageError as error:
            raise DraftError(f"{source.name}: {error}") from error
        for page in range(count):
            side = _draft_side(source, page, count)
            advance(side.name)
            yield side


def count_pages(sources: Sequence[BlankSource]) -> int:
    """Pages of all files.

    Raises:
        DraftError: a file that is no image or PDF.
    """
    total = 0
    for source in sources:
        try:
            total += page_count(source.data)
        except ImageError as error:
            raise DraftError(f"{source.name}: {error}") from error
    return total


def _draft_side(source: BlankSource, page: int, count: int) -> BlankSide:
    where = f"page {page + 1} of {source.name}" if count > 1 else source.name
    try:
        raster = decode(source.data, page, pdf_dpi=PDF_DPI)
    except ImageError as error:
        raise DraftError(f"{where}: {error}") from error
    levels = measure_levels(raster.gray)
    registration = register(raster, levels=levels)
    if isinstance(registration, NotRegistered):
        raise DraftError(
            f"no timing marks found on {where}: {registration.reason}; give the blank ballot itself, "
            "unmarked, as the county's PDF or a scan"
        )
    drawn = source.data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in source.data[:1024]
    look = look_at(raster, registration, (source.data, page) if drawn else None)
    width, height = (registration.columns - 1) * GRID_STEP, (registration.rows - 1) * GRID_STEP
    inside = Frame(INSIDE, INSIDE, width - INSIDE, height - INSIDE)
    placed = place_targets(look.evidence, inside)
    contests = read_contests(look.evidence, placed, look.upright, inside)
    first = min((item.oval.frame.top for item in placed), default=height)
    code = read_code(raster.gray, levels.threshold, registration)
    return BlankSide(
        source=source.name,
        page=page,
        pages=count,
        raster=raster,
        levels=levels,
        registration=registration,
        upright=look.upright,
        evidence=look.evidence,
        code=code if code.certain and "1" in code.bits else None,
        cells=measure_cells(raster.gray, levels.threshold, registration),
        placed=tuple(placed),
        contests=tuple(contests),
        heading=read_heading(look.evidence.runs, first, height),
        drawn=drawn,
    )
