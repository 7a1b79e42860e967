"""What a reader of a PDF gets: its words, and its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
import pypdfium2


def words(data: bytes) -> str:
    """All text of a PDF in one line; places where a word may be broken are closed."""
    with pypdfium2.PdfDocument(data) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\ufffe", ""))


def structure(element: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Every element of the tags with its kind, in reading order."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from structure(child)
    elif isinstance(element, pikepdf.Dictionary) and "/K" in element:
        if "/S" in element:
            yield str(element.S), element
        yield from structure(element.K)
