"""Plain twins of `tabulate.image.kernels` and of the levels made from them: loops over Python numbers."""

from __future__ import annotations


def count_levels(rows, first, step):
    """How often each grey level stands in every `step`-th row from row `first`; rows are lists of numbers."""
    counts = [0] * 256
    row = first
    while row < len(rows):
        for level in rows[row]:
            counts[level] += 1
        row += step
    return counts


def spread_between(counts, threshold):
    """Otsu's criterion for levels up to `threshold` against those above, or None when one side is empty."""
    below = [(level, number) for level, number in enumerate(counts) if level <= threshold and number]
    above = [(level, number) for level, number in enumerate(counts) if level > threshold and number]
    if not below or not above:
        return None
    n_below, n_above = sum(n for _, n in below), sum(n for _, n in above)
    mean_below = sum(level * n for level, n in below) / n_below
    mean_above = sum(level * n for level, n in above) / n_above
    return n_below * n_above * (mean_above - mean_below) ** 2


def quantile(counts, numerator, denominator):
    """Level of the pixel that stands at this share of all pixels sorted by level."""
    pixels = [level for level, number in enumerate(counts) for _ in range(number)]
    return pixels[max(0, len(pixels) * numerator // denominator - 1)]


def part_levels(counts, paper_part, ink_part):
    """The (paper, ink) of every split that spreads the two sides as far as any does, to rounding."""
    spreads = {split: spread_between(counts, split) for split in range(len(counts))}
    spreads = {split: spread for split, spread in spreads.items() if spread is not None}
    if not spreads:
        return {(counts.index(max(counts)),) * 2}
    widest = max(spreads.values())
    found = set()
    for split, spread in spreads.items():
        if spread >= widest * (1 - 1e-9):
            dark = [number if level <= split else 0 for level, number in enumerate(counts)]
            light = [number if level > split else 0 for level, number in enumerate(counts)]
            found.add((quantile(light, 1, paper_part), quantile(dark, 1, ink_part)))
    return found


def weigh(rgb, weights, shift):
    """Luma of rows of (red, green, blue, ...) pixels: the weighted sum, rounded to nearest, halves up."""
    half = 2 ** (shift - 1)
    total = [[sum(w * c for w, c in zip(weights, pixel, strict=False)) for pixel in row] for row in rgb]
    return [[(value + half) // 2**shift for value in row] for row in total]
