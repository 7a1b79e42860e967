"""Recorded ballots: every one must open, in its right size."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from PIL import Image

from tabulate.image import decode, page_count
from tests.tabulate.image.samples import levels


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_recorded_images_decode_as_another_library_decodes_them(shared, step):
    """Sizes from the manifest; grey levels against Pillow, JPEG by its stored luma.  One in seven, or all."""
    folder = shared / "corpus"
    entries = json.loads((folder / "MANIFEST.json").read_text())["images"]
    assert len(entries) > 300
    for entry in entries[::step]:
        data = (folder / entry["image"]).read_bytes()
        assert page_count(data) >= 1
        gray = decode(data).gray
        if "width" in entry:
            assert gray.shape == (entry["height"], entry["width"]), entry["image"]
        if not entry["image"].endswith(".pdf"):
            image = Image.open(io.BytesIO(data))
            if image.format == "JPEG":
                image.draft("L", image.size)
            assert (gray == levels(image)).all(), entry["image"]
            assert gray.dtype == np.uint8
