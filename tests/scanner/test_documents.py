"""Counting pages: the scanner's number must be the decoder's, or pages of a batch would never be asked for."""

from __future__ import annotations

import json
import struct
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner import open_scanner
from scanner.folder import documents
from scanner.folder.documents import page_count
from scanner.folder.kinds import PDF, TIFF, media_type
from tabulate import image as decoder
from tabulate.errors import ImageError
from tabulate.image import pdf
from tests.scanner.recordings import image

WHOLE = {TIFF: image("TIFF", 3), PDF: image("PDF", 3)}


@pytest.mark.parametrize("kind", [TIFF, PDF])
@pytest.mark.parametrize("pages", [1, 2, 5])
def test_both_rooms_count_alike(kind, pages):
    data = image("TIFF" if kind == TIFF else "PDF", pages)
    assert page_count(data, kind) == decoder.page_count(data) == pages


def test_thumbnails_are_not_counted():
    data = bytearray(image("TIFF", 2))
    (at,) = struct.unpack_from("<I", data, 4)
    struct.pack_into("<HHII", data, at + 2, 254, 4, 1, 1)
    assert page_count(bytes(data), TIFF) == decoder.page_count(bytes(data)) == 1


@given(
    kind=st.sampled_from([TIFF, PDF]),
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
)
def test_a_damaged_document_is_captured_as_at_least_one_page(kind, cut, flips):
    data = bytearray(WHOLE[kind])
    for place, value in flips:
        data[int(place * len(data))] = value
    damaged = bytes(data[: int(cut * len(data))])
    ours = page_count(damaged, kind)
    assert ours >= 1
    try:
        theirs = decoder.page_count(damaged)
    except ImageError:
        return  # captured all the same, and refused by the reader
    if media_type("x", damaged) == kind:
        assert ours == theirs


def test_counting_and_drawing_at_once():
    """PDFium breaks the process when two threads are in it: the feeder's, and the one that reads pages."""
    assert documents._LOCK is pdf._LOCK
    with ThreadPoolExecutor(4) as pool:
        counts = [pool.submit(page_count, WHOLE[PDF], PDF) for _ in range(60)]
        pages = [pool.submit(decoder.decode, WHOLE[PDF], number % 3) for number in range(60)]
        assert {count.result() for count in counts} == {3}
        assert len({page.result().gray.shape for page in pages}) == 1


def test_recorded_batches_are_paired_as_their_makers_meant(shared):
    corpus = shared / "corpus"
    batches = {
        "opencount/test-ballots/2side_1template/simple_juneau_named/votedballots": (3, 0),
        "attacking-paper-ballots/ballots/Station1-Disk1/Batch_1": (7, 0),
        "opencount/test-ballots/tutorial_dataset/votedballots": (5, 0),
        "opencount/test-ballots/1side_1template/simple_durant/votedballots": (0, 12),
        "opencount/test-ballots/1side_Ntemplates/cedar2008primary_full/voted": (0, 22),
        "hmpb-interpreter/test/fixtures/28lb-paper": (0, 20),
    }
    for folder, (two, one) in batches.items():
        with open_scanner(f"folder:{corpus / folder}") as scanner:
            sheets = []
            for sheet in scanner.sheets():
                sheets.append(sheet)
                scanner.accept(sheet)
            assert scanner.describe().expected == len(sheets)
        backs = [sheet.back for sheet in sheets if sheet.back]
        assert (len(backs), len(sheets) - len(backs)) == (two, one), folder


def test_every_recorded_image_counts_alike_in_both_rooms(shared):
    corpus = shared / "corpus"
    for entry in json.loads((corpus / "MANIFEST.json").read_text())["images"]:
        data = (corpus / entry["image"]).read_bytes()
        kind = media_type(entry["image"], data)
        assert kind is not None and kind == decoder.kind_of(data).value
        assert page_count(data, kind) == decoder.page_count(data), entry["image"]
