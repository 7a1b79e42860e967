"""Damaged files: whatever a stranger's bytes are, one line for the operator and nothing else."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from tabulate.errors import ImageError
from tabulate.image import decode, page_count
from tests.tabulate.image.samples import bits, page, saved


def drawn_pdf(pages: int = 2) -> bytes:
    target = io.BytesIO()
    pdf = canvas.Canvas(target, pagesize=(144, 108), invariant=1)
    for number in range(pages):
        pdf.drawString(20, 50, f"Page {number + 1}")
        pdf.ellipse(90, 40, 110, 50, fill=1)
        pdf.showPage()
    pdf.save()
    return target.getvalue()


def locked_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn_pdf())) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="owner", user="reader"))
    return target.getvalue()


GREY = page(60, 44).convert("L")
FILES = {
    "jpeg": saved(GREY, "JPEG", quality=70),
    "jpeg colour": saved(page(60, 44), "JPEG", quality=70, dpi=(200, 200)),
    "jpeg progressive": saved(page(60, 44), "JPEG", progressive=True),
    "png": saved(GREY, "PNG", dpi=(200, 200)),
    "png palette": saved(page(60, 44).quantize(16), "PNG"),
    "tiff group 4": saved(bits(60, 44), "TIFF", compression="group4", dpi=(200, 200)),
    "tiff group 3": saved(bits(60, 44), "TIFF", compression="group3"),
    "tiff lzw": saved(GREY, "TIFF", compression="tiff_lzw"),
    "tiff deflate": saved(GREY, "TIFF", compression="tiff_adobe_deflate"),
    "tiff packbits": saved(GREY, "TIFF", compression="packbits"),
    "tiff plain": saved(GREY, "TIFF"),
    "tiff jpeg": saved(GREY, "TIFF", compression="jpeg"),
    "pdf": drawn_pdf(),
}
WHOLE = {name: decode(data).gray for name, data in FILES.items()}


def refused_or_decoded(data: bytes) -> None:
    """Decode; only an ImageError of one line may come out."""
    for task in (decode, page_count):
        try:
            task(data)
        except ImageError as error:
            assert str(error) and "\n" not in str(error)


@settings(max_examples=300)
@given(
    name=st.sampled_from(sorted(FILES)),
    cut=st.none() | st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=4),
)
def test_any_cut_and_any_changed_bytes(name, cut, flips):
    data = bytearray(FILES[name])
    for place, change in flips:
        data[int(place * len(data))] ^= change
    refused_or_decoded(bytes(data if cut is None else data[: int(cut * len(data))]))


@settings(max_examples=200)
@given(
    start=st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"%PDF-1.4\n", b""]),
    data=st.binary(max_size=300),
)
def test_any_bytes(start, data):
    refused_or_decoded(start + data)


@pytest.mark.parametrize("name", [name for name in FILES if name != "pdf"])
def test_a_file_cut_anywhere_is_never_taken_for_the_whole(name):
    """The rest would be grey or white: the last contests of the page, read as unmarked."""
    data = FILES[name]
    directory_first = "tiff" in name
    for cut in range(0, len(data) - 1, 1 + len(data) // 150):
        try:
            gray = decode(data[:cut]).gray
        except ImageError:
            continue
        assert directory_first and (gray == WHOLE[name]).all(), f"cut after {cut} of {len(data)} bytes"


@pytest.mark.parametrize("name", ["png", "png palette"])
def test_every_changed_byte_of_a_png_is_found(name):
    data = FILES[name]
    for place in range(8, len(data), 1 + len(data) // 200):
        with pytest.raises(ImageError):
            decode(data[:place] + bytes([data[place] ^ 0x40]) + data[place + 1 :])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (FILES["jpeg"][:-2], "cut off before its end"),
        (FILES["jpeg"][:200], "ends inside its header|cut off"),
        (FILES["png"][:-12], "cut off before its end"),
        (FILES["tiff lzw"][:-400], "cut off"),
        (locked_pdf(), "password"),
        (FILES["pdf"][:300], "damaged or cut off"),
        (b"GIF89a" + bytes(50), "GIF image; we open JPEG, PNG, TIFF or PDF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x20ftypheic", "HEIC"),
        (b"II+\0\x08\0\0\0", "BigTIFF"),
        (b"PK\x03\x04" + bytes(9), "ZIP"),
        (b"Dear Commissioner,", "this is not an image"),
        (bytes(4000), "nothing but zeros"),
    ],
)
def test_the_line_says_what_is_wrong(data, words):
    with pytest.raises(ImageError, match=words):
        decode(data)


def test_the_name_of_a_kind_is_not_looked_at_but_its_content():
    """A PDF with a line before its header, as some scanners write it."""
    assert page_count(b"\r\n\r\n" + FILES["pdf"]) == 2


def test_pages_of_a_pdf():
    two, one = decode(FILES["pdf"], 1, pdf_dpi=100), decode(FILES["pdf"], 0, pdf_dpi=100)
    assert one.gray.shape == (150, 200) and one.dpi == (100, 100) and not one.bilevel
    assert one.gray.flags["C_CONTIGUOUS"] and one.gray.flags["OWNDATA"]
    assert (one.gray != two.gray).any() and one.gray.min() == 0 and one.gray.max() == 255
    assert decode(FILES["pdf"]).gray.shape == (300, 400), "200 dpi when nothing is said"
    with pytest.raises(ImageError, match="the file has 2 pages"):
        decode(FILES["pdf"], 2)
