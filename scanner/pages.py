"""Captured pixels as an image file without loss: what is stored of a device that sends raw pixels."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scanner.sheet import PageImage


def gray_page(gray: NDArray[np.uint8], dpi: float, name: str) -> PageImage:
    """An 8-bit page as PNG.

    Args:
        gray: uint8, shape (rows, columns), 0 is black, row 0 on top.
        dpi: dots per inch in both directions.
        name: for people.
    """
    data = io.BytesIO()
    # Level 1: a legal page at 200 dpi is written while the next sheet is drawn in; smaller files cost more
    # time.
    Image.fromarray(gray).save(data, "PNG", compress_level=1, dpi=(dpi, dpi))
    return PageImage(data.getvalue(), "image/png", 0, name, dpi)


def bilevel_page(black: NDArray[np.bool_], dpi: float, name: str) -> PageImage:
    """A black and white page as TIFF with G4 compression; `black` has shape (rows, columns), True is black."""
    data = io.BytesIO()
    Image.fromarray(~black).save(data, "TIFF", compression="group4", dpi=(dpi, dpi))
    return PageImage(data.getvalue(), "image/tiff", 0, name, dpi)
