"""Small pictures of marks, cut from the stored image."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from tabulate.image.raster import GrayImage

ACROSS = 1.0
"""What is shown left and right of an oval, in lengths of the oval: enough to see a mark beside it."""

ALONG = 0.7
"""What is shown above and below, in lengths of the oval: the neighbours a quarter of an inch away stay out, so
that a picture shows one mark and not a ballot."""


def crop_upright(
    gray: GrayImage, box: tuple[float, float, float, float], orientation: int, across: float = ACROSS
) -> GrayImage:
    """Cut out an oval with its surroundings and turn the cutting upright.

    Args:
        gray: the page as stored, shape (height, width).
        box: (x, y, width, height) of the oval in pixels of the stored image.
        orientation: degrees the stored image must be turned clockwise to stand upright.
        across: see `ACROSS`.
    """
    x, y, width, height = box
    length = max(width, height)
    beside, above = (across, ALONG) if orientation % 180 == 0 else (ALONG, across)
    rows, columns = gray.shape
    left, top = max(0, int(x - beside * length)), max(0, int(y - above * length))
    right = min(columns, int(x + width + beside * length) + 1)
    bottom = min(rows, int(y + height + above * length) + 1)
    turned = np.rot90(gray[top:bottom, left:right], k=-(orientation // 90))
    return np.ascontiguousarray(turned)


def as_png(gray: GrayImage) -> bytes:
    """The picture as the bytes of a PNG file."""
    into = io.BytesIO()
    Image.fromarray(gray).save(into, "PNG")
    return into.getvalue()
