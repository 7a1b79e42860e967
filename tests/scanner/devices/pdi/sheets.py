"""Recorded sheets drawn for tests, and eyes that see them: each page is another one."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from scanner.surroundings import Pixels


def page(number: int, side: int, size: tuple[int, int] = (60, 48)) -> np.ndarray:
    """A grey page that no other number and side has; shape `size`, uint8."""
    gray = np.random.default_rng([number, side]).integers(0, 256, size, dtype=np.uint8)
    gray[0, :3] = (number // 256, number % 256, side)
    return gray


def fill(folder: Path, sheets: int, size: tuple[int, int] = (60, 48), dpi: int = 200) -> Path:
    """Write recorded sheets with two sides each."""
    for number in range(1, sheets + 1):
        for side, name in enumerate(("front", "back")):
            path = folder / f"{number:05d}-{name}.png"
            Image.fromarray(page(number, side, size)).save(path, dpi=(dpi, dpi))
    return folder


class Eyes:
    """`Optics` for pages in any format that Pillow reads."""

    def pixels(self, page):
        with Image.open(io.BytesIO(page.encoded)) as image:
            dpi = float(image.info.get("dpi", (200, 200))[0])
            return Pixels(np.asarray(image.convert("L"), np.uint8), round(dpi, 1))

    def levels(self, sheet):
        raise NotImplementedError


def seen(page):
    """The pixels of a captured page."""
    with Image.open(io.BytesIO(page.encoded)) as image:
        return np.asarray(image.convert("L"), np.uint8)
