"""A count in files: what it is, how it is read, and how a case keeps it so that it is read the same again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from config.program import ElectionProgram
from retally.originals import bounded, sources
from tabulate.compare import OriginalContest, contest_infos, parse_original
from tabulate.compare.published import Table, read_table
from tabulate.originals import Imported, Naming, Source, detect, opened, parse_naming, read_original
from tabulate.originals.as_table import as_table
from tabulate.originals.of_program import rows_of_program
from tabulate.originals.plain import NAME as PLAIN
from tabulate.originals.source import read_zip

NAMES = "retally-names.toml"
"""The file of names beside the files of an export in what a case keeps."""


@dataclass(frozen=True, slots=True)
class CountFile:
    """One count, its format told by its content once and for all.

    Attributes:
        name: where it lies, for messages.
        files: as they were given, archives unopened.
        names: the file of names, as it was given.
        naming: what it says; with the format, unless that is none we know.
    """

    name: str
    files: tuple[Source, ...]
    names: bytes | None
    naming: Naming

    @property
    def ours(self) -> bool:
        """Whether it is a table with columns of our own, which needs no file of names."""
        return len(self.files) == 1 and self.names is None and self.naming.format in (None, PLAIN)

    def read(self) -> Imported:
        """What it says, whatever format it is in."""
        return read_original(self.files, self.naming)

    def content(self) -> bytes:
        """What a case keeps: a single file as it is, else an archive of all that is needed to read it again."""
        if len(self.files) == 1 and self.names is None:
            return self.files[0].data
        out = io.BytesIO()
        names = [] if self.names is None else [Source(NAMES, self.names)]
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for file in (*names, *self.files):
                archive.writestr(zipfile.ZipInfo(file.name), file.data)
        return out.getvalue()


def count_file(path: Path, names: Path | None, passed: Callable[[], None] | None = None) -> CountFile:
    """The count in a file, an archive, or a folder with the files of one export.

    Args:
        path: where it lies.
        names: the file of names.
        passed: called for each row of a table while it is read.

    Raises:
        OriginalCountError: a file is too large, an archive is damaged, or the file of names is wrong.
        OSError: a file cannot be read.
    """
    files = tuple(replace(file, passed=passed) for file in sources([path]))
    return _told(str(path), files, None if names is None else bounded(names), str(names))


def kept(content: bytes, name: str) -> CountFile:
    """The count that `CountFile.content` gave.

    Raises:
        OriginalCountError: the archive is damaged.
    """
    file = Source(name, content)
    if content.startswith(b"PK\x03\x04") and zipfile.is_zipfile(io.BytesIO(content)):
        members = list(read_zip(file))
        names = next((member.data for member in members if member.name == NAMES), None)
        if names is not None:
            files = tuple(member for member in members if member.name != NAMES)
            return _told(name, files, names, f"{NAMES} of {name}")
    return _told(name, (file,), None, None)


def contests_of(
    count: CountFile, program: ElectionProgram
) -> tuple[tuple[OriginalContest, ...], tuple[str, ...]]:
    """The totals under the ids of the program, and what a person should know of them.

    Raises:
        OriginalCountError: the count cannot be read without guessing, or has a name that the program lacks.
    """
    if count.ours and count.naming.format == PLAIN:
        # Errors in names have their line only here.
        return parse_original(count.files[0].data, count.name, program), ()
    read = count.read()
    rows, left_out = rows_of_program(read, count.name, contest_infos(program))
    return rows, (*read.notes, *left_out)


def table_of(count: CountFile) -> tuple[Table, tuple[str, ...]]:
    """The totals as a table, and what a person should know of them.

    Raises:
        OriginalCountError: the count cannot be read without guessing.
    """
    if count.ours:
        return read_table(count.files[0].data, count.name), ()
    read = count.read()
    return as_table(read, count.name), read.notes


def _told(name: str, files: tuple[Source, ...], names: bytes | None, called: str | None) -> CountFile:
    naming = Naming() if names is None else parse_naming(names, called or name)
    form = naming.format or detect(opened(files))
    return CountFile(name, files, names, naming.model_copy(update={"format": form}))
