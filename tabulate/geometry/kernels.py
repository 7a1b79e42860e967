"""Kernel that finds timing marks: solid dark bars of about the expected size.

Pixels are ``gray[y, x]``, origin top left, y down.  Positions are in pixel units where pixel i spans
[i, i + 1], so that a quarter turn of the page maps x to ``height - y`` exactly.
"""

from __future__ import annotations

from tabulate.jit import kernel


@kernel("UniTuple(int64, 2)(uint8[:, ::1], int64, int64, int64, int64, int64, int64)")
def _extent(gray, threshold, fixed, start, along_x, gap, limit):  # type: ignore[no-untyped-def]
    """Dark run through one pixel, along x (row `fixed`) or along y (column `fixed`).

    Returns:
        (first, last + 1) of the run, bridging at most `gap` light pixels, at most `limit` pixels each way.
    """
    size = gray.shape[1] if along_x else gray.shape[0]
    first = start
    light = 0
    position = start - 1
    while position >= 0 and start - position <= limit and light <= gap:
        value = gray[fixed, position] if along_x else gray[position, fixed]
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
        value = gray[fixed, position] if along_x else gray[position, fixed]
        if value < threshold:
            last = position
            light = 0
        else:
            light += 1
        position += 1
    return first, last + 1


@kernel("int64(int64, int64, int64)")
def _median3(a, b, c):  # type: ignore[no-untyped-def]
    return max(min(a, b), min(max(a, b), c))


@kernel("int64(uint8[:, ::1], int64, int64, int64, int64, int64, int64, int64, int64, float64[:, ::1])")
def _find_bars(gray, threshold, step, min_width, max_width, min_height, max_height, gap, min_solid, bars):  # type: ignore[no-untyped-def]
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
    count = 0
    for y in range(step // 2, height, step):
        x = 0
        while x < width:
            if gray[y, x] >= threshold:
                x += 1
                continue
            first = x
            last = x
            x += 1
            while x < width and x - last <= gap + 1:
                if gray[y, x] < threshold:
                    last = x
                x += 1
            run = last + 1 - first
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
            dark = 0
            sum_x = 0
            sum_y = 0
            for yy in range(max(0, top - 1), min(height, bottom + 1)):
                for xx in range(max(0, left - 1), min(width, right + 1)):
                    if gray[yy, xx] < threshold:
                        dark += 1
                        sum_x += 2 * xx + 1
                        sum_y += 2 * yy + 1
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


@kernel("void(float64[:, ::1], int64, float64, float64, float64, int64[::1])")
def _link(points, axis, shortest, longest, slope, links):  # type: ignore[no-untyped-def]
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
            if shortest <= along <= longest and along < best_along:
                if abs(points[j, other] - points[i, other]) <= slope * along:
                    best = j
                    best_along = along
        links[i] = best
