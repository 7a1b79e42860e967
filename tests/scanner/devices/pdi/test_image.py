"""A side that is mirrored, or takes the other's rows, moves a voter's mark to another choice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.devices.pdi.protocol.geometry import Geometry, Sides
from scanner.devices.pdi.protocol.image import ImageDataError, decode_image, encode_image
from scanner.devices.pdi.protocol.tables import CalibrationTable, fitted
from tests.oracles import pdi_oracle

seeds = st.integers(0, 2**32 - 1)


def drawn(seed, rows, width, sides):
    rng = np.random.default_rng(seed)
    pages = {side: rng.integers(0, 256, (rows, width), dtype=np.uint8) for side in sides}
    tables = {
        side: CalibrationTable(
            side, rng.integers(0, 256, width, dtype=np.uint8), rng.integers(0, 60, width, dtype=np.uint8)
        )
        for side in sides
    }
    return pages, tables


def as_lists(tables):
    return (
        {side: one.white.tolist() for side, one in tables.items()},
        {side: one.black.tolist() for side, one in tables.items()},
    )


@settings(max_examples=60)
@given(seeds, st.integers(1, 5), st.integers(1, 4), st.booleans())
def test_grey_like_its_plain_twin(seed, rows, eighths, both):
    sides = (0, 1) if both else (0,)
    width = 8 * eighths
    _, tables = drawn(seed, rows, width, sides)
    wire = np.random.default_rng(seed).integers(0, 256, rows * width * len(sides), dtype=np.uint8).tobytes()
    geometry = Geometry(200, width, Sides.BOTH if both else Sides.FRONT, False)
    found = decode_image(wire, geometry, tables)
    plain = pdi_oracle.decode_gray(wire, width, both, *as_lists(tables))
    assert {side: page.tolist() for side, page in found.items()} == plain


@settings(max_examples=60)
@given(seeds, st.integers(1, 6), st.integers(1, 4), st.booleans(), st.integers(0, 3))
def test_bits_like_their_plain_twin(seed, rows, eighths, both, bed):
    sides = 2 if both else 1
    width = 8 * eighths
    middle = np.random.default_rng(seed).integers(0, 256, rows * eighths * sides, dtype=np.uint8).tobytes()
    black = bytes([0xFF ^ 0x33]) * (eighths * sides * bed)
    wire = black + middle + black
    geometry = Geometry(200, width, Sides.BOTH if both else Sides.FRONT, True)
    found = decode_image(wire, geometry, {})
    assert {side: page.tolist() for side, page in found.items()} == pdi_oracle.decode_bits(wire, width, both)


@settings(max_examples=60)
@given(seeds, st.integers(1, 5), st.integers(1, 4), st.sampled_from(list(Sides)))
def test_what_is_encoded_comes_back(seed, rows, eighths, sides):
    at = {Sides.BOTH: (0, 1), Sides.FRONT: (0,), Sides.BACK: (1,)}[sides]
    pages, _ = drawn(seed, rows, 8 * eighths, at)
    identity = {side: CalibrationTable.identity(side, 8 * eighths) for side in at}
    found = decode_image(
        encode_image(pages, Geometry(200, 8 * eighths, sides, False), identity),
        Geometry(200, 8 * eighths, sides, False),
        identity,
    )
    assert all(np.array_equal(found[side], pages[side]) for side in at)
    geometry = Geometry(200, 8 * eighths, sides, True)
    ink = {side: np.where(page < 128, 0, 255).astype(np.uint8) for side, page in pages.items()}
    for page in ink.values():
        page[0, 0] = page[-1, -1] = 255  # no row at an end is wholly black
    found = decode_image(encode_image(ink, geometry, {}), geometry, {})
    assert all(np.array_equal(found[side], ink[side]) for side in at)


@settings(max_examples=30)
@given(seeds, st.booleans())
def test_encoding_like_its_plain_twin(seed, both):
    sides = (0, 1) if both else (0,)
    pages, tables = drawn(seed, 3, 16, sides)
    geometry = Geometry(200, 16, Sides.BOTH if both else Sides.FRONT, False)
    plain = {side: page.tolist() for side, page in pages.items()}
    assert encode_image(pages, geometry, tables) == pdi_oracle.encode_gray(plain, 16, both, *as_lists(tables))


def test_black_and_white_survive_any_glass():
    """Recorded 1-bit pages are exact whatever the calibration, so a simulation of them loses nothing."""
    rng = np.random.default_rng(5)
    pages = {side: np.where(rng.random((40, 64)) < 0.5, 0, 255).astype(np.uint8) for side in (0, 1)}
    tables = {
        side: CalibrationTable(
            side, rng.integers(150, 256, 64, dtype=np.uint8), rng.integers(0, 100, 64, dtype=np.uint8)
        )
        for side in (0, 1)
    }
    geometry = Geometry(200, 64, Sides.BOTH, False)
    found = decode_image(encode_image(pages, geometry, tables), geometry, tables)
    assert all(np.array_equal(found[side], pages[side]) for side in (0, 1))


def test_a_row_by_hand():
    """Front A B from the right, back C D from the left, in turns."""
    geometry = Geometry(200, 8, Sides.BOTH, False)
    identity = {side: CalibrationTable.identity(side, 8) for side in (0, 1)}
    wire = bytes([18, 21, 17, 22, 16, 23, 15, 24, 14, 25, 13, 26, 12, 27, 11, 28])
    found = decode_image(wire, geometry, identity)
    assert found[0].tolist() == [[11, 12, 13, 14, 15, 16, 17, 18]]
    assert found[1].tolist() == [[21, 22, 23, 24, 25, 26, 27, 28]]


def test_the_back_tables_are_turned_and_the_front_tables_are_not():
    geometry = Geometry(200, 8, Sides.BOTH, False)
    white = np.array([100, 255, 255, 255, 255, 255, 255, 50], np.uint8)
    tables = {side: CalibrationTable(side, white, np.zeros(8, np.uint8)) for side in (0, 1)}
    found = decode_image(bytes([50]) * 16, geometry, tables)
    assert found[0].tolist() == [[127, 50, 50, 50, 50, 50, 50, 255]]
    assert found[1].tolist() == [[255, 50, 50, 50, 50, 50, 50, 127]]


@pytest.mark.parametrize("size", [0, 1, 15, 17, 33])
def test_a_part_of_a_row_is_no_image(size):
    geometry = Geometry(200, 8, Sides.BOTH, False)
    with pytest.raises(ImageDataError):
        decode_image(bytes(size), geometry, {side: CalibrationTable.identity(side, 8) for side in (0, 1)})


def test_a_page_that_is_black_all_over_stays_one():
    geometry = Geometry(200, 8, Sides.FRONT, True)
    assert decode_image(bytes([0xFF ^ 0x33]) * 3, geometry, {})[0].tolist() == [[0] * 8] * 3


def test_a_table_for_another_resolution_takes_the_pixel_at_its_place():
    table = CalibrationTable(0, np.arange(8, dtype=np.uint8), np.arange(8, dtype=np.uint8))
    assert fitted(table, 6).white.tolist() == [0, 1, 2, 4, 5, 6]
    assert fitted(table, 8) is table
