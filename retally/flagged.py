"""Pictures of the marks of a case that a person must see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from retally.count import Place
from retally.level_picture import CELL, draw_levels
from retally.pictures import ACROSS, as_png, crop_upright
from tabulate.image import decode
from tabulate.image.raster import GrayImage
from tabulate.ledger import Ledger
from tabulate.marks.flags import WRITE_IN_UNMARKED
from tabulate.marks.level_page import decode_levels, is_level_page
from tabulate.report import FlaggedMark

WRITTEN = 4.0
"""What is shown beside the oval of a write-in line, in lengths of the oval: the beginning of the name."""


def most_doubtful(places: Iterable[Place], marked_at: int, most: int) -> list[Place]:
    """Those nearest to the threshold, where there are more than can be shown; the rest is in the ledger."""
    ranked = sorted(places, key=lambda place: abs(place.target["score"] - marked_at))
    return ranked[:most]


def pictures(ledger: Ledger, places: Iterable[Place]) -> Iterator[FlaggedMark]:
    """Cut the marks out of the stored images; each image is decoded once.

    Raises:
        EvidenceError: an image is missing or changed.
    """
    by_image: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for place in places:
        by_image[place.image.sha256, place.image.page].append(place)
    for (sha256, page), here in by_image.items():
        gray, scale = page_picture(ledger, sha256, page)
        for place in here:
            yield _picture(gray, place, scale)


def page_picture(ledger: Ledger, sha256: str, page: int) -> tuple[GrayImage, int]:
    """A page as stored, and how many of its pixels are one unit of the boxes in its reading.

    Raises:
        EvidenceError: the image is missing or changed.
    """
    data = ledger.image(sha256)
    if is_level_page(data):
        return draw_levels(decode_levels(data)), CELL
    return decode(data, page).gray, 1


def _picture(gray: GrayImage, place: Place, scale: int) -> FlaggedMark:
    """The picture of a mark; its box is in units of `scale` pixels."""
    target = place.target
    x, y, width, height = (value * scale for value in target["box"])
    across = WRITTEN if WRITE_IN_UNMARKED in target["flags"] else ACROSS
    return FlaggedMark(
        png=as_png(crop_upright(gray, (x, y, width, height), place.orientation, across)),
        contest=target["contest"],
        choice=target["choice"],
        score=target["score"],
        state=target["state"],
        flags=tuple(target["flags"]),
        sheet=place.sheet,
    )
