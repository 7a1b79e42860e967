"""From stored samples to grey levels, in integers, so that every computer gets the same page."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tabulate.image.raster import GrayImage

Samples = npt.NDArray[Any]
"""Decoded samples, shape (height, width) or (height, width, channels), uint8 or uint16."""

_BLOCK: Final = 64
"""Rows converted at a time: wide intermediate sums stay in the processor's cache."""

_RED, _GREEN, _BLUE, _SHIFT = 19595, 38470, 7471, 16
"""ITU-R BT.601 luma 0.299, 0.587, 0.114 in 16-bit fixed point, which is what JPEG stores as Y (JFIF 1.02)."""


def luma(rgb: Samples) -> GrayImage:
    """Return the BT.601 luma of `rgb`, shape (height, width, 3 or more) uint8; further channels are ignored."""
    from tabulate.image.kernels_levels import weigh  # noqa: PLC0415  the compiler loads for colour pages only

    gray = np.empty(rgb.shape[:2], dtype=np.uint8)
    weigh(np.ascontiguousarray(rgb), _RED, _GREEN, _BLUE, _SHIFT, gray)
    return gray


def from_palette(indexes: Samples, levels: GrayImage) -> GrayImage:
    """Replace palette numbers by their grey levels, in place.

    Args:
        indexes: shape (height, width), uint8, C-contiguous and owned by the caller.
        levels: shape (entries,); numbers beyond the last entry become black, as libpng has it.
    """
    from tabulate.image.kernels_levels import look_up  # noqa: PLC0415  as above

    table = np.zeros(256, dtype=np.uint8)
    table[: levels.shape[0]] = levels
    look_up(indexes, table)
    return indexes


def eight_bits(samples: Samples) -> Samples:
    """Return uint8 samples; 16-bit ones are scaled so that 65535 is 255, rounded to nearest."""
    if samples.dtype == np.uint8:
        return samples
    scaled = np.empty(samples.shape, dtype=np.uint8)
    for top in range(0, samples.shape[0], _BLOCK):
        block = samples[top : top + _BLOCK].astype(np.uint32)
        scaled[top : top + _BLOCK] = (block * 255 + 32767) // 65535
    return scaled


def on_white(gray: GrayImage, alpha: Samples, *, premultiplied: bool = False) -> GrayImage:
    """Lay a page with transparency on white paper.

    Args:
        gray: levels, shape (height, width).
        alpha: opacity, same shape, 255 opaque.
        premultiplied: the levels are already scaled by the opacity (TIFF "associated alpha").
    """
    if alpha.min() == 255:
        return gray
    out = np.empty_like(gray)
    for top in range(0, gray.shape[0], _BLOCK):
        level = gray[top : top + _BLOCK].astype(np.uint32)
        opacity = alpha[top : top + _BLOCK].astype(np.uint32)
        if premultiplied:
            out[top : top + _BLOCK] = np.minimum(level + (255 - opacity), 255)
        else:
            out[top : top + _BLOCK] = (level * opacity + 255 * (255 - opacity) + 127) // 255
    return out


def gray_of(samples: Samples, *, premultiplied: bool = False) -> GrayImage:
    """Return grey levels of decoded samples: grey, grey + alpha, RGB or RGB + alpha, 8 or 16 bits.

    Args:
        samples: shape (height, width) or (height, width, 1 to 4).
        premultiplied: see `on_white`.
    """
    samples = eight_bits(samples)
    if samples.ndim == 2:
        return np.ascontiguousarray(samples)
    channels = samples.shape[2]
    gray = luma(samples) if channels >= 3 else np.ascontiguousarray(samples[..., 0])
    if channels in (2, 4):
        gray = on_white(gray, samples[..., -1], premultiplied=premultiplied)
    return gray
