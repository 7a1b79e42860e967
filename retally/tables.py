"""The comparison of two files without a case."""

from __future__ import annotations

from pathlib import Path

from tabulate.compare.published import (
    TablesComparison,
    compare_tables,
    read_district,
    read_known,
    read_methods,
    read_table,
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
) -> TablesComparison:
    """Read the files and compare them.

    Raises:
        OriginalCountError: a file that cannot be read without guessing.
        OSError: a file that cannot be opened.
    """
    return compare_tables(
        read_table(original.read_bytes(), str(original)),
        read_table(recount.read_bytes(), str(recount)),
        vote_for=vote_for,
        known=read_known(known.read_bytes(), str(known)) if known else (),
        district=read_district(district.read_bytes(), str(district)) if district else None,
        timeline=read_timeline(timeline.read_bytes(), str(timeline)) if timeline else (),
        methods=read_methods(methods.read_bytes(), str(methods)) if methods else (),
    )
