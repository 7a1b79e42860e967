"""Kernel that finds timing marks: solid dark bars of about the expected size.

Pixels are ``gray[y, x]``, origin top left, y down.  Positions are in pixel units where pixel i spans
[i, i + 1], so that a quarter turn of the page maps x to ``height - y`` exactly.
"""

from __future__ import annotations

import numpy as np

from tabulate.jit import kernel


@kernel("UniTuple(int64, 2)(uint8[:, ::1], int64, int64, int64, int64, int64, int64)")
def _extent(gray, threshold, fixed, start, along_x, gap, limit):
    """Dark run through one pixel, along x (row `fixed`) or along y (column `fixed`).

    Returns:
        (first, last + 1) of the run, bridging at most `gap` light pixels, at most `limit` pixels each way.
    """
    size = gray.shape[1] if along_x else gray.shape[0]
    first = start
    light = 0
    position = start - 1
    while position >= 0 and start - position <= limit and light <= gap:
        value = (
            gray[np.uint64(fixed), np.uint64(position)]
            if along_x
            else gray[np.uint64(position), np.uint64(fixed)]
        )
        if value < threshold:
            first = position
            light = 0
        else:
            light += 1
        position -= 1
    last = start
    light = 0
    position = start + 1
    while position < size and position - start <= limit and light <= gap:
        value = (
            gray[np.uint64(fixed), np.uint64(position)]
            if along_x
            else gray[np.uint64(position), np.uint64(fixed)]
        )
        if value < threshold:
            last = position
            light = 0
        else:
            light += 1
        position += 1
    return first, last + 1


@kernel("int64(int64, int64, int64)")
def _median3(a, b, c):
    return max(min(a, b), min(max(a, b), c))


@kernel("int64(uint8[:, ::1], int64, int64, int64, int64, int64, int64, int64, int64, float64[:, ::1])")
def _find_bars(gray, threshold, step, min_width, max_width, min_height, max_height, gap, min_solid, bars):
    """Find solid dark bars lying along x.

    Args:
        gray: page, (height, width) uint8.
        threshold: a pixel below it is dark.
        step: every `step`-th row is searched; at most half the height of a bar.
        min_width, max_width, min_height, max_height: accepted size of a bar, pixels.
        gap: light pixels bridged inside a bar (grain, a fold line).
        min_solid: least share of dark pixels in the box of a bar, per mille.
        bars: result, (capacity, 4) float64: centre x, centre y, width, height in pixels.

    Returns:
        number of rows of `bars` filled; -1 when they were not enough.
    """
    height, width = gray.shape
    # A run as wide as a bar holds one of these windows, and a window, wider than a gap, holds a pixel of it.
    spacing = max(1, min_width - gap)
    count = 0
    for y in range(step // 2, height, step):
        done = -1
        for window in range(0, width, spacing):
            x = window
            end = min(window + gap, width - 1)
            while x < end and gray[np.uint64(y), np.uint64(x)] >= threshold:
                x += 1
            if x <= done or gray[y, x] >= threshold:
                continue
            first, beyond = _extent(gray, threshold, y, x, 1, gap, max_width + gap + 1)
            last = done = beyond - 1
            run = beyond - first
            if run < min_width or run > max_width:
                continue
            known = False
            middle = (first + last + 1) * 0.5
            for k in range(count - 1, -1, -1):
                if abs(bars[k, 1] - (y + 0.5)) <= bars[k, 3] and abs(bars[k, 0] - middle) <= bars[k, 2] * 0.5:
                    known = True
                    break
            if known:
                continue
            t0, b0 = _extent(gray, threshold, first + run // 4, y, 0, gap, max_height + 1)
            t1, b1 = _extent(gray, threshold, first + run // 2, y, 0, gap, max_height + 1)
            t2, b2 = _extent(gray, threshold, first + (3 * run) // 4, y, 0, gap, max_height + 1)
            top = _median3(t0, t1, t2)
            bottom = _median3(b0, b1, b2)
            tall = bottom - top
            if tall < min_height or tall > max_height:
                continue
            at = (first + last) // 2
            l0, r0 = _extent(gray, threshold, top + tall // 4, at, 1, gap, max_width + 1)
            l1, r1 = _extent(gray, threshold, top + tall // 2, at, 1, gap, max_width + 1)
            l2, r2 = _extent(gray, threshold, top + (3 * tall) // 4, at, 1, gap, max_width + 1)
            left = _median3(l0, l1, l2)
            right = _median3(r0, r1, r2)
            wide = right - left
            if wide < min_width or wide > max_width:
                continue
            dark, sum_x, sum_y = np.int64(0), np.int64(0), np.int64(0)
            for yy in range(max(0, top - 1), min(height, bottom + 1)):
                in_row = np.int64(0)
                for xx in range(max(0, left - 1), min(width, right + 1)):
                    is_dark = np.int64(gray[np.uint64(yy), np.uint64(xx)] < threshold)
                    in_row += is_dark
                    sum_x += is_dark * (2 * xx + 1)
                dark += in_row
                sum_y += in_row * (2 * yy + 1)
            if dark * 1000 < min_solid * wide * tall:
                continue
            if count == bars.shape[0]:
                return -1
            bars[count, 0] = sum_x / (2 * dark)
            bars[count, 1] = sum_y / (2 * dark)
            bars[count, 2] = wide
            bars[count, 3] = tall
            count += 1
    return count


@kernel("void(uint8[:, ::1], int64, int64, int64, int64[:, ::1], int64[:, ::1])")
def _weigh_bars(gray, paper, ink, floor, boxes, sums):
    """Weigh the ink in boxes, so that a grey pixel at the rim of a bar counts for what it covers.

    Args:
        gray: page, (height, width) uint8.
        paper, ink: levels of bare paper and of solid print, ink < paper.
        floor: ink values below it, of 255, are paper texture.
        boxes: (n, 4) left, top, right, bottom; within the page, right and bottom excluded.
        sums: result (n, 3): ink; ink times twice the x of the pixel's middle; the same with y.
    """
    span = max(1, paper - ink)
    table = np.zeros(256, dtype=np.int64)
    for level in range(256):
        value = min(255, (paper - level) * 255 // span)
        table[level] = value if value >= floor else 0
    for k in range(boxes.shape[0]):
        weight = np.int64(0)
        along = np.int64(0)
        down = np.int64(0)
        for y in range(boxes[k, 1], boxes[k, 3]):
            in_row = np.int64(0)
            for x in range(boxes[k, 0], boxes[k, 2]):
                value = table[np.uint64(gray[np.uint64(y), np.uint64(x)])]
                in_row += value
                along += value * (2 * x + 1)
            weight += in_row
            down += in_row * (2 * y + 1)
        sums[k, 0], sums[k, 1], sums[k, 2] = weight, along, down


@kernel("void(float64[:, ::1], int64, float64, float64, float64, int64[::1])")
def _link(points, axis, shortest, longest, slope, links):
    """Nearest neighbour of each point ahead along one axis.

    Args:
        points: (n, 2) x, y.
        axis: 0 looks to larger x, 1 to larger y.
        shortest, longest: accepted distance along the axis, pixels.
        slope: largest distance across the axis, as a share of the distance along it.
        links: result (n,): index of the neighbour, -1 for none.
    """
    count = points.shape[0]
    other = 1 - axis
    for i in range(count):
        best = -1
        best_along = longest + 1.0
        for j in range(count):
            along = points[j, axis] - points[i, axis]
            beside = abs(points[j, other] - points[i, other]) <= slope * along
            if beside and shortest <= along <= longest and along < best_along:
                best = j
                best_along = along
        links[i] = best


@kernel(
    "int64(float64[:, ::1], float64, float64, float64, float64, int64, float64, int64,"
    " float64[:, ::1], boolean[::1])"
)
def _walk(points, x, y, step_x, step_y, count, spacing, max_gap, places, found):
    """Follow marks from a place, step by step, adapting to the spacing met.

    Args:
        points: (n, 2) marks, pixels.
        x, y: where the first mark is expected.
        step_x, step_y: expected step.
        count: marks to visit, or -1 to go on until `max_gap` in a row are missing.
        spacing: how far from its place a mark may be, in steps.
        max_gap: see `count`.
        places: result, (capacity, 2); where no mark was found, where it was expected.
        found: result, (capacity,).

    Returns:
        places visited; with ``count == -1`` the last of them was found.
    """
    reach = spacing * (step_x * step_x + step_y * step_y) ** 0.5
    capacity = places.shape[0] if count < 0 else min(count, places.shape[0])
    at = 0
    last = -1
    while at < capacity:
        best = -1
        nearest = reach
        for k in range(points.shape[0]):
            away = max(abs(points[k, 0] - x), abs(points[k, 1] - y))
            if away <= nearest:
                nearest = away
                best = k
        found[at] = best >= 0
        if best >= 0:
            x, y = points[best, 0], points[best, 1]
            if last >= 0:
                step_x += 0.25 * ((x - places[last, 0]) / (at - last) - step_x)
                step_y += 0.25 * ((y - places[last, 1]) / (at - last) - step_y)
            last = at
        elif count < 0 and at - last > max_gap:
            break
        places[at, 0], places[at, 1] = x, y
        at += 1
        x += step_x
        y += step_y
    return at if count >= 0 else last + 1


@kernel("void(float64[:, ::1], boolean[::1], float64[::1])")
def _border_errors(points, found, error):
    """Distance of each found mark from the nearest of the places its neighbours predict.

    Three straight lines predict a mark: through the neighbours on both sides, through the two before it and
    through the two after it, the farther of two being at least as far from the nearer as that is from the
    mark: a line through two close marks says nothing of a place far off.

    Args:
        points: (n, 2) marks along a border, pixels.
        found: (n,).
        error: result (n,), pixels; 0 where a mark was not found or has fewer than two neighbours.
    """
    count = points.shape[0]
    near = np.zeros(4, dtype=np.int64)
    for at in range(count):
        error[at] = 0.0
        if not found[at]:
            continue
        before = 0
        k = at - 1
        while k >= 0 and before < 2:
            if found[k] and (before == 0 or near[0] - k >= at - near[0]):
                near[before] = k
                before += 1
            k -= 1
        after = 0
        k = at + 1
        while k < count and after < 2:
            if found[k] and (after == 0 or k - near[2] >= near[2] - at):
                near[2 + after] = k
                after += 1
            k += 1
        best = -1.0
        for pair in range(3):
            if pair == 0 and before > 0 and after > 0:
                a, b = near[0], near[2]
            elif pair == 1 and before == 2:
                a, b = near[1], near[0]
            elif pair == 2 and after == 2:
                a, b = near[2], near[3]
            else:
                continue
            part = (at - a) / (b - a)
            dx = points[at, 0] - points[a, 0] - part * (points[b, 0] - points[a, 0])
            dy = points[at, 1] - points[a, 1] - part * (points[b, 1] - points[a, 1])
            away = (dx * dx + dy * dy) ** 0.5
            if best < 0 or away < best:
                best = away
        if best > 0:
            error[at] = best
