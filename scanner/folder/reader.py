"""Reads the image files of a store."""

from __future__ import annotations

from scanner.folder.documents import page_count
from scanner.folder.kinds import PDF, TIFF, is_hidden, media_type
from scanner.folder.naming import natural_key
from scanner.folder.pairing import Image, Place, Plan
from scanner.folder.store import Store
from scanner.sheet import CapturedSheet, PageImage


def image_of(name: str, kind: str, data: bytes) -> Image:
    """Return the image that a file of the media type `kind` is, with its pages counted."""
    return Image(name, kind, page_count(data, kind))


def classify(store: Store) -> tuple[list[Image], list[str]]:
    """Tell images from other files, hidden ones left out.

    Returns:
        The images and the names of the other files, both in natural order.

    Raises:
        RecordingError: a file can not be read.
    """
    images: list[Image] = []
    others: list[str] = []
    for name in sorted((entry.name for entry in store.entries()), key=natural_key):
        if is_hidden(name):
            continue
        kind = media_type(name, store.head(name))
        if kind is None:
            others.append(name)
        else:
            images.append(image_of(name, kind, store.read(name) if kind in (TIFF, PDF) else b""))
    return images, others


class Reader:
    """Turns places in a store into page images; keeps the last file, whose other pages mostly come next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._name: str | None = None
        self._data = b""

    def capture(self, plan: Plan, source: str) -> CapturedSheet:
        """Read a sheet's files.

        Raises:
            RecordingError: a file can not be read.
        """
        front = self._page(plan.front)
        return CapturedSheet(plan.key, front, None if plan.back is None else self._page(plan.back), source)

    def _page(self, place: Place) -> PageImage:
        if self._name != place.image.name:
            self._data = self._store.read(place.image.name)
            self._name = place.image.name
        return PageImage(self._data, place.image.media_type, place.page, place.label)
