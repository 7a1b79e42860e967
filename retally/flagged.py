"""The marks of a case that a person must see: which they are, and their pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from retally.pictures import MARGIN, as_png, crop_upright
from tabulate.image import decode
from tabulate.image.raster import GrayImage
from tabulate.ledger import ImageRef, Ledger, Sheet
from tabulate.marks.flags import INK_AROUND, REVIEW, WRITE_IN_UNMARKED
from tabulate.report import FlaggedMark

WIDE = frozenset({INK_AROUND, WRITE_IN_UNMARKED})
"""Flags of which the reason lies beside the oval, so that its picture must show more."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a flagged mark is."""

    sheet: str
    image: ImageRef
    orientation: int
    target: dict[str, Any]


def flagged_places(sheets: Iterable[Sheet]) -> list[Place]:
    """All marks of counted sheets that a person must see, in the order of capture."""
    return [
        Place(f"{sheet.batch}/{sheet.sequence}", image, page["orientation"], target)
        for sheet in sheets
        for image, page in counted_pages(sheet)
        for target in page["targets"]
        if not REVIEW.isdisjoint(target["flags"])
    ]


def counted_pages(sheet: Sheet) -> Iterator[tuple[ImageRef, dict[str, Any]]]:
    """The pages of a counted sheet that were read, each with its image."""
    if sheet.reading is not None and sheet.reading["status"] == "counted":
        for image, page in zip(sheet.images, sheet.reading["pages"], strict=True):
            if page["card"] is not None:
                yield image, page


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
        gray = decode(ledger.image(sha256), page).gray
        for place in here:
            yield _picture(gray, place)


def _picture(gray: GrayImage, place: Place) -> FlaggedMark:
    target = place.target
    x, y, width, height = target["box"]
    margin = MARGIN if WIDE.isdisjoint(target["flags"]) else 3 * MARGIN
    return FlaggedMark(
        png=as_png(crop_upright(gray, (x, y, width, height), place.orientation, margin)),
        contest=target["contest"],
        choice=target["choice"],
        score=target["score"],
        state=target["state"],
        flags=tuple(target["flags"]),
        sheet=place.sheet,
    )
