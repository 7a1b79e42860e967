"""Files damaged as files get damaged: bits, digits, cuts, doubled and swapped pieces.  Seeded."""

import random

from tabulate.errors import OriginalCountError
from tabulate.originals import Source, read_original


def damaged(data: bytes, seed: int) -> bytes:
    """The same bytes with one thing wrong, chosen by the seed."""
    chance = random.Random(seed)
    kinds = [flip, digit, cut, double, swap, cut_line, double_line, swap_lines, truncate, garbage]
    return kinds[seed % len(kinds)](data, chance)


def flip(data, chance):
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def digit(data, chance):
    places = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return flip(data, chance)
    at = chance.choice(places)
    other = chance.choice([byte for byte in b"0123456789" if byte != data[at]])
    return data[:at] + bytes([other]) + data[at + 1 :]


def _piece(data, chance):
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice([1, 2, 5, 20, 100]))


def cut(data, chance):
    start, end = _piece(data, chance)
    return data[:start] + data[end:]


def double(data, chance):
    start, end = _piece(data, chance)
    return data[:end] + data[start:end] + data[end:]


def swap(data, chance):
    (a, b), (c, d) = sorted([_piece(data, chance), _piece(data, chance)])
    if c < b:
        return cut(data, chance)
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _lines(data):
    return data.splitlines(keepends=True)


def cut_line(data, chance):
    lines = _lines(data)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def double_line(data, chance):
    lines = _lines(data)
    at = chance.randrange(len(lines))
    return b"".join([*lines[: at + 1], *lines[at:]])


def swap_lines(data, chance):
    lines = _lines(data)
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def truncate(data, chance):
    return data[: chance.randrange(len(data))]


def garbage(data, chance):
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice([1, 3, 30])) + data[at:]


def numbers(count):
    """Every number of an import by the names of its place."""
    found = {}
    for row in count.rows:
        for choice, votes in row.votes.items():
            found[row.unit, row.mode, row.contest, "votes", choice] = votes
        for what in ("ballots", "overvotes", "undervotes"):
            if getattr(row, what) is not None:
                found[row.unit, row.mode, row.contest, what] = getattr(row, what)
    return found


def attempt(files, which, seed, naming=None):
    """The import with one of its files damaged; None when it was refused with one line that names a file."""
    broken = [
        Source(file.name, damaged(file.data, seed)) if at == which else file for at, file in enumerate(files)
    ]
    try:
        return read_original(broken, naming)
    except OriginalCountError as error:
        assert "\n" not in " ".join(str(error).split())
        assert any(file.name in str(error) for file in files), str(error)
        return None
