"""Which images make a sheet.  Every image is in exactly one sheet, or nothing is taken at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from scanner.errors import RecordingError
from scanner.folder.kinds import stem_of
from scanner.folder.naming import FRONT_BACK, Pattern, natural_key, side_name
from scanner.folder.options import Pages

_UNSURE: Final = frozenset({Pattern.LETTER, Pattern.NUMBER})
"""Patterns that a single pair of names may show by chance."""

_SHOWN: Final = 5
"""File names in one message."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image file of the recording.

    Attributes:
        name: path below the root.
        media_type: see `scanner.folder.kinds`.
        pages: pages in it, at least 1.
    """

    name: str
    media_type: str
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """One page of one image file; `page` counts from 0."""

    image: Image
    page: int = 0

    @property
    def label(self) -> str:
        """Name of the file, with the page (from 1) where it has several."""
        return self.image.name if self.image.pages == 1 else f"{self.image.name}#{self.page + 1}"


@dataclass(frozen=True, slots=True)
class Plan:
    """One sheet to come."""

    front: Place
    back: Place | None = None

    @property
    def key(self) -> str:
        """Names the sheet by all its files, so that a sheet that is paired anew is seen as another one."""
        return self.front.label if self.back is None else f"{self.front.label} + {self.back.label}"

    @property
    def names(self) -> tuple[str, ...]:
        """The files of the two sides, the same one twice when both are in it."""
        return tuple(place.image.name for place in (self.front, self.back) if place is not None)


def plan_sheets(images: Iterable[Image], pages: Pages, *, lone: bool = False) -> list[Plan]:
    """Make sheets of all images of a recording, in natural order of their fronts.

    Args:
        images: the image files, in any order.
        pages: how; see `Pages`.
        lone: whether files without partner are one-sided sheets.

    Raises:
        RecordingError: it can not be done without a guess; names the files and what to write in the address.
    """
    ordered = sorted(images, key=lambda image: natural_key(image.name))
    if pages is Pages.SINGLE:
        return [Plan(Place(image, page)) for image in ordered for page in range(image.pages)]
    if pages is Pages.ALTERNATE:
        return _alternate(ordered)
    refuse_documents(ordered)
    refuse_twins(ordered)
    pairs = find_pairs(ordered, sure=pages is Pages.AUTO)
    taken = {name for pair in pairs for name in (pair[0].name, pair[1].name)}
    left = [image for image in ordered if image.name not in taken]
    if left and not lone and (pages is Pages.PAIR or pairs):
        raise RecordingError(
            f"{_list(left)} {'has' if len(left) == 1 else 'have'} no other side while {len(pairs)} pairs were "
            "found; bring the missing files, or write lone=allow if these sheets have one side, or "
            "pages=single or pages=alternate if names do not tell the sides"
        )
    plans = [Plan(Place(front), Place(back)) for front, back in pairs] + [Plan(Place(image)) for image in left]
    return sorted(plans, key=lambda plan: natural_key(plan.front.image.name))


def find_pairs(images: Iterable[Image], *, sure: bool) -> list[tuple[Image, Image]]:
    """Return the (front, back) pairs that names tell.

    A pair is exactly two files that share pattern and stem and whose sides go together; a third file with the
    stem (``scan-1``, ``scan-2``, ``scan-3``) shows that the endings count sheets, not sides.

    Args:
        images: the image files.
        sure: refuse when numbers or letters at the end make a single pair, which may be chance.

    Raises:
        RecordingError: see `sure`.
    """
    groups: dict[tuple[Pattern, str], dict[str, list[Image]]] = defaultdict(lambda: defaultdict(list))
    for image in images:
        side = side_name(image.name)
        if side is not None:
            groups[side.pattern, side.stem][side.side].append(image)
    found: dict[Pattern, list[tuple[Image, Image]]] = defaultdict(list)
    for (pattern, _), sides in groups.items():
        if any(len(same) > 1 for same in sides.values()):
            continue
        for front, back in FRONT_BACK[pattern]:
            if set(sides) == {front, back}:
                found[pattern].append((sides[front][0], sides[back][0]))
    for pattern in _UNSURE & set(found):
        if sure and len(found[pattern]) == 1:
            front_image, back_image = found[pattern][0]
            raise RecordingError(
                f"{front_image.name} and {back_image.name} may be two sides of a sheet or two sheets; write "
                "pages=pair or pages=single in the address"
            )
    return [pair for pattern in sorted(found) for pair in found[pattern]]


def refuse_documents(images: Iterable[Image]) -> None:
    """Refuse files of several pages where nothing says how the pages make sheets.

    Raises:
        RecordingError: there is one.
    """
    documents = [image for image in images if image.pages > 1]
    if documents:
        raise RecordingError(
            f"{_list(documents)}: several pages in one file; write pages=alternate in the address if they are "
            "front, back, front, back, or pages=single if each is a sheet"
        )


def refuse_twins(images: Iterable[Image]) -> None:
    """Refuse two files that differ in their ending only: one sheet saved twice would be counted twice.

    Raises:
        RecordingError: there are two.
    """
    seen: dict[str, Image] = {}
    for image in images:
        stem = str(PurePosixPath(image.name).with_name(stem_of(image.name))).casefold()
        twin = seen.setdefault(stem, image)
        if twin is not image:
            raise RecordingError(
                f"{twin.name} and {image.name} look like one sheet saved twice; move one away, or write "
                "pages=single or pages=alternate in the address if both count"
            )


def _alternate(images: Sequence[Image]) -> list[Plan]:
    """Front, back, front, back; a document begins with a front and ends with a back."""
    plans: list[Plan] = []
    front: Place | None = None
    for image in images:
        if front is not None and image.pages > 1:
            raise RecordingError(f"{front.label} is a front without a back before {image.name}; {_SAY_SINGLE}")
        for page in range(image.pages):
            place = Place(image, page)
            if front is None:
                front = place
            else:
                plans.append(Plan(front, place))
                front = None
        if front is not None and image.pages > 1:
            raise RecordingError(f"{image.name} has {image.pages} pages, an odd number; {_SAY_SINGLE}")
    if front is not None:
        raise RecordingError(f"{front.label} is the last image and a front without a back; {_SAY_SINGLE}")
    return plans


_SAY_SINGLE: Final = "bring the missing side, or write pages=single in the address if each image is a sheet"


def _list(images: Sequence[Image]) -> str:
    """Name the first few files and count the rest."""
    names = ", ".join(image.name for image in images[:_SHOWN])
    return names if len(images) <= _SHOWN else f"{names} and {len(images) - _SHOWN} more"
