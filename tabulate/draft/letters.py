"""The characters of a PDF page, placed on the design, without those that nobody sees."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c

from tabulate.draft.evidence import Frame
from tabulate.draft.pdf_page import PdfPage
from tabulate.draft.upright import UprightPage, to_pixels

MOST_CHARACTERS = 60_000
INVISIBLE = frozenset({3, 7})
"""Text render modes without paint: invisible, and clip only (ISO 32000-1, table 106)."""

MAX_SLOPE = 0.06
"""Slope of a baseline over which text is no part of the form: stamps and watermarks run aslant."""

LARGEST, SMALLEST = 0.5, 0.03
"""Size of type in inches outside which text is a watermark or a hairline note of the printer."""

CONTRAST = 30
"""Levels between the lightest and darkest pixel of a character that anybody can see."""

Array = npt.NDArray[np.float64]

BOLD = ("bold", "black", "heavy", "demi")


@dataclass(frozen=True, slots=True)
class Letter:
    """One printed character; a space is none, but `after_space` tells that one stood before it.

    Attributes:
        frame: as wide as the character's advance, as high as its line.
        top: top of its ink.
        size: height of the type (em) in inches.
    """

    text: str
    frame: Frame
    top: float
    baseline: float
    size: float
    font: str
    bold: bool
    after_space: bool
    light: bool


def read_letters(page: PdfPage, upright: UprightPage) -> list[Letter]:
    """Read all characters that run along the rows of the upright page and can be seen there."""
    textpage = page.page.get_textpage()
    boxes, kept = _boxes(textpage.raw, min(textpage.count_chars(), MOST_CHARACTERS))
    if not kept:
        return []
    inches = page.to_inches(boxes.reshape(-1, 2)).reshape(-1, 5, 2)
    reader = _Reader(textpage.raw, upright)
    letters: list[Letter] = []
    space = False
    for (index, text), corners in zip(kept, inches, strict=True):
        if not text.strip():
            space = True
            continue
        letter = reader.letter(index, text, corners, space)
        if letter is not None:
            letters.append(letter)
            space = False
    return letters


def _boxes(raw: pdfium_c.FPDF_TEXTPAGE, count: int) -> tuple[Array, list[tuple[int, str]]]:
    """For each printed character five points, (n, 5, 2), and its number and text.

    The points are the lower left, lower right and upper left of its box, its origin, and the top of its ink.
    """
    rows: list[list[tuple[float, float]]] = []
    kept: list[tuple[int, str]] = []
    box = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    tight = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        generated = pdfium_c.FPDFText_IsGenerated(raw, index) == 1
        # PDFium writes a hyphen at the end of a line as U+0002 and marks unknown glyphs as U+FFFE.
        text = "-" if code in (0x02, 0xAD, 0xFFFE) else chr(code)
        if generated or code == 0 or (unicodedata.category(text) == "Cc"):
            continue
        pdfium_c.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium_c.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium_c.FPDFText_GetCharBox(raw, index, *tight)
        ink = (tight[0].value, tight[3].value)
        rows.append(
            [(box.left, box.bottom), (box.right, box.bottom), (box.left, box.top), (x.value, y.value), ink]
        )
        kept.append((index, unicodedata.normalize("NFKC", text)))
    return np.array(rows, dtype=np.float64).reshape(-1, 5, 2), kept


class _Reader:
    """Judges characters of one page."""

    def __init__(self, raw: pdfium_c.FPDF_TEXTPAGE, upright: UprightPage) -> None:
        self._raw = raw
        self._upright = upright
        self._fonts: dict[int, tuple[str, bool]] = {}

    def letter(self, index: int, text: str, corners: Array, after_space: bool) -> Letter | None:
        """The character as a letter, or None when it is aslant, unseen, or of an odd size."""
        low, high = corners[:3].min(axis=0), corners[:3].max(axis=0)
        frame = Frame(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        if not SMALLEST <= frame.height <= LARGEST or not _level(self._raw, index, corners):
            return None
        item = pdfium_c.FPDFText_GetTextObject(self._raw, index)
        if item and pdfium_c.FPDFTextObj_GetTextRenderMode(item) in INVISIBLE:
            return None
        seen = _seen(frame, self._upright)
        if seen is None:
            return None
        # Characters of one text object share its typeface.
        key = ctypes.addressof(item.contents) if item else -index
        if key not in self._fonts:
            self._fonts[key] = _font(self._raw, index)
        font, bold = self._fonts[key]
        top, baseline = float(corners[4, 1]), float(corners[3, 1])
        return Letter(text, frame, top, baseline, frame.height, font, bold, after_space, seen == "light")


def _level(raw: pdfium_c.FPDF_TEXTPAGE, index: int, corners: Array) -> bool:
    """Tells whether a character's baseline runs left to right along the rows of the design."""
    angle = pdfium_c.FPDFText_GetCharAngle(raw, index)
    across, up = corners[1] - corners[0], corners[2] - corners[0]
    width, height = float(np.hypot(*across)), float(np.hypot(*up))
    if width == 0 or height == 0:
        return False
    direction = across / width * np.cos(angle) + up / height * np.sin(angle)
    return bool(direction[0] > 0 and abs(direction[1]) <= MAX_SLOPE)


def _seen(frame: Frame, upright: UprightPage) -> str | None:
    """``dark`` or ``light`` print, or None where the page shows nothing."""
    rows, columns = upright.gray.shape
    left, right = int(to_pixels(frame.left)), int(to_pixels(frame.right)) + 1
    top, bottom = int(to_pixels(frame.top)), int(to_pixels(frame.bottom)) + 1
    patch = upright.gray[max(0, top) : max(0, min(rows, bottom)), max(0, left) : max(0, min(columns, right))]
    if patch.size == 0:
        return None
    darkest, lightest = int(patch.min()), int(patch.max())
    if lightest - darkest < CONTRAST:
        return None
    return "light" if float(np.median(patch)) < (darkest + lightest) / 2 - 20 and lightest > 200 else "dark"


def _font(raw: pdfium_c.FPDF_TEXTPAGE, index: int) -> tuple[str, bool]:
    """Name of the typeface, without the prefix of an embedded subset, and whether it is bold."""
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(200)
    pdfium_c.FPDFText_GetFontInfo(raw, index, buffer, len(buffer), flags)
    name = buffer.value.decode("utf-8", "replace").split("+")[-1]
    weight = pdfium_c.FPDFText_GetFontWeight(raw, index)
    return name, weight >= 600 or any(word in name.lower() for word in BOLD)
