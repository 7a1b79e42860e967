"""Kernels that look at places of a page: is a mark printed there, is anything printed in a cell.

Pixels are ``gray[y, x]``, origin top left, pixel i spanning [i, i + 1]; places are pixel positions.
"""

from __future__ import annotations

import numpy as np

from tabulate.jit import kernel


@kernel("void(uint8[:, ::1], int64, float64[:, ::1], float64[:, :, ::1], int64, int64, int64[::1])")
def _dark_in_boxes(gray, threshold, centres, axes, across, down, dark):
    """Count dark samples in boxes.

    Args:
        gray: page, (height, width) uint8.
        threshold: a pixel below it is dark.
        centres: (n, 2) x, y in pixels.
        axes: (n, 2, 2) half width [:, :, 0] and half height [:, :, 1] of each box as pixel vectors.
        across, down: samples along each axis.
        dark: result (n,), of ``across * down`` samples; samples off the page count as light.
    """
    height, width = gray.shape
    for i in range(centres.shape[0]):
        count = 0
        for v in range(down):
            b = (2 * v + 1) / down - 1.0
            for u in range(across):
                a = (2 * u + 1) / across - 1.0
                x = centres[i, 0] + a * axes[i, 0, 0] + b * axes[i, 0, 1]
                y = centres[i, 1] + a * axes[i, 1, 0] + b * axes[i, 1, 1]
                if 0 <= x < width and 0 <= y < height and gray[int(y), int(x)] < threshold:
                    count += 1
        dark[i] = count


@kernel("void(uint8[:, ::1], int64, int64[:, :, ::1], int64, int64, boolean[:, ::1])")
def _inked_cells(gray, threshold, corners, samples, least, inked):
    """Tell which cells of a mesh have at least so many dark samples.

    Args:
        gray: page, (height, width) uint8.
        threshold: a pixel below it is dark.
        corners: (rows + 1, columns + 1, 2) corners of the cells, x, y in 1 / 65536 pixel.
        samples: places along each axis of a cell, an even number; every second one is looked at, like the
            black fields of a chess board, until enough are dark.
        least: of ``samples ** 2 / 2`` samples; those off the page count as light.
        inked: result (rows, columns).
    """
    height, width = gray.shape
    half, few = 65536 // (2 * samples), samples // 2
    for row in range(inked.shape[0]):
        for column in range(inked.shape[1]):
            x00, y00 = corners[row, column, 0], corners[row, column, 1]
            x10, y10 = corners[row, column + 1, 0], corners[row, column + 1, 1]
            x01, y01 = corners[row + 1, column, 0], corners[row + 1, column, 1]
            x11, y11 = corners[row + 1, column + 1, 0], corners[row + 1, column + 1, 1]
            inside = (
                min(x00, x10, x01, x11) >= 0
                and min(y00, y10, y01, y11) >= 0
                and max(x00, x10, x01, x11) >> 16 < width
                and max(y00, y10, y01, y11) >> 16 < height
            )
            count = 0
            for v in range(samples):
                part = (2 * v + 1) * half
                left_x, left_y = x00 + (part * (x01 - x00) >> 16), y00 + (part * (y01 - y00) >> 16)
                right_x, right_y = x10 + (part * (x11 - x10) >> 16), y10 + (part * (y11 - y10) >> 16)
                step_x, step_y = half * (right_x - left_x) >> 15, half * (right_y - left_y) >> 15
                x = left_x + (step_x >> 1) + (v & 1) * step_x
                y = left_y + (step_y >> 1) + (v & 1) * step_y
                step_x, step_y = 2 * step_x, 2 * step_y
                if inside and y >> 16 == (y + (few - 1) * step_y) >> 16:
                    # Most lie in one row of pixels, which then need not be sought for every sample.
                    level = np.uint64(y >> 16)
                    for _ in range(few):
                        count += gray[level, np.uint64(x >> 16)] < threshold
                        x += step_x
                elif inside:
                    for _ in range(few):
                        count += gray[np.uint64(y >> 16), np.uint64(x >> 16)] < threshold
                        x += step_x
                        y += step_y
                else:
                    for _ in range(few):
                        at_x, at_y = x >> 16, y >> 16
                        if 0 <= at_x < width and 0 <= at_y < height:
                            count += gray[np.uint64(at_y), np.uint64(at_x)] < threshold
                        x += step_x
                        y += step_y
                if count >= least:
                    break
            inked[row, column] = count >= least
