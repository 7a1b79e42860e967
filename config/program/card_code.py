"""Layout of the 32 code positions in the bottom row of an AccuVote card.

`Side.code` is written as the upright page shows it, columns 1 to 32 from left to right.  Bits are numbered
from the right: bit k stands in column 32 - k.  On a front, bits 0 and 1 hold the number of ones among
bits 2 to 31 modulo 4, bits 2 to 14 a precinct or batch number, 15 to 27 a card number, 28 to 30 a sequence
number, and bit 31 is always printed.  On a back, bits 0 to 4 are the day, 5 to 8 the month, 9 to 15 the
year of the century, 16 to 20 the kind of election as a letter, and 21 to 31 a fixed pattern.  Source:
sheets of Cedar County, Iowa, 2008 to 2012, and the descriptions of two earlier readers of such cards.
"""

from __future__ import annotations

from collections.abc import Iterator

BACK_ENDER = "01111011110"
"""Bits 21 to 31 of a back; the pattern reads the same from both ends."""


def code_bits(code: str) -> tuple[int, ...]:
    """Turns a code as written into its bits 0 to 31."""
    return tuple(int(digit) for digit in reversed(code))


def code_doubts(code: str, *, back: bool) -> Iterator[str]:
    """Says in what a code breaks the layout, in plain words; nothing for a code that keeps it."""
    bits = code_bits(code)
    if back:
        if code[:11] != BACK_ENDER:
            yield f"the back's code {code} does not begin with {BACK_ENDER}"
        return
    if bits[31] != 1:
        yield f"the code {code} has no start mark in column 1"
    stated, counted = bits[0] + 2 * bits[1], sum(bits[2:]) % 4
    if stated != counted:
        yield f"the code {code} says checksum {stated}, but its marks make {counted}"
