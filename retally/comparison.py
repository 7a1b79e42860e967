"""The comparison of a case with the original count that was imported into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from config.program import ElectionProgram
from retally.count import Count, duplicate_images
from retally.count_files import contests_of, count_file, kept
from tabulate.compare import Comparison, OriginalContest, compare
from tabulate.compare.hand import ThreeCounts, agreed, compare_three, parse_hand
from tabulate.compare.published import read_methods
from tabulate.errors import OrderError
from tabulate.ledger import Ledger, Original

ORIGINAL = "original count"
TEST_DECK = "test deck"
"""The names under which counts are imported; a later import of the same name is the one that counts."""


def import_count(
    ledger: Ledger, role: str, path: Path, program: ElectionProgram, names: Path | None = None
) -> tuple[str, ...]:
    """Record an original count, or the expected result of the test deck, in the case.

    Args:
        ledger: the case, open for writing.
        role: `ORIGINAL` or `TEST_DECK`.
        path: the file, archive or folder, in any format that we read.
        program: of the case; contests and choices are taken by its ids and names.
        names: the file of names, where the file has other ones.

    Returns:
        what a person should know of the file.

    Raises:
        OriginalCountError: the file cannot be read without guessing; nothing is recorded.
    """
    given = count_file(path, names)
    rows, notes = contests_of(given, program)
    ledger.add_original(role, given.content(), [dataclasses.asdict(row) for row in rows])
    return notes


def imported(ledger: Ledger, role: str) -> Original | None:
    """The last count imported under this name."""
    return next((count for count in reversed(ledger.originals()) if count.name == role), None)


def compare_case(ledger: Ledger, count: Count) -> Comparison:
    """Compare the count of the case with the original count in it.

    Raises:
        OrderError: no original count was imported.
    """
    deck = imported(ledger, TEST_DECK)
    return compare(
        original_of(ledger, count),
        count.totals(),
        program=count.infos,
        batches=count.batches,
        duplicates=duplicate_images(ledger),
        test_deck=None if deck is None else _of(count, _contests(ledger, deck, count.program)),
        review=count.reviews(),
    )


def compare_with_hand(ledger: Ledger, count: Count, hand: Path, methods: Path | None) -> ThreeCounts:
    """Compare the original count, the count of the case and hand tallies of it.

    A unit that was scanned must have a hand tally of each of its batches before its hand count stands, when the
    tallies name the same batches.

    Raises:
        OrderError: no original count was imported.
        OriginalCountError: a file that cannot be read without guessing.
    """
    entries = parse_hand(hand.read_bytes(), str(hand), count.program)
    scanned: dict[tuple[str, str], list[str]] = {}
    for batch in count.batches:
        scanned.setdefault((batch.unit, batch.mode), []).append(batch.name)
    tallied = {(entry.unit, entry.mode, entry.batch) for entry in entries}
    expected = {
        unit: names for unit, names in scanned.items() if any((*unit, name) in tallied for name in names)
    }
    return compare_three(
        original_of(ledger, count),
        count.totals(),
        agreed([entry for entry in entries if entry.contest in count.contests], count.program, expected),
        read_methods(methods.read_bytes(), str(methods)) if methods else (),
        program=count.infos,
        batches=count.batches,
    )


def original_of(ledger: Ledger, count: Count) -> tuple[OriginalContest, ...]:
    """The original count of a case, in the contests that are counted.

    Raises:
        OrderError: none was imported.
    """
    original = imported(ledger, ORIGINAL)
    if original is None:
        raise OrderError(f"{ledger.path}: has no original count yet; give it with --original original.csv")
    return _of(count, _contests(ledger, original, count.program))


def _of(count: Count, rows: Iterable[OriginalContest]) -> tuple[OriginalContest, ...]:
    """The rows of the contests that are counted."""
    return tuple(row for row in rows if row.contest in count.contests)


def _contests(ledger: Ledger, count: Original, program: ElectionProgram) -> tuple[OriginalContest, ...]:
    rows, _ = contests_of(kept(ledger.image(count.sha256), f"{count.name} in {ledger.path}"), program)
    return rows
