"""Fax decompression: a row decoded wrong moves marks sideways, and a cut page loses its last contests."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tabulate.errors import ImageError
from tabulate.image import decode
from tabulate.image.fax_codes import BLACK, WHITE
from tabulate.image.kernels_fax import decode_fax
from tests.oracles import fax_oracle as oracle
from tests.tabulate.image.samples import bits, levels, saved, tiff, with_field

SCHEMES = (2, 3, 32, 4)


@st.composite
def pages(draw):
    """Rows of 0 and 1 that resemble the row above, as print does, now and then not at all."""
    width = draw(st.integers(1, 90))
    rows = []
    for _ in range(draw(st.integers(1, 9))):
        if rows and draw(st.booleans()):
            row = list(rows[-1])
            for at in draw(st.lists(st.integers(0, width - 1), max_size=3)):
                row[at] = 1 - row[at]
        else:
            cuts = sorted(draw(st.lists(st.integers(0, width), max_size=8)))
            row = [sum(cut <= at for cut in cuts) % 2 for at in range(width)]
        rows.append(row)
    return rows


def decoded(data, scheme, height, width):
    out = np.full((height, width), 7, dtype=np.uint8)
    where = np.zeros(2, dtype=np.int64)
    padded = np.frombuffer(data + bytes(8), dtype=np.uint8).copy()
    status = decode_fax(padded, scheme, out, 255, 0, WHITE, BLACK, where)
    return status, out, where


@pytest.mark.kernel
@settings(max_examples=60)
@given(rows=pages(), scheme=st.sampled_from(SCHEMES), marks=st.booleans())
def test_decoding_undoes_the_plain_encoder(rows, scheme, marks):
    data = oracle.encode(rows, scheme, (WHITE, BLACK), marks or scheme == 32)
    status, out, where = decoded(data, scheme, len(rows), len(rows[0]))
    assert status == 0
    assert ((out == 0).astype(int) == np.array(rows)).all() and set(np.unique(out)) <= {0, 255}
    assert where[0] == len(rows) and where[1] <= 8 * len(data)


@pytest.mark.kernel
@settings(max_examples=60)
@given(rows=pages(), scheme=st.sampled_from(SCHEMES), flips=st.lists(st.integers(0, 10**6), max_size=3))
def test_damaged_streams_never_read_or_write_outside(rows, scheme, flips):
    """With the bounds check on, this fails for any index that a stranger's bytes push out of an array."""
    data = bytearray(oracle.encode(rows, scheme, (WHITE, BLACK)))
    for flip in flips:
        data[flip // 8 % len(data)] ^= 1 << flip % 8
    status, out, where = decoded(bytes(data), scheme, len(rows) + 2, len(rows[0]))
    assert status in (0, 1, 2) and where[0] <= len(rows) + 2
    assert set(np.unique(out[: where[0]])) <= {0, 255}


@pytest.mark.kernel
@given(data=st.binary(max_size=60), scheme=st.sampled_from(SCHEMES), width=st.integers(1, 70))
def test_any_bytes_end_in_a_status(data, scheme, width):
    status, _, where = decoded(data, scheme, 5, width)
    assert status in (0, 1, 2) and 0 <= where[0] <= 5


@pytest.mark.kernel
def test_the_end_of_the_data_is_told_from_damage():
    rows = [[0, 1, 1, 0, 0, 1, 0, 0] * 4] * 6
    for scheme in SCHEMES:
        data = oracle.encode(rows, scheme, (WHITE, BLACK))
        status, _, where = decoded(data, scheme, 9, 32)
        assert (status, where[0]) == (2, 6), f"scheme {scheme}: six of nine rows are there"
    assert decoded(b"\x00\x40", 4, 1, 8)[0] == 1, "a code that does not exist"
    assert decoded(b"\x2c\xd9\xff\xff", 4, 1, 8)[0] == 1, "a run beyond the edge"


def test_every_run_length_of_both_colours_agrees_with_the_tiff_library():
    """Two rows a length: white then black, and black then white, in one-dimensional coding."""
    width = 2800
    runs = [*range(1, 200), *range(200, width, 13), *range(64, width, 64)]
    rows = np.zeros((2 * len(runs), width), dtype=bool)
    for number, run in enumerate(runs):
        rows[2 * number, run:] = True
        rows[2 * number + 1, :run] = True
    image = Image.fromarray(rows)
    for compression in ("group3", "group4"):
        assert (decode(saved(image, "TIFF", compression=compression)).gray == levels(image)).all()


@pytest.mark.parametrize("compression", ["group3", "group4"])
@pytest.mark.parametrize("photometric", [0, 1])
@pytest.mark.parametrize("size", [(173, 131), (1, 1), (8, 3), (1, 40), (40, 1), (2481, 700)])
def test_pages_agree_with_the_tiff_library(compression, photometric, size):
    data = saved(bits(*size), "TIFF", compression=compression, tiffinfo={262: photometric})
    raster = decode(data)
    assert raster.bilevel
    assert (raster.gray == levels(Image.open(io.BytesIO(data)))).all()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("fill_order", [1, 2])
@pytest.mark.parametrize("order", ["<", ">"])
def test_every_coding_fill_order_and_byte_order(scheme, fill_order, order):
    image = bits(70, 25)
    rows = (~np.asarray(image)).astype(int).tolist()
    strips = [oracle.encode(rows[top : top + 10], scheme, (WHITE, BLACK)) for top in (0, 10, 20)]
    if fill_order == 2:
        strips = [bytes(int(f"{byte:08b}"[::-1], 2) for byte in strip) for strip in strips]
    fields = {256: (70,), 257: (25,), 258: (1,), 259: (min(scheme, 4) if scheme != 32 else 3,), 262: (0,)}
    fields |= {266: (fill_order,), 277: (1,), 278: (10,), 292: (int(scheme == 32),)}
    data = tiff(fields, strips, order)
    assert (decode(data).gray == levels(image)).all()
    # the other library reads the same file the same way, so the hand-made file is right
    assert (levels(Image.open(io.BytesIO(data))) == levels(image)).all()


def test_a_missing_row_is_named():
    rows = (~np.asarray(bits(70, 25))).astype(int).tolist()
    strip = oracle.encode(rows[:20], 4, (WHITE, BLACK))
    fields = {256: (70,), 257: (25,), 258: (1,), 259: (4,), 262: (0,), 277: (1,), 278: (25,)}
    with pytest.raises(ImageError, match="row 21 and all that follow are missing"):
        decode(tiff(fields, [strip]))


def test_a_row_too_many_is_refused():
    rows = (~np.asarray(bits(70, 25))).astype(int).tolist()
    strip = oracle.encode(rows, 4, (WHITE, BLACK))
    fields = {256: (70,), 257: (20,), 258: (1,), 259: (4,), 262: (0,), 277: (1,), 278: (20,)}
    with pytest.raises(ImageError, match="left over after row 20"):
        decode(tiff(fields, [strip]))


def test_a_wrong_width_is_refused():
    """The library cuts such rows and goes on: every mark of the page would be somewhere else."""
    data = saved(bits(), "TIFF", compression="group4")
    for width in (172, 174, 100):
        with pytest.raises(ImageError, match=r"row \d+ is damaged|missing|left over"):
            decode(with_field(data, 256, width))


def test_uncompressed_mode_is_refused():
    data = tiff({256: (8,), 257: (1,), 258: (1,), 259: (4,), 262: (0,), 293: (2,)}, [b"\xff"])
    with pytest.raises(ImageError, match="uncompressed mode"):
        decode(data)


def test_tiles():
    image = bits(70, 25)
    pixels = (~np.asarray(image)).astype(int)
    padded = np.zeros((32, 96), dtype=int)
    padded[:25, :70] = pixels
    tiles = [
        oracle.encode(padded[y : y + 16, x : x + 32].tolist(), 4, (WHITE, BLACK))
        for y in (0, 16)
        for x in (0, 32, 64)
    ]
    fields = {256: (70,), 257: (25,), 258: (1,), 259: (4,), 262: (0,), 277: (1,), 322: (32,), 323: (16,)}
    data = tiff(fields, tiles)
    # strip places (fields 273 and 279) become tile places (324 and 325)
    data = data.replace(b"\x11\x01\x04\x00\x06\x00\x00\x00", b"\x44\x01\x04\x00\x06\x00\x00\x00")
    data = data.replace(b"\x17\x01\x04\x00\x06\x00\x00\x00", b"\x45\x01\x04\x00\x06\x00\x00\x00")
    assert (decode(data).gray == levels(image)).all()
