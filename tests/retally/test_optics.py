"""A simulated device must see what the reader sees, or it would prove nothing about the count."""

import numpy as np
import pytest

from retally.optics import DeskOptics
from scanner import PageImage, ScannerError
from scanner.pages import gray_page
from tabulate.image import decode


def test_it_sees_the_pixels_that_the_reader_decodes(election):
    data = election.page([("supervisor", "ocampo")])
    seen = DeskOptics().pixels(PageImage(data, "image/tiff", 0, "a.tif"))
    np.testing.assert_array_equal(seen.gray, decode(data).gray)
    assert seen.dpi == pytest.approx(150)


def test_resolution_is_the_devices_then_the_files_and_then_a_plain_one():
    page = gray_page(np.zeros((4, 5), np.uint8), 300.0, "a")
    assert DeskOptics().pixels(page).dpi == pytest.approx(300, abs=0.1)
    assert DeskOptics().pixels(PageImage(page.encoded, page.media_type, 0, "a", 240.0)).dpi == 240.0


def test_a_page_that_cannot_be_seen_is_named():
    with pytest.raises(ScannerError, match=r"^b\.tif: a simulated device cannot see this page"):
        DeskOptics().pixels(PageImage(b"II*", "image/tiff", 0, "b.tif"))
