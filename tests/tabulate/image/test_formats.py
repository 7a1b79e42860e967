"""Every format, against another library: a grey level decoded wrong is a mark scored wrong."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from tabulate.errors import ImageError
from tabulate.image import decode, page_count
from tabulate.image.kernels_levels import look_up, weigh
from tabulate.image.levels import eight_bits, on_white
from tests.oracles import image_oracle as oracle
from tests.tabulate.image.samples import bits, levels, opened, page, saved, tiff, with_field

COLOUR = page()
GREY = COLOUR.convert("L")
RAMP16 = Image.fromarray(np.arange(65536, dtype=np.uint16).reshape(256, 256))
HALF_SEEN = Image.merge("RGBA", [*COLOUR.split(), GREY])

EXACT = {
    "png grey": saved(GREY, "PNG"),
    "png colour": saved(COLOUR, "PNG"),
    "png 1 bit": saved(bits(), "PNG"),
    "png 256 colours": saved(COLOUR.quantize(256), "PNG"),
    "png 16 colours": saved(COLOUR.quantize(16), "PNG"),
    "png 4 colours": saved(COLOUR.quantize(4), "PNG"),
    "png 2 colours": saved(COLOUR.quantize(2), "PNG"),
    "png opaque": saved(COLOUR.convert("RGBA"), "PNG"),
    "png grey opaque": saved(GREY.convert("LA"), "PNG"),
    "png palette with a transparent colour": saved(COLOUR.quantize(16), "PNG", transparency=3),
    "jpeg grey": saved(GREY, "JPEG", quality=80),
    "jpeg grey progressive": saved(GREY, "JPEG", quality=80, progressive=True),
    "tiff grey": saved(GREY, "TIFF"),
    "tiff lzw": saved(GREY, "TIFF", compression="tiff_lzw"),
    "tiff deflate": saved(GREY, "TIFF", compression="tiff_adobe_deflate"),
    "tiff packbits": saved(GREY, "TIFF", compression="packbits"),
    "tiff jpeg": saved(GREY, "TIFF", compression="jpeg"),
    "tiff colour": saved(COLOUR, "TIFF", compression="tiff_lzw"),
    "tiff opaque": saved(COLOUR.convert("RGBA"), "TIFF"),
    "tiff palette": saved(COLOUR.quantize(200), "TIFF"),
    "tiff white is zero": saved(GREY, "TIFF", tiffinfo={262: 0}),
    "tiff 1 bit": saved(bits(), "TIFF"),
    "tiff 1 bit white is zero": saved(bits(), "TIFF", tiffinfo={262: 0}),
    "tiff 1 bit lzw": saved(bits(), "TIFF", compression="tiff_lzw"),
}


@pytest.mark.parametrize("name", EXACT)
def test_grey_levels_are_those_of_another_library(name):
    raster = decode(EXACT[name])
    assert (raster.gray == opened(EXACT[name])).all()
    assert (
        raster.gray.dtype == np.uint8 and raster.gray.flags["C_CONTIGUOUS"] and raster.gray.flags["WRITEABLE"]
    )
    assert raster.bilevel == ("1 bit" in name)
    assert page_count(EXACT[name]) == 1


@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_a_colour_jpeg_gives_its_stored_luma(subsampling):
    """Not the luma of reconstructed RGB, which is clipped and so differs where ink is strong."""
    data = saved(COLOUR, "JPEG", quality=85, subsampling=subsampling)
    stored = Image.open(io.BytesIO(data))
    stored.draft("L", stored.size)
    assert (decode(data).gray == np.asarray(stored)).all()


def test_a_colour_jpeg_is_close_to_the_luma_of_its_colours():
    random = np.random.default_rng(3)
    soft = Image.fromarray(random.integers(60, 200, (6, 8, 3), dtype=np.uint8)).resize((400, 300))
    data = saved(soft, "JPEG", quality=95, subsampling=0)
    assert np.abs(decode(data).gray.astype(int) - opened(data)).max() <= 2


def test_red_ink_keeps_the_luma_of_red():
    data = saved(Image.new("RGB", (64, 64), (255, 0, 0)), "JPEG", quality=95)
    assert set(np.unique(decode(data).gray)) == {76}
    assert set(np.unique(decode(saved(Image.new("RGB", (64, 64), (255, 0, 0)), "PNG")).gray)) == {76}


def test_transparency_lies_on_white():
    for kind in ("PNG", "TIFF"):
        gray = decode(saved(HALF_SEEN, kind)).gray
        assert np.abs(gray.astype(int) - levels(HALF_SEEN)).max() <= 1
    assert (decode(saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")).gray == 255).all()


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled_to_eight(kind):
    gray = decode(saved(RAMP16, kind)).gray.ravel()
    exact = np.arange(65536) * 255 / 65535
    assert np.abs(gray - exact).max() <= 0.5
    assert gray[0] == 0 and gray[-1] == 255


def test_palettes_of_tiff_files_as_different_writers_fill_them():
    """White is 65535 by the book, 65280 in some files, and 255 in others that took the field for 8 bits."""
    for white in (65535, 65280, 255):
        fields = {256: (2,), 257: (1,), 258: (1,), 259: (1,), 262: (3,), 277: (1,), 278: (1,)}
        raster = decode(tiff(fields | {320: (0, white) * 3}, [b"\x40"]))
        assert raster.gray.tolist() == [[0, 255]] and raster.bilevel
    grey = decode(tiff(fields | {320: (0x5050, 0xA0A0) * 3}, [b"\x40"]))
    assert grey.gray.tolist() == [[0x50, 0xA0]] and not grey.bilevel


def test_an_orientation_field_is_not_applied():
    """The reader finds the orientation from the marks; turning the page here would move the stored boxes."""
    exif = Image.Exif()
    exif[274] = 6
    assert decode(saved(GREY, "JPEG", exif=exif)).gray.shape == (131, 173)
    assert (decode(saved(bits(), "TIFF", compression="group4", tiffinfo={274: 3})).gray == levels(bits())).all()


def test_pages_of_a_document_thumbnails_left_out():
    images = [bits(30, 20, seed) for seed in range(3)]
    data = saved(images[0], "TIFF", save_all=True, append_images=images[1:], compression="group4")
    assert page_count(data) == 3
    for number, image in enumerate(images):
        assert (decode(data, number).gray == levels(image)).all()
    for number in (3, -1):
        with pytest.raises(ImageError, match="the file has 3 pages"):
            decode(data, number)
    small = saved(
        images[0], "TIFF", save_all=True, append_images=[images[1]], compression="group4", tiffinfo={254: 0}
    )
    small = with_field(small, 254, 1)
    assert page_count(small) == 1
    assert (decode(small).gray == levels(images[1])).all()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(COLOUR.convert("CMYK"), "JPEG"), "4 colours a pixel"),
        (saved(COLOUR.convert("CMYK"), "TIFF"), "colour model 5"),
        (saved(GREY.convert("F"), "TIFF"), r"\[32\] bits a sample"),
        (saved(COLOUR.convert("YCbCr"), "TIFF"), "YCbCr"),
        (saved(GREY, "PNG", save_all=True, append_images=[GREY.point(lambda v: 255 - v)]), "animated"),
        (with_field(EXACT["tiff grey"], 258, 2), r"\[2\] bits a sample"),
    ],
)
def test_what_is_not_read_is_refused_with_a_way_out(data, words):
    with pytest.raises(ImageError, match=words) as refused:
        decode(data)
    assert "save" in str(refused.value) or "export" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.kernel
@given(
    rgb=hnp.arrays(np.uint8, st.tuples(st.integers(1, 5), st.integers(1, 7), st.integers(3, 4))),
    red=st.integers(0, 40000),
    green=st.integers(0, 25535),
)
def test_weighing_channels(rgb, red, green):
    weights = (red, green, 65536 - red - green)
    out = np.zeros(rgb.shape[:2], dtype=np.uint8)
    weigh(rgb, *weights, 16, out)
    assert out.tolist() == oracle.weigh(rgb.tolist(), weights, 16)


@pytest.mark.kernel
@given(pixels=hnp.arrays(np.uint8, st.tuples(st.integers(1, 6), st.integers(1, 6))), seed=st.integers(0, 99))
def test_looking_up_levels(pixels, seed):
    table = np.random.default_rng(seed).integers(0, 256, 256).astype(np.uint8)
    expected = [[int(table[value]) for value in row] for row in pixels.tolist()]
    look_up(pixels, table)
    assert pixels.tolist() == expected


@given(level=st.integers(0, 255), opacity=st.integers(0, 255))
def test_laying_on_white(level, opacity):
    gray, alpha = np.full((1, 2), level, np.uint8), np.array([[opacity, 255]], np.uint8)
    exact = level * opacity / 255 + (255 - opacity)
    assert abs(int(on_white(gray, alpha)[0, 0]) - exact) <= 0.5
    ready = np.full((1, 2), level * opacity // 255, np.uint8)
    assert abs(int(on_white(ready, alpha, premultiplied=True)[0, 0]) - exact) <= 1


def test_eight_bits_leave_eight_bits_alone():
    samples = np.zeros((2, 2), np.uint8)
    assert eight_bits(samples) is samples
