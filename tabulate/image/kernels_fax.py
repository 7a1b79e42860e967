"""Fax decompression (ITU-T T.4 and T.6) straight to grey levels, strict.

The usual library guesses on: a row of the wrong length is cut or filled, a stream that ends early leaves the
rest white.  On a ballot that is a made-up vote.  Here every row must come out exactly as wide as the page.

Self-contained: tables and levels are arguments.  Every index into an array is checked against its length,
because the data are a stranger's and compiled code does not check.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from tabulate.jit import kernel

Bytes = npt.NDArray[np.uint8]
Runs = npt.NDArray[np.int64]
Table = npt.NDArray[np.int16]


@kernel("int64(uint8[::1], int64, int64)")
def _peek(data: Bytes, at: int, count: int) -> Any:
    """Return the `count` (at most 24) bits from bit `at`, first bit highest; zeros beyond the end."""
    byte = at >> 3
    if byte + 4 > data.shape[0]:
        return 0
    word: Any = (
        (np.int64(data[byte]) << 24)
        | (np.int64(data[byte + 1]) << 16)
        | (np.int64(data[byte + 2]) << 8)
        | np.int64(data[byte + 3])
    )
    return ((word << (at & 7)) & 0xFFFFFFFF) >> (32 - count)


@kernel("UniTuple(int64, 2)(uint8[::1], int64, int16[::1])")
def _run(data: Bytes, at: int, table: Table) -> tuple[int, int]:
    """Read one run: make-up codes and the terminating code.

    Returns:
        (length, next bit); length -1: no such code.
    """
    total = 0
    while True:
        found: Any = np.int64(table[_peek(data, at, 13)])
        if found == 0:
            return -1, at
        at += found & 15
        short = found >> 4
        if short < 64:
            return total + short, at
        total += (short - 64) * 64
        if total > 1 << 20:
            return -1, at


@kernel("UniTuple(int64, 2)(uint8[::1], int64, int64, int64[::1], int16[::1], int16[::1])")
def _row_1d(data: Bytes, at: int, width: int, row: Runs, white: Table, black: Table) -> tuple[int, int]:
    """Read a row of runs into `row` (changes of colour).

    Returns:
        (number of changes, next bit); -1 changes: damaged.
    """
    count = 0
    position = 0
    while position < width:
        length, at = _run(data, at, white if count % 2 == 0 else black)
        position += length
        if length < 0 or position > width or count >= width + 1:
            return -1, at
        row[count] = position
        count += 1
    return count, at


@kernel("UniTuple(int64, 2)(uint8[::1], int64, int64, int64[::1], int64[::1], int16[::1], int16[::1])")
def _row_2d(
    data: Bytes, at: int, width: int, above: Runs, row: Runs, white: Table, black: Table
) -> tuple[int, int]:
    """Read a row coded relative to the one above.

    `above` has at least three entries of `width` behind its changes.  Names a0, a1, b1, b2 as in T.6, 2.2.1.

    Returns:
        (number of changes, next bit); -1 changes: damaged; -2: the end mark.
    """
    count = 0
    a0 = -1
    b = 0
    while a0 < width:
        while above[b] <= a0 and above[b] < width:
            b += 2
        b1 = above[b]
        bits = _peek(data, at, 7)
        if bits >= 64:
            shift, length = 0, 1
        elif bits >= 48:
            shift, length = 1, 3
        elif bits >= 32:
            shift, length = -1, 3
        elif bits >= 16:  # horizontal: one run of each colour
            start = max(a0, 0)
            first, at = _run(data, at + 3, white if count % 2 == 0 else black)
            if first < 0 or start + first > width or count + 2 > width + 1:
                return -1, at
            second, at = _run(data, at, black if count % 2 == 0 else white)
            if second < 0 or start + first + second > width:
                return -1, at
            row[count] = start + first
            row[count + 1] = start + first + second
            count += 2
            a0 = start + first + second
            continue
        elif bits >= 8:  # pass: the pair above has nothing below it
            a0 = above[b + 1]
            at += 4
            continue
        elif bits >= 6:
            shift, length = 2, 6
        elif bits >= 4:
            shift, length = -2, 6
        elif bits == 3:
            shift, length = 3, 7
        elif bits == 2:
            shift, length = -3, 7
        else:
            return (-2 if _peek(data, at, 12) == 1 else -1), at
        a1 = b1 + shift
        at += length
        if a1 <= a0 or a1 > width or count >= width + 1:
            return -1, at
        row[count] = a1
        count += 1
        a0 = a1
        b = b - 1 if b > 0 else b + 1
    return count, at


@kernel("int64(uint8[::1], int64)")
def _skip_to_eol(data: Bytes, at: int) -> int:
    """Return the bit after an end-of-line mark (eleven zeros or more, then a one) at `at`, or -1 for none."""
    end = (data.shape[0] - 8) * 8
    start = at
    while at < end and _peek(data, at, 1) == 0:
        at += 1
    return at + 1 if at < end and at - start >= 11 else -1


@kernel("int64(uint8[::1], int64, uint8[:,::1], int64, int64, int16[::1], int16[::1], int64[::1])")
def decode_fax(
    data: Bytes,
    scheme: int,
    out: npt.NDArray[np.uint8],
    paper: int,
    ink: int,
    white: Table,
    black: Table,
    where: Runs,
) -> int:
    """Decode one strip.

    Args:
        data: the strip, first bit of a byte highest, and at least 8 zero bytes behind it.
        scheme: 2 rows of runs, each from a whole byte; 3 the same with end-of-line marks; 32 marks with a bit
            that says how the row is coded (T.4 two-dimensional); 4 T.6.
        out: shape (rows, width); every row up to a damaged one is filled.
        paper: level of white runs.
        ink: level of black runs.
        white: run codes, see `fax_codes`.
        black: run codes.
        where: shape (2,); receives rows decoded, and bits used.

    Returns:
        0: all rows; 1: a damaged row; 2: the end mark or the end of the data before the last row.
    """
    rows, width = out.shape
    above = np.full(width + 6, width, dtype=np.int64)
    row = np.full(width + 6, width, dtype=np.int64)
    end = (data.shape[0] - 8) * 8
    at = 0
    for y in range(rows):
        where[0], where[1] = y, at
        relative = scheme == 4
        if scheme in (3, 32):
            marked = _skip_to_eol(data, at)
            if marked >= 0:
                at = marked
            if scheme == 32:
                relative = _peek(data, at, 1) == 0
                at += 1
            if _peek(data, at, 12) == 1:
                return 2
        if at >= end:
            return 2
        if relative:
            count, at = _row_2d(data, at, width, above, row, white, black)
        else:
            count, at = _row_1d(data, at, width, row, white, black)
        if count == -2 or at > end or (count < 0 and at + 13 > end):
            return 2
        if count < 0:
            return 1
        for spare in range(count, count + 4):
            row[spare] = width
        for x in range(width):
            out[y, x] = paper
        for change in range(0, count, 2):
            for x in range(row[change], row[change + 1]):
                out[y, x] = ink
        above, row = row, above
        if scheme == 2:
            at = (at + 7) & ~7
    where[0], where[1] = rows, at
    return 0
