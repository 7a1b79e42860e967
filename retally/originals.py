"""Original counts in files: gathers the files that belong together, reads them, writes our CSV."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

from retally.files import write_whole
from tabulate.compare import parse_original
from tabulate.errors import OriginalCountError
from tabulate.originals import Imported, Naming, Source, parse_naming, read_original, write
from tabulate.originals.source import MAX_BYTES, MAX_MEMBERS


def load_original(paths: Sequence[Path], naming: Path | None) -> Imported:
    """Reads an original count from files, archives, or folders with the files of one export.

    Raises:
        OriginalCountError: it cannot be read without guessing.
        OSError: a file is not there or cannot be read.
    """
    names = parse_naming(bounded(naming), naming.name) if naming is not None else Naming()
    return read_original(list(sources(paths)), names)


def save_original(count: Imported, target: Path, replace: bool) -> tuple[str, ...]:
    """Writes an original count as our CSV, after reading back what will be written.

    Returns:
        remarks on what the CSV cannot hold.

    Raises:
        OriginalCountError: the target exists and is not to be replaced, or nothing is left to write.
    """
    if target.exists() and not replace:
        raise OriginalCountError(f"{target} exists; --replace replaces it, another name keeps both")
    if not any(row.votes for row in count.rows):
        raise OriginalCountError(f"{target.name}: no votes are known, so nothing can be written; see preview")
    text, left_out = write(count.rows)
    back = {(row.unit, row.mode, row.contest): row for row in parse_original(text, target.name)}
    for row in count.rows:
        key = (row.unit, row.mode, row.contest)
        if row.votes and back.get(key) != dataclasses.replace(row, vote_for=None):
            raise OriginalCountError(
                f"{target}: {', '.join(key)} would not read back as it is; give it another name"
            )
    write_whole(target, text.encode())
    return left_out


def sources(paths: Sequence[Path]) -> Iterator[Source]:
    """The files, and those in folders, each bounded.

    Raises:
        OriginalCountError: a file that is too large, or a folder with none or too many.
        OSError: a file is not there or cannot be read.
    """
    for path in paths:
        if not path.is_dir():
            yield Source(path.name, bounded(path))
            continue
        found = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        if not found or len(found) > MAX_MEMBERS:
            raise OriginalCountError(f"{path}: a folder with {len(found)} files; give the files of one export")
        for file in found:
            yield Source(file.relative_to(path).as_posix(), bounded(file))


def bounded(path: Path) -> bytes:
    """The content of a file.

    Raises:
        OriginalCountError: it is larger than a count can be.
        OSError: it is not there or cannot be read.
    """
    with path.open("rb") as file:
        # Asked for the most at once, it would take memory for the most.
        said = min(path.stat().st_size, MAX_BYTES)
        data = file.read(said + 1)
        if len(data) > said:
            data += file.read(MAX_BYTES - said)
    if len(data) > MAX_BYTES:
        raise OriginalCountError(f"{path}: larger than {MAX_BYTES // 2**20} MB; is this the right file?")
    return data
