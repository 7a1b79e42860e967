"""Plain twins of `tabulate.geometry.kernels`: Python numbers, lists and loops, nothing compiled.

Images are lists of rows; points are (x, y) tuples, or None where a border has no mark.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, hypot, inf


def extent(line, threshold, start, gap, limit):
    """Dark run through `start` of one line of pixels: (first, last + 1)."""

    def grow(way):
        end = start
        while True:
            ahead = [end + way * away for away in range(1, gap + 2)]
            dark = [
                at for at in ahead if 0 <= at < len(line) and abs(at - start) <= limit and line[at] < threshold
            ]
            if not dark:
                return end
            end = dark[0]

    return grow(-1), grow(1) + 1


def column_of(image, x):
    return [row[x] for row in image]


def middle_of_three(numbers):
    return sorted(numbers)[1]


def runs(line, threshold, gap):
    """Dark runs (first, last) of a line, those at most `gap` light pixels apart taken as one."""
    found = []
    for x, level in enumerate(line):
        if level < threshold:
            if found and x - found[-1][1] <= gap + 1:
                found[-1][1] = x
            else:
                found.append([x, x])
    return found


def find_bars(image, threshold, step, widths, heights, gap, min_solid):
    """Bars in the order a search by rows meets them: (centre x, centre y, width, height)."""
    bars = []
    for y in range(step // 2, len(image), step):
        for first, last in runs(image[y], threshold, gap):
            run = last + 1 - first
            if not widths[0] <= run <= widths[1]:
                continue
            middle = (first + last + 1) / 2
            if any(abs(b[1] - y - 0.5) <= b[3] and abs(b[0] - middle) <= b[2] / 2 for b in bars):
                continue
            bar = bar_at(image, threshold, y, first, last, widths, heights, gap, min_solid)
            if bar is not None:
                bars.append(bar)
    return bars


def bar_at(image, threshold, y, first, last, widths, heights, gap, min_solid):
    """The bar that a run in row `y` belongs to, or None."""
    run = last + 1 - first
    ups = [
        extent(column_of(image, first + run * quarter // 4), threshold, y, gap, heights[1] + 1)
        for quarter in (1, 2, 3)
    ]
    top, bottom = middle_of_three([up[0] for up in ups]), middle_of_three([up[1] for up in ups])
    tall = bottom - top
    if not heights[0] <= tall <= heights[1]:
        return None
    at = (first + last) // 2
    sides = [
        extent(image[top + tall * quarter // 4], threshold, at, gap, widths[1] + 1) for quarter in (1, 2, 3)
    ]
    left, right = middle_of_three([side[0] for side in sides]), middle_of_three([side[1] for side in sides])
    wide = right - left
    if not widths[0] <= wide <= widths[1]:
        return None
    dark = [
        (xx + 0.5, yy + 0.5)
        for yy, row in enumerate(image)
        for xx, level in enumerate(row)
        if level < threshold and top - 1 <= yy <= bottom and left - 1 <= xx <= right
    ]
    if len(dark) * 1000 < min_solid * wide * tall:
        return None
    return sum(x for x, _ in dark) / len(dark), sum(y for _, y in dark) / len(dark), wide, tall


def weigh_bars(image, paper, ink, floor, boxes):
    """Ink of each box, and ink times twice the middle of its pixel in x and in y."""
    sums = []
    for left, top, right, bottom in boxes:
        inks = {
            (x, y): min(255, (paper - image[y][x]) * 255 // max(1, paper - ink))
            for y in range(top, bottom)
            for x in range(left, right)
        }
        inks = {place: value for place, value in inks.items() if value >= floor}
        sums.append(
            (
                sum(inks.values()),
                sum(value * (2 * x + 1) for (x, _), value in inks.items()),
                sum(value * (2 * y + 1) for (_, y), value in inks.items()),
            )
        )
    return sums


def link(points, axis, shortest, longest, slope):
    """For each point the nearest one ahead along the axis, first of equals, or -1."""
    links = []
    for here in points:
        best, best_along = -1, inf
        for index, there in enumerate(points):
            along = there[axis] - here[axis]
            aside = abs(there[1 - axis] - here[1 - axis])
            if shortest <= along <= longest and aside <= slope * along and along < best_along:
                best, best_along = index, along
        links.append(best)
    return links


def walk(points, start, step, count, spacing, max_gap, capacity):
    """Marks met on a walk: a list of (place, found)."""
    reach = spacing * hypot(*step)
    expected, pace = start, step
    steps = []
    last = None
    while len(steps) < (capacity if count < 0 else min(count, capacity)):
        at = len(steps)
        near = [
            (max(abs(x - expected[0]), abs(y - expected[1])), -index) for index, (x, y) in enumerate(points)
        ]
        near = [item for item in near if item[0] <= reach]
        if near:
            place = points[-min(near)[1]]
            if last is not None:
                seen = [(place[axis] - steps[last][0][axis]) / (at - last) for axis in (0, 1)]
                pace = tuple(pace[axis] + 0.25 * (seen[axis] - pace[axis]) for axis in (0, 1))
            last = at
            steps.append((tuple(place), True))
        else:
            missed = at + 1 if last is None else at - last
            if count < 0 and missed > max_gap:
                break
            steps.append((expected, False))
            place = expected
        expected = (place[0] + pace[0], place[1] + pace[1])
    if count < 0:
        steps = steps[: 0 if last is None else last + 1]
    return steps


def on_line(a, b, at, points):
    """Where the line through marks `a` and `b` has mark `at` (fractions allowed), exactly."""
    part = Fraction(at - a) / (b - a)
    return tuple(Fraction(points[a][axis]) * (1 - part) + Fraction(points[b][axis]) * part for axis in (0, 1))


def two_with_base(at, neighbours):
    """The nearest neighbour and the next whose distance from it is at least its own distance from the mark."""
    near = neighbours[:1]
    far = [k for k in neighbours[1:] if abs(k - near[0]) >= abs(near[0] - at)]
    return near + far[:1]


def border_errors(points):
    """Distance of each mark from the nearest place two of its neighbours predict; None where no mark is."""
    errors = []
    for at, point in enumerate(points):
        if point is None:
            errors.append(0.0)
            continue
        before = two_with_base(at, [k for k in range(at - 1, -1, -1) if points[k] is not None])
        after = two_with_base(at, [k for k in range(at + 1, len(points)) if points[k] is not None])
        pairs = [before, after] if not (before and after) else [before, after, [before[0], after[0]]]
        away = []
        for pair in pairs:
            if len(pair) == 2:
                x, y = on_line(pair[0], pair[1], at, points)
                away.append(hypot(float(Fraction(point[0]) - x), float(Fraction(point[1]) - y)))
        errors.append(min(away, default=0.0))
    return errors


def along_border(border, place):
    """The point of a border at a fractional mark number; beyond the ends straight on.  Exact."""
    low = min(max(floor(place), 0), len(border) - 2)
    return on_line(low, low + 1, place, border)


def coons(left, right, top, bottom, column, row):
    """Coons' patch at one place of the grid, in exact fractions: ruled both ways less the corners' plane."""
    u, v = Fraction(column) / (len(top) - 1), Fraction(row) / (len(left) - 1)
    place = []
    for axis in (0, 1):
        west = along_border(left, Fraction(row))[axis]
        east = along_border(right, Fraction(row))[axis]
        north = along_border(top, Fraction(column))[axis]
        south = along_border(bottom, Fraction(column))[axis]
        corners = [Fraction(p[axis]) for p in (top[0], top[-1], bottom[0], bottom[-1])]
        plane = (
            (1 - u) * (1 - v) * corners[0]
            + u * (1 - v) * corners[1]
            + (1 - u) * v * corners[2]
            + u * v * corners[3]
        )
        place.append(float((1 - u) * west + u * east + (1 - v) * north + v * south - plane))
    return tuple(place)


def jacobian(left, right, top, bottom, place, step):
    """Pixels an inch at a place of the design (inches), by differences of a grid step: row x and row y."""
    column, row = (Fraction(inches) / Fraction(step) for inches in place)
    half = Fraction(1, 2)
    ways = (
        (
            coons(left, right, top, bottom, column + half, row),
            coons(left, right, top, bottom, column - half, row),
        ),
        (
            coons(left, right, top, bottom, column, row + half),
            coons(left, right, top, bottom, column, row - half),
        ),
    )
    return [[(ahead[axis] - behind[axis]) / step for ahead, behind in ways] for axis in (0, 1)]
