"""The files an original count comes in: bytes with a name, archives opened within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from tabulate.errors import OriginalCountError

MAX_BYTES = 900 * 1024 * 1024
"""Largest content of all files together, opened: a million records and more as a table.  A case keeps at most
1,000,000,000 bytes in one piece (SQLite's limit for a value)."""
MAX_TREE = 256 * 1024 * 1024
"""Largest file of JSON or XML, some quarter of a million records: as a tree it takes ten times the memory."""
MAX_MEMBERS = 400_000
"""Most files in an archive: Hart writes one for each sheet, and Iowa's largest county has 250,000 voters."""
MAX_NESTED = 2
"""How deep archives may lie in an archive: Hart puts one for each device into one for the count."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its name, for messages and to tell the parts of a count apart, and its bytes.

    Attributes:
        passed: called for each row that is read of a table, for whoever shows how far it is.
    """

    name: str
    data: bytes
    passed: Callable[[], None] | None = field(default=None, compare=False, repr=False)

    @property
    def base(self) -> str:
        """The last part of the name."""
        return self.name.replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def head(self) -> bytes:
        """The first four kilobytes, for telling formats apart."""
        return self.data[:4096]


def for_tree(file: Source) -> bytes:
    """The content of a file that is parsed as a whole.

    Raises:
        OriginalCountError: it is too large for that.
    """
    if len(file.data) > MAX_TREE:
        raise OriginalCountError(
            f"{file.name}: one file of JSON or XML with more than {MAX_TREE // 2**20} MB; "
            "export it as a table (CSV), or in several files, such as one for each batch"
        )
    return file.data


def opened(files: Iterable[Source]) -> tuple[Source, ...]:
    """Files with plain archives replaced by what is in them; workbooks, which are archives too, stay whole.

    Raises:
        OriginalCountError: an archive is damaged, encrypted, nested too deeply, or larger than the limits.
    """
    found: list[Source] = []
    size = 0
    for file in files:
        for member in _members(file, 0):
            size += len(member.data)
            if size > MAX_BYTES or len(found) >= MAX_MEMBERS:
                raise OriginalCountError(
                    f"{file.name}: more than {MAX_BYTES // 2**20} MB or {MAX_MEMBERS} files; "
                    "give the files of one count alone"
                )
            found.append(member)
    return tuple(found)


def _members(file: Source, depth: int) -> Iterator[Source]:
    if not file.data.startswith(b"PK\x03\x04"):
        yield file
        return
    members = [replace(member, passed=file.passed) for member in read_zip(file)]
    if any(member.base == "[Content_Types].xml" for member in members):
        yield file
        return
    if depth > MAX_NESTED:
        raise OriginalCountError(f"{file.name}: archives in archives in archives; unpack it and give the files")
    for member in members:
        yield from _members(replace(member, name=f"{file.name}/{member.name}"), depth + 1)


def read_zip(file: Source) -> Iterator[Source]:
    """The members of a ZIP archive, folders left out; no path is ever used to write anything.

    Raises:
        OriginalCountError: it is damaged (each member carries a checksum), encrypted, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) > MAX_BYTES or len(infos) > MAX_MEMBERS:
                raise OriginalCountError(
                    f"{file.name}: unpacks to more than {MAX_BYTES // 2**20} MB or {MAX_MEMBERS} files"
                )
            if len({info.filename for info in infos}) != len(infos):
                raise OriginalCountError(f"{file.name}: two files of one name in it; export it again")
            for info in infos:
                if info.flag_bits & 1:
                    raise OriginalCountError(f"{file.name}: encrypted; unpack it with its password first")
                with archive.open(info) as member:
                    data = member.read(info.file_size + 1)
                if len(data) > info.file_size:
                    raise OriginalCountError(f"{file.name}: {info.filename} is larger than it says")
                yield Source(info.filename, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise OriginalCountError(f"{file.name}: a damaged archive; copy or export it again") from error
    except (RuntimeError, UnicodeError, MemoryError, OverflowError) as error:
        raise OriginalCountError(f"{file.name}: an archive that cannot be opened; unpack it first") from error
