"""Plain twins of `tabulate.marks.kernels`: loops over Python numbers, nothing compiled.

Images and patches are lists of rows.  Places are in 1 / 65536 pixel where the kernels have them so.
"""

from __future__ import annotations

from math import floor

UNIT = 65536


def pixel(image, x, y):
    """The grey level at a place, or None off the page."""
    column, row = x // UNIT, y // UNIT
    if 0 <= row < len(image) and 0 <= column < len(image[0]):
        return image[row][column]
    return None


def box_around(x, y, right, down, half_width, half_height):
    """(left, top, right, bottom) of the pixels at the four corners of a lattice; the last two excluded."""
    corners = [
        ((x + a * right[0] + b * down[0]) // UNIT, (y + a * right[1] + b * down[1]) // UNIT)
        for a in (-half_width, half_width)
        for b in (-half_height, half_height)
    ]
    columns, rows = [column for column, _ in corners], [row for _, row in corners]
    return min(columns), min(rows), max(columns) + 1, max(rows) + 1


def paper_beside(image, x, y, right, down, half_width, half_height, share):
    levels = []
    for row in range(-half_height, half_height + 1, 4):
        for column in range(-half_width, half_width + 1, 4):
            level = pixel(image, x + column * right[0] + row * down[0], y + column * right[1] + row * down[1])
            if level is not None:
                levels.append(level)
    levels.sort()
    darker = len(levels) * share // 1000
    return levels[darker] if darker < len(levels) else 255


def ink_of(level, paper, ink, floor_of_ink):
    value = (paper - level) * 255 // max(1, paper - ink)
    value = 0 if value < 0 else 255 if value > 255 else value
    return value if value >= floor_of_ink else 0


def patch(image, x, y, right, down, half_width, half_height, table):
    rows = []
    for row in range(-half_height, half_height + 1):
        line = []
        for column in range(-half_width, half_width + 1):
            level = pixel(image, x + column * right[0] + row * down[0], y + column * right[1] + row * down[1])
            line.append(0 if level is None else table[level])
        rows.append(line)
    return rows


def flat(rows):
    return [value for row in rows for value in row]


def sum_at(ink, offsets, middle, every):
    return sum(ink[middle + offset] for index, offset in enumerate(offsets) if index % every == 0)


def solid_at(ink, offsets, middle, stride, least):
    """(offsets of solid ink, those of them with nothing but solid ink around them)."""
    around = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1)]
    solid = [offset for offset in offsets if ink[middle + offset] >= least]
    core = [
        offset
        for offset in solid
        if min(ink[middle + offset + row * stride + column] for row, column in around) >= least
    ]
    return len(solid), len(core)


def sum_box(rows, left, top, right, bottom):
    return sum(value for row in rows[top:bottom] for value in row[left:right])


def filled_lines(rows, left, top, right, bottom, least, columns):
    box = [row[left:right] for row in rows[top:bottom]]
    lines = zip(*box, strict=True) if columns else box
    return sum(1 for line in lines if len([value for value in line if value >= least]) > 1)


def worth(ink, middle, stride, outline, inside, price, shift, every):
    """(worth, ink on the outline) of a shift; with `every` 2 each second point stands for two."""
    here = middle + shift[1] * stride + shift[0]
    line = every * sum_at(ink, outline, here, every)
    return 2 * line - every * sum_at(ink, inside, here, every) - price * (abs(shift[0]) + abs(shift[1])), line


def best_shift(ink, middle, stride, outline, inside, price, shifts, every):
    """The shift of most worth, of equals the nearest, of those the first."""
    ranked = []
    for order, shift in enumerate(shifts):
        value, line = worth(ink, middle, stride, outline, inside, price, shift, every)
        ranked.append((-value, abs(shift[0]) + abs(shift[1]), order, shift, line))
    return min(ranked)[3:]


def find_outline(ink, middle, stride, outline, inside, reach, price):
    """(shift x, shift y, ink there): the middle and thirds of the reach, then all around the best of these."""
    coarse = max(1, reach // 3)
    places = list(range(-reach, reach + 1, coarse))
    shifts = [(0, 0), *((dx, dy) for dy in places for dx in places)]
    (x, y), line = best_shift(ink, middle, stride, outline, inside, price, shifts, 2 if coarse > 1 else 1)
    if coarse > 1:
        near = [
            (dx, dy)
            for dy in range(y - coarse + 1, y + coarse)
            for dx in range(x - coarse + 1, x + coarse)
            if abs(dx) <= reach and abs(dy) <= reach
        ]
        (x, y), line = best_shift(ink, middle, stride, outline, inside, price, near, 1)
    return x, y, line


def run_through(line, at, dark):
    """Length of the run of ink through a place of a line."""
    low = high = at
    while low > 0 and line[low - 1] >= dark:
        low -= 1
    while high + 1 < len(line) and line[high + 1] >= dark:
        high += 1
    return high - low + 1


def crossing_line(rows, left, top, right, bottom, reach, thick, dark, vertical, greedy=True):
    """Whether a line crosses the box, followed straight on if it can be, or (not greedy) any way there is."""
    if vertical:
        rows = [list(column) for column in zip(*rows, strict=True)]
        left, top, right, bottom = top, left, bottom, right
    for first in range(top, bottom):
        ways = {first}
        for x in range(left - reach, right + reach):
            column = [row[x] for row in rows]
            following = set()
            for y in ways:
                steps = [y + off for off in (0, -1, 1)]
                steps = [s for s in steps if top - 1 <= s < bottom + 1 and column[s] >= dark]
                following |= set(steps[:1] if greedy else steps)
            if not left <= x < right:
                following = {y for y in following if run_through(column, y, dark) <= thick}
            ways = following
        if ways:
            return 1
    return 0


def measure_target(image, centre, jacobian, step, half, paper, ink_level, interior, outline, inside, zones):
    """The fourteen numbers of a target; `half` is (half width, half height) of the patch in lattice steps."""
    (
        a,
        b,
        gap,
        thick,
        side_gap,
        side_thick,
        reach,
        price,
        least,
        beyond,
        line,
        solid,
        in_a,
        in_b,
        dark,
        darker,
    ) = zones
    half_width, half_height = half
    stride = 2 * half_width + 1
    x, y = floor(centre[0] * UNIT), floor(centre[1] * UNIT)
    right = (int(jacobian[0][0] * step * UNIT), int(jacobian[1][0] * step * UNIT))
    down = (int(jacobian[0][1] * step * UNIT), int(jacobian[1][1] * step * UNIT))
    local = paper_beside(image, x, y, right, down, half_width, half_height, darker)
    local = max(local, paper - (paper - ink_level) // 3)
    table = [ink_of(level, local, ink_level, least) for level in range(256)]
    rows = patch(image, x, y, right, down, half_width, half_height, table)
    ink = flat(rows)
    middle = half_height * stride + half_width
    dx, dy, on_line = find_outline(ink, middle, stride, outline, inside, reach, price)
    here = middle + dy * stride + dx
    west, east = half_width + dx - a, half_width + dx + a + 1
    north, south = half_height + dy - b, half_height + dy + b + 1

    def share(left, top, right, bottom):
        return sum_box(rows, left, top, right, bottom) * 1000 // (255 * (right - left) * (bottom - top))

    inner = sum_at(ink, interior, here, 1) * 1000 // (255 * len(interior))
    at_x, at_y, low, slim = half_width + dx, half_height + dy, in_b * 4 // 7, in_a * 4 // 7
    band = (at_x - in_a, at_y - low, at_x + in_a + 1, at_y + low + 1)
    post = (at_x - slim, at_y - in_b, at_x + slim + 1, at_y + in_b + 1)
    high, low = north - gap - thick, south + gap + thick
    shape = [0] * 6
    if inner:
        there, core = solid_at(ink, interior, here, stride, solid)
        shape = [
            crossing_line(rows, west, north, east, south, beyond, line, dark, False),
            crossing_line(rows, west, north, east, south, beyond, line, dark, True),
            there * 1000 // len(interior),
            filled_lines(rows, *band, solid, True) * 1000 // (2 * in_a + 1),
            filled_lines(rows, *post, solid, False) * 1000 // (2 * in_b + 1),
            core * 1000 // max(1, there),
        ]
    return [
        dx,
        dy,
        on_line * 1000 // (255 * len(outline)),
        inner,
        share(west - side_gap - side_thick, high, west - side_gap, low),
        share(east + side_gap, high, east + side_gap + side_thick, low),
        share(west, north - gap - thick, east, north - gap),
        share(west, south + gap, east, south + gap + thick),
        *shape,
    ]
