"""Fax *encoder* in plain loops over pixels: what the strict decoder must undo, in every coding that TIFF has.

Follows ITU-T T.4 and T.6 pixel by pixel (changing elements a0, a1, a2, b1, b2), with bits as text.  The run
codes are taken from the decoder's tables, which another test checks against the TIFF library for every length.
"""

from __future__ import annotations

EOL = "000000000001"
VERTICAL = {0: "1", 1: "011", 2: "000011", 3: "0000011", -1: "010", -2: "000010", -3: "0000010"}


def codes_of(table):
    """{run: code} of a look-up table for 13 bits."""
    codes = {}
    for bits, entry in enumerate(table.tolist()):
        if entry:
            length, short = entry % 16, entry // 16
            codes[short if short < 64 else (short - 64) * 64] = f"{bits:013b}"[:length]
    return codes


def run_code(length, codes):
    text = ""
    while length > 2560:
        text += codes[2560]
        length -= 2560
    if length >= 64:
        text += codes[length // 64 * 64]
        length %= 64
    return text + codes[length]


def next_change(row, start, colour):
    """First pixel from `start` on that does not have `colour`."""
    while start < len(row) and row[start] == colour:
        start += 1
    return start


def row_1d(row, white, black):
    text, at, colour = "", 0, 0
    while at < len(row):
        end = next_change(row, at, colour)
        text += run_code(end - at, (white, black)[colour])
        at, colour = end, 1 - colour
    return text


def changing(row, at):
    """Whether the pixel differs from the one before it; before the first there is white."""
    return row[at] != (row[at - 1] if at else 0)


def row_2d(row, above, white, black):
    width = len(row)
    text, a0, colour = "", -1, 0
    while a0 < width:
        b1 = a0 + 1
        while b1 < width and not (changing(above, b1) and above[b1] != colour):
            b1 += 1
        b2 = min(b1 + 1, width)
        while b2 < width and not changing(above, b2):
            b2 += 1
        a1 = next_change(row, max(a0, 0), colour)
        if b2 < a1:
            text += "0001"
            a0 = b2
        elif a1 - b1 in VERTICAL:
            text += VERTICAL[a1 - b1]
            a0, colour = a1, 1 - colour
        else:
            a2 = next_change(row, a1, 1 - colour)
            text += "001" + run_code(a1 - max(a0, 0), (white, black)[colour])
            text += run_code(a2 - a1, (white, black)[1 - colour])
            a0 = a2
    return text


def encode(rows, scheme, tables, marks=True):
    """Encode rows of 0 (white) and 1.  `scheme` as in the decoder; `marks`: write end marks.  Returns bytes."""
    white, black = (codes_of(table) for table in tables)
    text = ""
    above = [0] * len(rows[0])
    for number, row in enumerate(rows):
        if scheme == 2:
            text += row_1d(row, white, black)
            text += "0" * (-len(text) % 8)
        elif scheme == 3:
            text += (EOL if marks else "") + row_1d(row, white, black)
        elif scheme == 32:
            relative = number % 4 != 0
            text += EOL + ("0" if relative else "1")
            text += row_2d(row, above, white, black) if relative else row_1d(row, white, black)
        else:
            text += row_2d(row, above, white, black)
        above = row
    if marks:
        text += {2: "", 3: EOL * 6, 32: (EOL + "1") * 6, 4: EOL * 2}[scheme]
    text += "0" * (-len(text) % 8)
    return bytes(int(text[at : at + 8], 2) for at in range(0, len(text), 8))
