"""Images out of scanimage.  One that is cut short loses the contests at the foot of the page."""

from __future__ import annotations

import numpy as np
import pytest

from scanner.devices.sane.protocol.netpbm import BrokenImageError, read_netpbm

GRAY = b"P5\n# SANE data follows\n3 2\n255\n" + bytes([0, 10, 255, 35, 9, 128])
"""The second row begins with what looks like a comment."""

BILEVEL = b"P4\n# SANE data follows\n9 2\n" + bytes([0b10100000, 0b10000000, 0b00000001, 0])


def test_grey_pixels_are_what_the_bytes_say():
    raster = read_netpbm(GRAY)
    assert raster.black is None
    assert raster.gray.tolist() == [[0, 10, 255], [35, 9, 128]]


def test_in_black_and_white_one_is_black():
    raster = read_netpbm(BILEVEL)
    assert raster.black is not None
    assert raster.black.astype(int).tolist() == [[1, 0, 1, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 1, 0]]
    assert np.array_equal(raster.gray == 0, raster.black)


@pytest.mark.parametrize(
    "data",
    [
        GRAY[:-1],
        GRAY + b"\0",
        BILEVEL[:-1],
        b"P5\n3 0\n255\n",
        b"P5\n3 2\n65535\n" + bytes(12),
        b"P6\n1 1\n255\n" + bytes(3),
        b"P5\n3",
        b"P5\n9999999 2\n255\n",
        b"",
    ],
)
def test_what_is_not_the_whole_image_is_refused(data):
    with pytest.raises(BrokenImageError):
        read_netpbm(data)


def test_it_says_how_much_came():
    with pytest.raises(BrokenImageError, match="1 of 2 lines"):
        read_netpbm(GRAY[:-2])
