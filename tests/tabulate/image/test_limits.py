"""Bombs: a file of some hundred bytes must not take the memory of the counting machine."""

from __future__ import annotations

import io
import struct
import tracemalloc

import pikepdf
import pytest

from tabulate.errors import ImageError
from tabulate.image import decode, page_count
from tabulate.image.limits import MAX_BYTES, MAX_PAGES, MAX_PIXELS, MAX_SIDE, check_bytes, check_size, dpi_hint
from tests.tabulate.image.samples import bits, page, png_header, saved, tiff, with_field

FAX = {258: (1,), 259: (4,), 262: (0,), 277: (1,)}


def jpeg_header(width: int, height: int) -> bytes:
    """A JPEG whose header states another size than its pixels have."""
    data = saved(page().convert("L"), "JPEG")
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def pdf_page(width: float, height: float) -> bytes:
    """A PDF with one empty page of this many points."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(100, 100))
    document.pages[0].MediaBox = [0, 0, width, height]
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


HUGE = {
    "png 60000 wide": png_header(60_000, 10),
    "png 60000 x 60000": png_header(60_000, 60_000),
    "png 29999 x 29999": png_header(29_999, 29_999),
    "jpeg 60000 high": jpeg_header(10, 60_000),
    "jpeg 60000 x 60000": jpeg_header(60_000, 60_000),
    "tiff 60000 x 60000": tiff(FAX | {256: (60_000,), 257: (60_000,)}, [b"\0" * 100]),
    "tiff 4 billion wide": tiff(FAX | {256: (2**32 - 1,), 257: (1,)}, [b"\0" * 100]),
    "tiff tiles": tiff(
        FAX | {256: (100,), 257: (100,), 322: (2**31,), 323: (2**31,), 324: (8,), 325: (9,)}, [b"\0" * 9]
    ),
    "pdf of 1000 inches": pdf_page(72_000, 72_000),
}


@pytest.mark.parametrize("name", HUGE)
def test_huge_pages_are_refused_before_memory_is_taken(name):
    decode(saved(page(), "PNG"))
    tracemalloc.start()
    try:
        with pytest.raises(ImageError, match=r"says .* pixels"):
            decode(HUGE[name])
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_the_largest_real_page_is_not_refused():
    """11 by 22 inches at 600 dpi."""
    check_size(6600, 13200)
    for width, height in ((MAX_SIDE + 1, 1), (1, MAX_SIDE + 1), (MAX_PIXELS // 3000 + 1, 3000), (0, 5), (5, 0)):
        with pytest.raises(ImageError):
            check_size(width, height)


def test_a_pdf_page_is_bounded_at_the_resolution_that_is_asked():
    letter = pdf_page(612, 792)
    assert decode(letter, pdf_dpi=100).gray.shape == (1100, 850)
    with pytest.raises(ImageError, match="pixels"):
        decode(letter, pdf_dpi=4000)
    for dpi in (0, -1, float("nan"), float("inf")):
        with pytest.raises(ValueError):
            decode(letter, pdf_dpi=dpi)


def test_files_are_bounded():
    check_bytes(MAX_BYTES)
    with pytest.raises(ImageError, match="split"):
        check_bytes(MAX_BYTES + 1)
    with pytest.raises(ImageError, match="empty"):
        decode(b"")


def test_pages_are_bounded():
    """Directories that point on and on; a million of them fit into a small file."""
    one = struct.pack("<HHHII", 1, 256, 4, 1, 8)
    head = b"II*\0" + struct.pack("<I", 8)
    pages = [one + struct.pack("<I", 8 + 18 * (number + 1)) for number in range(MAX_PAGES + 1)]
    pages[-1] = one + b"\0\0\0\0"
    with pytest.raises(ImageError, match="more than 2,000 pages"):
        page_count(head + b"".join(pages))
    pages[MAX_PAGES - 1] = one + b"\0\0\0\0"
    assert page_count(head + b"".join(pages)) == MAX_PAGES
    thumbnails = [
        struct.pack("<HHHIII", 1, 254, 4, 1, 1, 8 + 18 * (number + 1)) for number in range(3 * MAX_PAGES)
    ]
    with pytest.raises(ImageError, match="more than 2,000 pages"):
        page_count(head + b"".join(thumbnails))


def test_pages_in_a_circle_are_refused():
    data = bytearray(saved(bits(), "TIFF", compression="group4"))
    (at,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, at)
    struct.pack_into("<I", data, at + 2 + 12 * count, at)
    with pytest.raises(ImageError, match="circle"):
        page_count(bytes(data))


def test_a_jpeg_of_endless_scans_is_refused():
    data = saved(page(), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    with pytest.raises(ImageError, match="100 scans"):
        decode(data[:-2] + data[scan:-2] * 120 + b"\xff\xd9")


def test_strips_that_are_not_there():
    data = saved(bits(), "TIFF", compression="group4")
    for tag, value in ((273, len(data)), (273, 2**32 - 9), (279, 0), (279, len(data)), (278, 1)):
        with pytest.raises(ImageError, match=r"cut off|lists 1 of the 131 pieces"):
            decode(with_field(data, tag, value))


def test_an_absurd_resolution_is_no_hint():
    assert dpi_hint(200, 200) == (200, 200)
    assert dpi_hint(99, 200) is None and dpi_hint(200, 1201) is None and dpi_hint(float("nan"), 200) is None
