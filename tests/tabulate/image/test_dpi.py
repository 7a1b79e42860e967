"""Resolution as files state it: only a hint, and a wrong one must not look like a right one."""

from __future__ import annotations

import pytest
from PIL import Image

from tabulate.image import decode
from tests.tabulate.image.samples import bits, page, saved

GREY = page().convert("L")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("dpi", [(200, 200), (300, 300), (150, 150), (204, 196), (600, 600)])
def test_a_stated_resolution_is_handed_on(kind, dpi):
    assert decode(saved(GREY, kind, dpi=dpi)).dpi == pytest.approx(dpi, abs=0.02)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("dpi", [None, (72, 72), (96, 96), (1, 1), (25, 25), (5000, 5000), (200, 0)])
def test_a_missing_or_impossible_one_is_none(kind, dpi):
    options = {} if dpi is None else {"dpi": dpi}
    assert decode(saved(GREY, kind, **options)).dpi is None


def test_dots_per_centimetre():
    data = saved(bits(), "TIFF", compression="group4", resolution=118.11, resolution_unit="cm")
    assert decode(data).dpi == pytest.approx((300, 300), abs=0.01)
    jfif = bytearray(saved(GREY, "JPEG", dpi=(118, 118)))
    jfif[13] = 2
    assert decode(bytes(jfif)).dpi == pytest.approx((299.72, 299.72))


def test_exif_speaks_where_jfif_does_not():
    exif = Image.Exif()
    exif[282], exif[283], exif[296] = 240.0, 240.0, 2
    data = saved(GREY, "JPEG", exif=exif)
    assert decode(data).dpi == pytest.approx((240, 240))
    assert decode(saved(GREY, "JPEG", exif=exif, dpi=(300, 300))).dpi == (300, 300)
    assert decode(data.replace(b"II*\0", b"II+\0", 1).replace(b"MM\0*", b"MM\0+", 1)).dpi is None


def test_an_exif_thumbnail_is_not_the_page():
    """A JPEG within the JPEG's header has its own size and its own start of frame."""
    thumb = saved(GREY.resize((16, 12)), "JPEG")
    data = saved(GREY, "JPEG")
    segment = b"\xff\xe1" + (len(thumb) + 8).to_bytes(2, "big") + b"Exif\0\0" + thumb
    assert decode(data[:2] + segment + data[2:]).gray.shape == (131, 173)
