"""Ovals in the drawing of a PDF page, exact and whole under any watermark."""

from __future__ import annotations

import ctypes

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from tabulate.draft.evidence import Frame, Oval, Seen
from tabulate.draft.ovals import ASPECTS, HEIGHTS, SAME_PLACE, STROKE, WIDTHS, usual_size
from tabulate.draft.pdf_page import Matrix, PdfPage, apply, chain, matrix_of

MOST_SEGMENTS = 64
"""Segments of an outline: four curves and four lines, or a polygon of some dozens of sides."""

DARK = 110
"""Luma below which a fill is ink: a filled oval is the example of the instructions."""


def drawn_ovals(page: PdfPage) -> list[Oval]:
    """Find paths that are ovals; an outline and the fill drawn beneath it are one."""
    found: list[Oval] = []
    for item, outer in page.objects():
        if item.type != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        oval = _oval(item, chain(matrix_of(item), outer), page)
        if oval is None:
            continue
        twin = next((i for i, other in enumerate(found) if _close(other, oval)), None)
        if twin is None:
            found.append(oval)
        elif oval.filled != found[twin].filled or _area(oval) > _area(found[twin]):
            larger = max(oval, found[twin], key=_area)
            found[twin] = Oval(larger.frame, Seen.DRAWING, oval.filled or found[twin].filled)
    return usual_size(found)


def _oval(item: pdfium.PdfObject, matrix: Matrix, page: PdfPage) -> Oval | None:
    """The path as an oval, or None when it is something else."""
    count = pdfium_c.FPDFPath_CountSegments(item.raw)
    if not 5 <= count <= MOST_SEGMENTS:
        return None
    points, curves = _points(item, count)
    if points is None or (curves < 6 and count < 20):
        return None
    inches = page.to_inches(apply(matrix, points))
    low, high = inches.min(axis=0), inches.max(axis=0)
    width, height = high - low
    if not (WIDTHS[0] <= width <= WIDTHS[1] + STROKE and HEIGHTS[0] <= height <= HEIGHTS[1] + STROKE):
        return None
    if not ASPECTS[0] <= width / height <= ASPECTS[1] or not _rounded(inches, low, high):
        return None
    filled, stroke = _paint(item, matrix)
    if filled is None and stroke is None:
        return None
    # `stroke` is in points of the page; on the design it has the scale of the print.
    scale = (
        float(np.hypot(*(page.to_inches(np.array([[72.0, 0.0], [0.0, 0.0]])) * [[1], [-1]]).sum(axis=0))) / 72
    )
    half = 0.0 if stroke is None else stroke * scale / 2
    frame = Frame(float(low[0]) - half, float(low[1]) - half, float(high[0]) + half, float(high[1]) + half)
    return Oval(frame, Seen.DRAWING, filled=filled is not None and filled < DARK)


def _points(item: pdfium.PdfObject, count: int) -> tuple[npt.NDArray[np.float64] | None, int]:
    """All points of a path of one closed piece, and how many of its points belong to curves."""
    points = np.empty((count, 2))
    x, y = ctypes.c_float(), ctypes.c_float()
    curves = starts = 0
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(item.raw, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        starts += kind == pdfium_c.FPDF_SEGMENT_MOVETO
        curves += kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        points[index] = x.value, y.value
    return (points if starts == 1 else None), curves


def _rounded(
    points: npt.NDArray[np.float64], low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]
) -> bool:
    """Tells whether the path returns to its start, and has no point in a corner of its bounding box."""
    size = high - low
    # The last line to the start may be left to the drawing program: it is no longer than the straight sides.
    if np.abs(points[0] - points[-1]).max() > 0.7 * size.min():
        return False
    near_side = np.minimum(points - low, high - points) / size.min()
    return not bool((near_side < 0.06).all(axis=1).any())


def _paint(item: pdfium.PdfObject, matrix: Matrix) -> tuple[float | None, float | None]:
    """Luma of the fill or None, and width of the stroke in points of the page or None."""
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item.raw, fill_mode, stroked)
    luma: float | None = None
    if fill_mode.value:
        r, g, b, a = (ctypes.c_uint() for _ in range(4))
        pdfium_c.FPDFPageObj_GetFillColor(item.raw, r, g, b, a)
        if a.value >= 128:
            luma = 0.299 * r.value + 0.587 * g.value + 0.114 * b.value
    width: float | None = None
    if stroked.value:
        line = ctypes.c_float()
        pdfium_c.FPDFPageObj_GetStrokeWidth(item.raw, line)
        width = float(line.value) * float(np.sqrt(abs(np.linalg.det(matrix[:2]))))
    return luma, width


def _close(a: Oval, b: Oval) -> bool:
    return abs(a.frame.x - b.frame.x) < SAME_PLACE and abs(a.frame.y - b.frame.y) < SAME_PLACE


def _area(oval: Oval) -> float:
    return oval.frame.width * oval.frame.height
