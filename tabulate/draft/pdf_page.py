"""The drawing of a PDF page: where its own coordinates lie on the design, its objects and its characters."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from tabulate.errors import DraftError
from tabulate.geometry import Points, Registration
from tabulate.image.raster import Raster

FINE = 1000
"""PDFium maps pages to whole device units; a thousandth of a pixel each keeps what it knows."""

DEEPEST = 12
"""Levels of nested forms that are followed."""

Matrix = npt.NDArray[np.float64]
"""Shape (3, 2): a point (x, y) goes to (x, y, 1) @ matrix."""

IDENTITY: Matrix = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])


class PdfPage:
    """One open page; made by `open_page`.

    Attributes:
        page: the page of pypdfium2.
        to_inches: (n, 2) points of the page's own coordinates to inches of the design.
    """

    def __init__(self, page: pdfium.PdfPage, raster: Raster, registration: Registration) -> None:
        self.page = page
        matrix = _to_device(page, raster.gray.shape[1], raster.gray.shape[0])
        self.to_inches: Callable[[Points], Points] = lambda points: registration.to_inches(
            apply(matrix, points)
        )

    def objects(self) -> Iterator[tuple[pdfium.PdfObject, Matrix]]:
        """All drawn objects with the matrix from their coordinates to the page's."""
        for item in self.page.get_objects(max_depth=DEEPEST):
            matrix = IDENTITY
            container = item.container
            while container is not None:
                matrix = chain(matrix, matrix_of(container))
                container = container.container
            yield item, matrix


@contextmanager
def open_page(data: bytes, page: int, raster: Raster, registration: Registration) -> Iterator[PdfPage]:
    """Open a page of a PDF that has been drawn as `raster` and registered.

    Raises:
        DraftError: the file cannot be opened a second time.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise DraftError(f"the PDF cannot be opened ({error}); save it again without protection") from error
    try:
        yield PdfPage(document[page], raster, registration)
    finally:
        document.close()


def apply(matrix: Matrix, points: Points) -> Points:
    """Map (n, 2) points."""
    flat = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    mapped: Points = flat @ matrix[:2] + matrix[2]
    return mapped


def chain(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first`, then `second`."""
    return np.vstack([first[:2] @ second[:2], first[2] @ second[:2] + second[2]])


def matrix_of(item: pdfium.PdfObject) -> Matrix:
    """An object's own matrix."""
    a, b, c, d, e, f = item.get_matrix().get()
    return np.array([[a, b], [c, d], [e, f]], dtype=np.float64)


def _to_device(page: pdfium.PdfPage, width: int, height: int) -> Matrix:
    """From page coordinates to pixels of the drawn page, with its rotation and its visible box."""
    corners = np.array([(0.0, 0.0), (720.0, 0.0), (0.0, 720.0)])
    device = np.empty((3, 2))
    for index, (x, y) in enumerate(corners):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(
            page.raw, 0, 0, width * FINE, height * FINE, 0, float(x), float(y), across, down
        )
        device[index] = across.value / FINE, down.value / FINE
    step_x, step_y = (device[1] - device[0]) / 720.0, (device[2] - device[0]) / 720.0
    return np.vstack([step_x, step_y, device[0]])
