"""Plain twins of the PageScan's image codec and checksum: loops, and nothing shared with the fast code."""

from __future__ import annotations


def crc8(data):
    crc = 0
    for byte in data:
        for bit in range(7, -1, -1):
            top = crc >> 7 & 1
            crc = crc << 1 & 0xFF
            if top ^ (byte >> bit & 1):
                crc ^= 0x97
    return crc


def decode_gray(data, width, both, white, black):
    """Pages as lists of rows; `white` and `black` by side, 0 the top, in the order the scanner sends them."""
    sides = (0, 1) if both else (0,)
    rows = len(data) // (width * len(sides))
    pages = {}
    for side in sides:
        page = []
        for row in range(rows):
            line = []
            for x in range(width):
                wire = width - 1 - x if side == 0 else x
                raw = data[(row * width + wire) * len(sides) + side]
                at = x if side == 0 else width - 1 - x
                line.append(_level(raw, white[side][at], black[side][at]))
            page.append(line)
        pages[side] = page
    return pages


def _level(raw, white, black):
    if white <= black:
        return 0
    return min(255, max(0, raw - black) * 255 // (white - black))


def decode_bits(data, width, both):
    """Pages of 0 (black) and 255, without the rows that are black on all sides at top and bottom."""
    sides = (0, 1) if both else (0,)
    rows = len(data) * 8 // (width * len(sides))
    pages = {side: [] for side in sides}
    for row in range(rows):
        for side in sides:
            line = []
            for x in range(width):
                wire = width - 1 - x if side == 0 else x
                byte = data[(row * (width // 8) + wire // 8) * len(sides) + side] ^ 0x33
                line.append(0 if byte >> (7 - wire % 8) & 1 else 255)
            pages[side].append(line)
    lit = [row for row in range(rows) if any(255 in pages[side][row] for side in sides)]
    if not lit:
        return pages
    return {side: pages[side][lit[0] : lit[-1] + 1] for side in sides}


def encode_gray(pages, width, both, white, black):
    """For tables whose white is 255 and black 0 nothing is lost; others round up."""
    sides = (0, 1) if both else (0,)
    out = bytearray()
    for row in range(len(pages[0])):
        for wire in range(width):
            for side in sides:
                x = width - 1 - wire if side == 0 else wire
                at = x if side == 0 else width - 1 - x
                span = max(0, white[side][at] - black[side][at])
                out.append(black[side][at] + -(-pages[side][row][x] * span // 255))
    return bytes(out)
