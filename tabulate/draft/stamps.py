"""Words that somebody put on a PDF page as notes: counties name precincts of sample ballots that way."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import numpy as np
import pypdfium2.raw as pdfium_c

from tabulate.draft.evidence import Frame, Run
from tabulate.draft.pdf_page import PdfPage

MOST_NOTES, LONGEST = 50, 4000
"""Notes of a page that are looked at, and bytes of one."""

HIDDEN = 2 | 32
"""Flags of notes that are not shown: hidden, and not on the screen (ISO 32000-1, table 165)."""


def read_stamps(page: PdfPage) -> list[Run]:
    """Read the visible notes in free text as runs, one a line, spread evenly over the note's height."""
    raw = page.page.raw
    runs: list[Run] = []
    for index in range(min(MOST_NOTES, pdfium_c.FPDFPage_GetAnnotCount(raw))):
        note = pdfium_c.FPDFPage_GetAnnot(raw, index)
        if not note:
            continue
        shown = not pdfium_c.FPDFAnnot_GetFlags(note) & HIDDEN
        if shown and pdfium_c.FPDFAnnot_GetSubtype(note) == pdfium_c.FPDF_ANNOT_FREETEXT:
            runs += _runs(note, page)
        pdfium_c.FPDFPage_CloseAnnot(note)
    return runs


def _runs(note: pdfium_c.FPDF_ANNOTATION, page: PdfPage) -> Iterator[Run]:
    buffer = ctypes.create_string_buffer(LONGEST)
    pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    length = min(LONGEST, pdfium_c.FPDFAnnot_GetStringValue(note, b"Contents", pointer, LONGEST))
    text = buffer.raw[:length].decode("utf-16-le", "ignore").rstrip("\x00")
    lines = [" ".join(line.split()) for line in re.split(r"[\r\n]+", text)]
    lines = [line for line in lines if line]
    box = pdfium_c.FS_RECTF()
    if not lines or not pdfium_c.FPDFAnnot_GetRect(note, box):
        return
    corners = page.to_inches(np.array([(box.left, box.bottom), (box.right, box.top)]))
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    height = float(bottom - top) / len(lines)
    for number, line in enumerate(lines):
        high = float(top) + number * height
        frame = Frame(float(left), high, float(right), high + height)
        yield Run(line, frame, high + 0.2 * height, high + 0.8 * height, height, "note", bold=False)
