"""Kernels that measure the ink of targets on the original pixels.

A target is looked at on a small square lattice laid over the page by the inverse mapping: each lattice
point takes the nearest stored pixel, so nothing is warped or interpolated and all sums are integers.
Pixels are ``gray[y, x]``, origin top left, pixel i spanning [i, i + 1].  Lattice coordinates are inches of
the printed design from the middle of the target, x to the right and y down.
"""

from __future__ import annotations

import numpy as np

from tabulate.jit import kernel


@kernel("UniTuple(int64, 4)(int64, int64, int64, int64, int64, int64, int64, int64)")
def _box_around(x, y, x_right, y_right, x_down, y_down, half_width, half_height):
    """Pixels that a lattice around a place can reach.

    Args:
        x, y: the place; x_right, y_right, x_down, y_down: one lattice step to the right and down; all in
            1 / 65536 pixel.
        half_width, half_height: lattice steps to each side.

    Returns:
        (left, top, right, bottom), right and bottom excluded; it may hang off the page.
    """
    reach_x = abs(x_right) * half_width + abs(x_down) * half_height
    reach_y = abs(y_right) * half_width + abs(y_down) * half_height
    return (x - reach_x) >> 16, (y - reach_y) >> 16, ((x + reach_x) >> 16) + 1, ((y + reach_y) >> 16) + 1


@kernel("void(uint8[:, ::1], int64, int64, uint8[:, ::1])")
def _cut_out(gray, left, top, cutting):
    """Copy a box of the page that lies within it.

    Rows of a page lie far apart in memory.  Row by row they are fetched at once, point by point one after
    the other, which takes twice the time of all that is done with them.

    Args:
        gray: page, (height, width) uint8.
        left, top: first column and row of the box.
        cutting: result, of the size of the box.
    """
    for row in range(cutting.shape[0]):
        for column in range(cutting.shape[1]):
            cutting[row, column] = gray[np.uint64(top + row), np.uint64(left + column)]


@kernel("int64(uint8[:, ::1], int64, int64, int64, int64, int64, int64, int64, int64, int64, int64[::1])")
def _paper_beside(gray, x, y, x_right, y_right, x_down, y_down, half_width, half_height, share, counts):
    """Level of the paper around a place: one lattice point in sixteen is looked at.

    Args:
        gray: page, (height, width) uint8.
        x, y, x_right, y_right, x_down, y_down, half_width, half_height: see `_box_around`.
        share: per mille of the points that are darker than the paper.
        counts: (256,), for the kernel's own use.
    """
    counts[:] = 0
    total = 0
    height, width = gray.shape
    for row in range(-half_height, half_height + 1, 4):
        at_x = x + row * x_down - half_width * x_right
        at_y = y + row * y_down - half_width * y_right
        for _ in range(-half_width, half_width + 1, 4):
            column_x, row_y = at_x >> 16, at_y >> 16
            if 0 <= column_x < width and 0 <= row_y < height:
                counts[np.uint64(gray[np.uint64(row_y), np.uint64(column_x)])] += 1
                total += 1
            at_x += 4 * x_right
            at_y += 4 * y_right
    wanted = total * share // 1000
    seen = 0
    for level in range(256):
        seen += counts[level]
        if seen > wanted:
            return level
    return 255


@kernel("void(int64, int64, int64, uint8[::1])")
def _ink_table(paper, ink, floor, table):
    """Ink of each grey level: 0 for paper, 255 for solid print, less than `floor` counting as none.

    Args:
        paper, ink: levels of bare paper and of solid print, ink < paper.
        floor: ink values below it are paper texture.
        table: result (256,).
    """
    span = max(1, paper - ink)
    for level in range(256):
        value = min(255, max(0, (paper - level) * 255 // span))
        table[level] = value if value >= floor else 0


@kernel(
    "void(uint8[:, ::1], int64, int64, int64, int64, int64, int64, uint8[::1], int64, int64, int64, int64,"
    " uint8[:, ::1])"
)
def _patch(gray, x, y, x_right, y_right, x_down, y_down, table, left, top, right, bottom, patch):
    """Take the ink of the nearest pixels on part of a lattice around a place.

    Args:
        gray: page, (height, width) uint8.
        x, y, x_right, y_right, x_down, y_down: see `_box_around`.
        table: ink of each grey level, (256,).
        left, top, right, bottom: the part that is taken, right and bottom excluded; it may be empty.
        patch: result, (2 * half_height + 1, 2 * half_width + 1) uint8; off the page there is no ink.
    """
    height, width = gray.shape
    half_height, half_width = patch.shape[0] // 2, patch.shape[1] // 2
    first, above, last, below = _box_around(x, y, x_right, y_right, x_down, y_down, half_width, half_height)
    inside = first >= 0 and above >= 0 and last <= width and below <= height
    for row in range(top, bottom):
        at_x = x + (row - half_height) * x_down + (left - half_width) * x_right
        at_y = y + (row - half_height) * y_down + (left - half_width) * y_right
        if inside:
            for column in range(left, right):
                level = gray[np.uint64(at_y >> 16), np.uint64(at_x >> 16)]
                patch[np.uint64(row), np.uint64(column)] = table[np.uint64(level)]
                at_x += x_right
                at_y += y_right
            continue
        for column in range(left, right):
            column_x, row_y = at_x >> 16, at_y >> 16
            patch[row, column] = 0
            if 0 <= column_x < width and 0 <= row_y < height:
                patch[row, column] = table[gray[np.uint64(row_y), np.uint64(column_x)]]
            at_x += x_right
            at_y += y_right


@kernel("int64(uint8[::1], int64[::1], int64, int64)")
def _sum_at(ink, offsets, middle, every):
    """Sum of ink at every `every`-th offset from a lattice point; all are indices of the flat patch."""
    total = np.int64(0)
    for k in range(0, offsets.shape[0], every):
        total += np.int64(ink[np.uint64(middle + offsets[np.uint64(k)])])
    return total


@kernel("void(uint8[::1], int64[::1], int64, int64, int64, int64, int64[::1])")
def _sums_along(ink, offsets, middle, step, count, every, sums):
    """What `_sum_at` gives at `count` places, `step` apart from `middle` on, four at a time.

    Args:
        ink, offsets, middle, every: see `_sum_at`.
        step, count: the places.
        sums: result; its first `count` are written.
    """
    whole = count - count % 4
    for place in range(0, whole, 4):
        first, second, third, fourth = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
        for k in range(0, offsets.shape[0], every):
            at = middle + place * step + offsets[np.uint64(k)]
            first += np.int64(ink[np.uint64(at)])
            second += np.int64(ink[np.uint64(at + step)])
            third += np.int64(ink[np.uint64(at + 2 * step)])
            fourth += np.int64(ink[np.uint64(at + 3 * step)])
        sums[place], sums[place + 1], sums[place + 2], sums[place + 3] = first, second, third, fourth
    for place in range(whole, count):
        sums[place] = _sum_at(ink, offsets, middle + place * step, every)


@kernel("void(uint8[::1], int64, int64, int64[::1], int64[::1], int64, int64, int64[::1])")
def _find_outline(ink, middle, stride, outline, inside, reach, price, found):
    """Find the shift at which the printed outline lies darkest.

    A shift is worth the ink on the outline, less the ink just inside it where a blank target is white,
    less `price` for each lattice step from the expected place, so that a filled target, which looks the
    same at many shifts, stays where the timing marks put it.

    Args:
        ink: ink of the patch, flat uint8.
        middle: index of the expected middle.
        stride: lattice points in a row of the patch.
        outline, inside: offsets of the outline and of a ring within it.
        reach: largest shift tried, lattice steps each way.
        price: worth of one step of distance, in units of ink over the whole outline.
        found: result: shift x, shift y, ink sum of the outline there.
    """
    step = max(1, reach // 3)
    every = 2 if step > 1 else 1
    low_x, high_x, low_y, high_y = -reach, reach, -reach, reach
    at_x, at_y = 0, 0
    lines = np.empty(2 * reach + 1, dtype=np.int64)
    while True:
        here = middle + at_y * stride + at_x
        line = every * _sum_at(ink, outline, here, every)
        best = 2 * line - every * _sum_at(ink, inside, here, every) - price * (abs(at_x) + abs(at_y))
        found[0], found[1], found[2] = at_x, at_y, line
        for dy in range(low_y, high_y + 1, step):
            here = middle + dy * stride
            _sums_along(ink, outline, here + low_x, step, (high_x - low_x) // step + 1, every, lines)
            for dx in range(low_x, high_x + 1, step):
                line = every * lines[(dx - low_x) // step]
                most = 2 * line - price * (abs(dx) + abs(dy))
                if most < best:
                    continue
                worth = most - every * _sum_at(ink, inside, here + dx, every)
                nearer = abs(dx) + abs(dy) < abs(at_x) + abs(at_y)
                if worth > best or (worth == best and nearer):
                    best = worth
                    at_x, at_y = dx, dy
                    found[0], found[1], found[2] = dx, dy, line
        if every == 1:
            break
        low_x, high_x = max(-reach, at_x - step + 1), min(reach, at_x + step - 1)
        low_y, high_y = max(-reach, at_y - step + 1), min(reach, at_y + step - 1)
        step, every = 1, 1


@kernel("UniTuple(int64, 2)(uint8[::1], int64[::1], int64, int64, int64)")
def _solid_at(ink, offsets, middle, stride, least):
    """Count the offsets from a lattice point that have at least `least` ink.

    Returns:
        (solid, those of them of which all eight neighbours are solid).
    """
    solid, core = 0, 0
    for k in range(offsets.shape[0]):
        at = middle + offsets[k]
        if ink[np.uint64(at)] < least:
            continue
        solid += 1
        around = True
        for row in range(at - stride, at + stride + 1, stride):
            for place in range(row - 1, row + 2):
                around &= ink[np.uint64(place)] >= least
        core += around
    return solid, core


@kernel("int64(uint8[:, ::1], int64, int64, int64, int64)")
def _sum_box(ink, left, top, right, bottom):
    """Sum of ink in columns left..right - 1 and rows top..bottom - 1."""
    total = np.int64(0)
    for row in range(top, bottom):
        for column in range(left, right):
            total += np.int64(ink[np.uint64(row), np.uint64(column)])
    return total


@kernel("int64(uint8[:, ::1], int64, int64, int64, int64, int64)")
def _filled_columns(ink, left, top, right, bottom, least):
    """Count the columns of a box in which at least two lattice points have ink of `least`.

    One alone is a speck of the scanner's noise.  The box is columns left..right - 1, rows top..bottom - 1.
    """
    count = 0
    for column in range(left, right):
        solid = 0
        for row in range(top, bottom):
            solid += ink[row, column] >= least
        count += solid >= 2
    return count


@kernel("int64(uint8[:, ::1], int64, int64, int64, int64, int64)")
def _filled_rows(ink, left, top, right, bottom, least):
    """Count the rows of a box in which at least two lattice points have ink; see `_filled_columns`."""
    count = 0
    for row in range(top, bottom):
        count += np.sum(ink[row, left:right] >= least) >= 2
    return count


@kernel("int64(uint8[:, ::1], int64, int64, int64, int64, int64, int64, int64)")
def _crossing_line(ink, left, top, right, bottom, reach, thick, least):
    """Whether a thin straight line crosses the box from left to right and goes on beyond both its ends.

    Every lattice column of the box and of `reach` steps beyond each end must have ink of `least` within one
    step of where the column before had it, and beyond the box no thicker than `thick`.

    Returns:
        1 when there is such a line, else 0.
    """
    for first in range(top, bottom):
        position = first
        for along in range(left - reach, right + reach):
            hit = -1
            for off in (0, -1, 1):
                across = position + off
                if top - 1 <= across < bottom + 1 and ink[across, along] >= least:
                    hit = across
                    break
            position = hit
            if hit < 0:
                break
            if along < left or along >= right:
                run = 1
                for way in (-1, 1):
                    across = hit + way
                    while 0 <= across < ink.shape[0] and run <= thick and ink[across, along] >= least:
                        run += 1
                        across += way
                if run > thick:
                    position = -1
                    break
        if position >= 0:
            return 1
    return 0


@kernel(
    "void(uint8[:, ::1], float64[:, ::1], float64[:, :, ::1], int64[::1], float64, int64, int64, int64, int64,"
    " int64[::1], int64[::1], int64[::1], int64[::1], int64[:, ::1])"
)
def _measure_targets(
    gray, centres, jacobians, which, step, half_width, half_height, paper, ink_level,
    interior, outline, inside, zones, result,
):  # fmt: skip
    """Measure all targets of one size.

    Args:
        gray: page, (height, width) uint8.
        centres: (n, 2) expected middles, pixels.
        jacobians: (n, 2, 2) pixels per inch.
        which: (m,) rows of `centres` to measure.
        step: inches between lattice points.
        half_width, half_height: size of the lattice to each side of the middle.
        paper, ink_level: grey levels of the page.
        interior, outline, inside: offsets in the flat patch from the middle.
        zones: half width and half height of the target; gap and thickness of the strips above and below it;
            gap and thickness of the strips left and right of it, which are as tall as all three; reach of the
            search, price of a step, floor of ink; how far beyond the target a line must go on, its largest
            thickness; ink that is solid; half width and half height of the inside; ink of a line; share of the
            points around a target that are darker than its paper, per mille.
        result: (n, 14): shift x, shift y, outline ink, interior ink, strip ink left, right, above, below (all
            per mille), line across, line along, solid share of the inside, share of its columns and of its rows
            that have solid ink, looked at where the outline cannot reach (per mille), share of the solid ink
            with solid ink all around it (per mille).
    """
    ink = np.zeros((2 * half_height + 1, 2 * half_width + 1), dtype=np.uint8)
    turned = np.zeros((2 * half_width + 1, 2 * half_height + 1), dtype=np.uint8)
    flat = ink.ravel()
    stride = 2 * half_width + 1
    middle = half_height * stride + half_width
    found, counts = np.zeros(3, dtype=np.int64), np.zeros(256, dtype=np.int64)
    tables, known = np.zeros((256, 256), dtype=np.uint8), np.zeros(256, dtype=np.bool_)
    a, b, gap, thick, side_gap, side_thick = zones[0], zones[1], zones[2], zones[3], zones[4], zones[5]
    reach, price, floor, beyond, line = zones[6], zones[7], zones[8], zones[9], zones[10]
    solid, in_a, in_b, least, darker = zones[11], zones[12], zones[13], zones[14], zones[15]
    west, north = half_width - a - reach, half_height - b - reach
    east, south = half_width + a + reach + 1, half_height + b + reach + 1
    beside, over = max(side_gap + side_thick, beyond, line + 2), max(gap + thick, beyond, line + 2)
    for i in which:
        x, y = int(np.floor(centres[i, 0] * 65536.0)), int(np.floor(centres[i, 1] * 65536.0))
        x_right, x_down = int(jacobians[i, 0, 0] * step * 65536.0), int(jacobians[i, 0, 1] * step * 65536.0)
        y_right, y_down = int(jacobians[i, 1, 0] * step * 65536.0), int(jacobians[i, 1, 1] * step * 65536.0)
        left, top, right, bottom = _box_around(x, y, x_right, y_right, x_down, y_down, half_width, half_height)
        near = gray
        if left >= 0 and top >= 0 and right <= gray.shape[1] and bottom <= gray.shape[0]:
            near = np.empty((bottom - top, right - left), dtype=np.uint8)
            _cut_out(gray, left, top, near)
            x, y = x - (left << 16), y - (top << 16)
        local = _paper_beside(
            near, x, y, x_right, y_right, x_down, y_down, half_width, half_height, darker, counts
        )
        local = max(local, paper - (paper - ink_level) // 3)
        if not known[local]:
            _ink_table(local, ink_level, floor, tables[local])
            known[local] = True
        # The outline is looked for in the core; what is needed around it is known once its place is.
        _patch(near, x, y, x_right, y_right, x_down, y_down, tables[local], west, north, east, south, ink)
        _find_outline(flat, middle, stride, outline, inside, reach, price, found)
        dx, dy = found[0], found[1]
        result[i, 0], result[i, 1] = dx, dy
        result[i, 2] = found[2] * 1000 // (255 * outline.shape[0])
        result[i, 3] = _sum_at(flat, interior, middle + dy * stride + dx, 1) * 1000 // (255 * interior.shape[0])
        left, right = half_width + dx - a, half_width + dx + a + 1
        top, bottom = half_height + dy - b, half_height + dy + b + 1
        tall, wide = (bottom - top + 2 * (gap + thick)) * side_thick * 255, (right - left) * thick * 255
        high, deep = top - gap - thick, bottom + gap + thick
        for part in (
            (left - beside, top - over, right + beside, north),
            (left - beside, south, right + beside, bottom + over),
            (left - beside, north, west, south),
            (east, north, right + beside, south),
        ):
            _patch(near, x, y, x_right, y_right, x_down, y_down, tables[local], *part, ink)
        result[i, 4] = _sum_box(ink, left - side_gap - side_thick, high, left - side_gap, deep) * 1000 // tall
        result[i, 5] = _sum_box(ink, right + side_gap, high, right + side_gap + side_thick, deep) * 1000 // tall
        result[i, 6] = _sum_box(ink, left, top - gap - thick, right, top - gap) * 1000 // wide
        result[i, 7] = _sum_box(ink, left, bottom + gap, right, bottom + gap + thick) * 1000 // wide
        result[i, 8:] = 0
        if result[i, 3] > 0:
            result[i, 8] = _crossing_line(ink, left, top, right, bottom, beyond, line, least)
            # To turn the patch takes longer than to see that nothing is where both ends of a line must be.
            upper, lower = (
                ink[top - beyond, left - 1 : right + 1],
                ink[bottom + beyond - 1, left - 1 : right + 1],
            )
            if upper.max() >= least and lower.max() >= least:
                turned[:, :] = ink.T
                result[i, 9] = _crossing_line(turned, top, left, bottom, right, beyond, line, least)
            there, core = _solid_at(flat, interior, middle + dy * stride + dx, stride, solid)
            result[i, 10] = there * 1000 // interior.shape[0]
            at_x, at_y = half_width + dx, half_height + dy
            low, slim = in_b * 4 // 7, in_a * 4 // 7
            across = _filled_columns(ink, at_x - in_a, at_y - low, at_x + in_a + 1, at_y + low + 1, solid)
            along = _filled_rows(ink, at_x - slim, at_y - in_b, at_x + slim + 1, at_y + in_b + 1, solid)
            result[i, 11] = across * 1000 // (2 * in_a + 1)
            result[i, 12] = along * 1000 // (2 * in_b + 1)
            result[i, 13] = core * 1000 // max(1, there)
