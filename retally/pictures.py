"""Small pictures of marks, cut from the stored image."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from tabulate.image.raster import GrayImage

MARGIN = 1.0
"""What is shown around an oval on each side, in lengths of the oval: enough to see a mark beside it."""


def crop_upright(
    gray: GrayImage, box: tuple[float, float, float, float], orientation: int, margin: float = MARGIN
) -> GrayImage:
    """Cut out an oval with its surroundings and turn the cutting upright.

    Args:
        gray: the page as stored, shape (height, width).
        box: (x, y, width, height) of the oval in pixels of the stored image.
        orientation: degrees the stored image must be turned clockwise to stand upright.
        margin: see `MARGIN`.
    """
    x, y, width, height = box
    around = margin * max(width, height)
    rows, columns = gray.shape
    left, top = max(0, int(x - around)), max(0, int(y - around))
    right, bottom = min(columns, int(x + width + around) + 1), min(rows, int(y + height + around) + 1)
    turned = np.rot90(gray[top:bottom, left:right], k=-(orientation // 90))
    return np.ascontiguousarray(turned)


def as_png(gray: GrayImage) -> bytes:
    """The picture as the bytes of a PNG file."""
    into = io.BytesIO()
    Image.fromarray(gray).save(into, "PNG")
    return into.getvalue()
