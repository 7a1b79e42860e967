"""Small recorded sheets for simulated devices, and eyes that read them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from scanner.pages import gray_page
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Pixels


def drawn(seed: int, rows: int = 120, columns: int = 80) -> np.ndarray:
    """A page that no other seed gives; grey, black and white in it."""
    return np.random.default_rng(seed).integers(0, 256, (rows, columns), np.uint8)


def sheet(
    number: int, *, back: bool = True, dpi: float = 200.0, rows: int = 120, columns: int = 80
) -> CapturedSheet:
    """A recorded sheet."""
    pages = [
        gray_page(drawn(2 * number + side, rows, columns), dpi, f"{number:03d}-{'ab'[side]}")
        for side in range(2 if back else 1)
    ]
    return CapturedSheet(f"{number:03d}", pages[0], pages[1] if back else None, "folder:test")


def fill(folder: Path, sheets: int, *, back: bool = True) -> Path:
    """Write recorded sheets into a folder; their pixels are those of `sheet`."""
    for number in range(1, sheets + 1):
        for page, side in zip(sheet(number, back=back).pages, ("front", "back"), strict=False):
            (folder / f"{number:03d}-{side}.png").write_bytes(page.encoded)
    return folder


def pixels(page: PageImage) -> np.ndarray:
    """The pixels of a captured page."""
    return np.asarray(Image.open(io.BytesIO(page.encoded)).convert("L"))


class Eyes:
    """`scanner.Optics` by Pillow."""

    def pixels(self, page: PageImage) -> Pixels:
        with Image.open(io.BytesIO(page.encoded)) as image:
            image.seek(page.page)
            dpi = image.info.get("dpi", (200.0, 200.0))[0]
            return Pixels(np.asarray(image.convert("L")), float(dpi))

    def levels(self, sheet: CapturedSheet):
        raise AssertionError("this device takes pictures")
