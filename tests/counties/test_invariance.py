"""Turning, resampling or thresholding a recorded page changes no vote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from tabulate.geometry.marks import CARD_WIDTH
from tabulate.image import GrayImage, Raster
from tabulate.image.paper import measure_levels
from tabulate.votes import PageReading
from tests.counties.recorded import COUNTIES, pages_of, raster_of, reader_of

RESOLUTIONS = (150, 200, 300, 400, 600)


def _resampled(gray: GrayImage, dpi: int) -> GrayImage:
    factor = dpi / (min(gray.shape) / CARD_WIDTH)
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = (round(gray.shape[1] * factor), round(gray.shape[0] * factor))
    return np.ascontiguousarray(cv2.resize(gray, size, interpolation=how).astype(np.uint8))


def _variants(gray: GrayImage) -> Iterator[tuple[str, GrayImage]]:
    for quarter in (1, 2, 3):
        yield f"turned {90 * quarter}", np.ascontiguousarray(np.rot90(gray, quarter))
    for dpi in RESOLUTIONS:
        yield f"{dpi} dpi", _resampled(gray, dpi)
    threshold = measure_levels(gray).threshold
    yield "one bit", np.where(gray < threshold, 0, 255).astype(np.uint8)


def _states(reading: PageReading) -> dict[tuple[str, str], str]:
    return {(target.contest, target.choice): target.state for target in reading.targets}


@pytest.mark.parametrize("name", COUNTIES)
def test_no_vote_changes(shared: Path, name: str) -> None:
    reader = reader_of(shared, name)
    changed = []
    for page in pages_of(shared, name):
        raster = raster_of(shared, page)
        before = reader.read(raster, page["image"])
        for variant, gray in _variants(raster.gray):
            after = reader.read(Raster(gray, bilevel=variant == "one bit", dpi=None), page["image"])
            if (after.card, _states(after)) != (before.card, _states(before)):
                changed.append(f"{page['image']} {variant}: {after.flags}")
    assert changed == []
