"""Plain twins of `tabulate.identify`: samples one by one, cells one by one.

A sample may fall on the border of two pixels, where the last bit of a float decides; counts are therefore
given as (least, most), which are equal when no sample lies on a border.
"""

from __future__ import annotations

from math import floor

NEAR = 1e-7
"""Pixels within which a sample is on a border."""


NEAR_FIXED = 0.01
"""The same for cells, whose samples are placed in whole 65536ths of a pixel with rounded steps."""


def darkness(image, threshold, x, y, near=NEAR):
    """The possible answers, 0 or 1, to whether the pixel at (x, y) is dark; off the page is light."""
    answers = set()
    for column in {floor(x - near), floor(x + near)}:
        for row in {floor(y - near), floor(y + near)}:
            on_page = 0 <= row < len(image) and 0 <= column < len(image[0])
            answers.add(1 if on_page and image[row][column] < threshold else 0)
    return answers


def count(image, threshold, places, near=NEAR):
    answers = [darkness(image, threshold, x, y, near) for x, y in places]
    return sum(min(answer) for answer in answers), sum(max(answer) for answer in answers)


def dark_in_box(image, threshold, centre, half_width, half_height, across, down):
    """Samples in the middles of across x down equal parts of a box given by its centre and two half sides."""
    places = []
    for v in range(down):
        for u in range(across):
            a, b = -1 + (u + 0.5) * 2 / across, -1 + (v + 0.5) * 2 / down
            places.append(tuple(centre[axis] + a * half_width[axis] + b * half_height[axis] for axis in (0, 1)))
    return count(image, threshold, places)


def dark_in_cell(image, threshold, corners, samples):
    """Every second of samples x samples places of a cell, the black fields of a chess board.

    `corners` are top left, top right, bottom left, bottom right.
    """
    places = []
    for v in range(samples):
        for u in range(samples):
            if (u + v) % 2 == 0:
                a, b = (u + 0.5) / samples, (v + 0.5) / samples
                places.append(
                    tuple(
                        corners[0][axis] * (1 - a) * (1 - b)
                        + corners[1][axis] * a * (1 - b)
                        + corners[2][axis] * (1 - a) * b
                        + corners[3][axis] * a * b
                        for axis in (0, 1)
                    )
                )
    return count(image, threshold, places, NEAR_FIXED)


def around(cells, row, column):
    """A cell and its eight neighbours, those inside the map."""
    return [
        cells[r][c]
        for r in range(row - 1, row + 2)
        for c in range(column - 1, column + 2)
        if 0 <= r < len(cells) and 0 <= c < len(cells[0])
    ]


def grow(cells):
    return [[any(around(cells, r, c)) for c in range(len(cells[0]))] for r in range(len(cells))]


def compare_print(page, side, near_side):
    """(share of the side's cells that the page shows within a cell, share of clear cells with ink)."""
    printed = seen = clear = extra = 0
    for r, row in enumerate(side):
        for c, cell in enumerate(row):
            if cell:
                printed += 1
                seen += any(around(page, r, c))
            if not near_side[r][c]:
                clear += 1
                extra += page[r][c]
    return seen / max(1, printed), extra / max(1, clear)


def bits_of(code):
    """Bits 0 to 31 of a code as written."""
    return [1 if code[31 - k] == "1" else 0 for k in range(32)]


def checksum_holds(code):
    bits = bits_of(code)
    return bits[0] + 2 * bits[1] == sum(bits[2:]) % 4
