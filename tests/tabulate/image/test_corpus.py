"""Recorded ballots: every one must open, in its right size."""

from __future__ import annotations

import io
import json

import numpy as np
from PIL import Image

from tabulate.image import decode, page_count
from tests.tabulate.image.samples import levels


def test_every_recorded_image_decodes_like_another_library_decodes_it(shared):
    """Sizes from the manifest; grey levels of one page in four against Pillow, JPEG by its stored luma."""
    folder = shared / "corpus"
    entries = json.loads((folder / "MANIFEST.json").read_text())["images"]
    assert len(entries) > 300
    for number, entry in enumerate(entries):
        data = (folder / entry["image"]).read_bytes()
        assert page_count(data) >= 1
        gray = decode(data).gray
        if "width" in entry:
            assert gray.shape == (entry["height"], entry["width"]), entry["image"]
        if number % 4 == 0 and not entry["image"].endswith(".pdf"):
            image = Image.open(io.BytesIO(data))
            if image.format == "JPEG":
                image.draft("L", image.size)
            assert (gray == levels(image)).all(), entry["image"]
            assert gray.dtype == np.uint8
