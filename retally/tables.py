"""The comparison of two files without a case."""

from __future__ import annotations

from pathlib import Path

from retally.count_files import count_file, table_of
from tabulate.compare.published import (
    TablesComparison,
    compare_tables,
    read_district,
    read_known,
    read_methods,
    read_timeline,
)


def compare_files(
    original: Path,
    recount: Path,
    vote_for: int,
    *,
    known: Path | None = None,
    district: Path | None = None,
    timeline: Path | None = None,
    methods: Path | None = None,
    names: Path | None = None,
    recount_names: Path | None = None,
) -> tuple[TablesComparison, tuple[str, ...]]:
    """Read the files, in whatever format they are, and compare them.

    Returns:
        the comparison, and what a person should know of the two files.

    Raises:
        OriginalCountError: a file that cannot be read without guessing.
        OSError: a file that cannot be opened.
    """
    before, notes = table_of(count_file(original, names))
    after, others = table_of(count_file(recount, recount_names))
    result = compare_tables(
        before,
        after,
        vote_for=vote_for,
        known=read_known(known.read_bytes(), str(known)) if known else (),
        district=read_district(district.read_bytes(), str(district)) if district else None,
        timeline=read_timeline(timeline.read_bytes(), str(timeline)) if timeline else (),
        methods=read_methods(methods.read_bytes(), str(methods)) if methods else (),
    )
    return result, (*notes, *others)
