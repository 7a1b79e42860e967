"""A single damaged byte anywhere in the file is named, or touches nothing that is evidence."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tabulate.ledger import verify
from tests.tabulate.ledger.cases import contents


def check(path: Path, sound: bytes, expected: object, offset: int, flip: int) -> bool:
    """Damages one byte; gives whether verify names a problem.  If it does not, nothing may read differently."""
    damaged = bytearray(sound)
    damaged[offset] ^= flip
    for name in (path.name, path.name + "-wal", path.name + "-shm"):  # what a flip to WAL mode leaves
        path.with_name(name).unlink(missing_ok=True)
    path.write_bytes(damaged)
    if verify(path):
        return True
    assert contents(path) == expected, (offset, flip)
    return False


def test_300_random_flips(tmp_path: Path, case: Path, sound: bytes) -> None:
    chance = random.Random(1845)
    expected = contents(case)
    path = tmp_path / "flipped"
    found = 0
    for _ in range(150):
        found += check(path, sound, expected, chance.randrange(len(sound)), 1 << chance.randrange(8))
        found += check(path, sound, expected, chance.randrange(len(sound)), chance.randrange(1, 256))
    entries, images = expected
    evidence = sum(len(str(field)) for row in entries for field in row) + sum(map(len, images.values()))
    # The rest of this small file is unused space, where no flip can matter.  300 draws, four deviations.
    assert found > 300 * evidence / len(sound) - 35


def test_every_flip_in_what_is_evidence_is_named(tmp_path: Path, case: Path, sound: bytes) -> None:
    entries, images = contents(case)
    path = tmp_path / "flipped"
    places: list[tuple[int | None, int, int]] = []
    for seq, *fields in entries:
        row = "".join(fields).encode()  # the fields of a row lie side by side
        at = sound.find(row)
        assert at >= 0
        places += [(seq, at + step, min(16, len(row) - step)) for step in range(0, len(row), 16)]
    for data in images.values():
        places += [(None, sound.find(data[at : at + 64]), 64) for at in range(0, len(data) - 64, 500)]
    places = [place for place in places if place[1] >= 0]  # some of an image lies across two pages
    assert len(places) > 15 * len(entries) + 40
    chance = random.Random(4)
    for seq, start, size in places:
        damaged = bytearray(sound)
        damaged[start + chance.randrange(size)] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        assert seq in {problem.seq for problem in verify(path)} or (seq is None and verify(path)), (seq, start)


def test_every_bit_of_the_header(tmp_path: Path, case: Path, sound: bytes) -> None:
    expected = contents(case)
    for offset in range(100):
        for bit in range(8):
            check(tmp_path / "flipped", sound, expected, offset, 1 << bit)


def test_every_truncation_is_named(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "cut"
    for size in range(1, len(sound), 509):
        path.write_bytes(sound[:size])
        assert verify(path), size


@pytest.mark.slow
@pytest.mark.parametrize("part", range(32))
def test_every_byte_of_the_file(tmp_path: Path, case: Path, sound: bytes, part: int) -> None:
    chance = random.Random(part)
    expected = contents(case)
    for offset in range(part, len(sound), 32):
        check(tmp_path / "flipped", sound, expected, offset, chance.randrange(1, 256))
