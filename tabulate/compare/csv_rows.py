"""A plain CSV taken apart without guessing: rows of cells, each with the line it stands on."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabulate.errors import OriginalCountError

MAX_BYTES = 64 * 1024 * 1024
"""Largest file: about a million rows, ten times Iowa's largest canvass summary."""
MAX_CELL = 300
"""Longest cell in characters: the longest name that a program may have."""
DELIMITERS = (",", ";", "\t")
PIECE = 2**20
"""Bytes of a large file that are looked at in one go."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins (1 = the header) and its cells by column name."""

    line: int
    cells: dict[str, str]


def decode(data: bytes | str, name: str, most: int | None = None) -> str:
    """The text of a file; bytes must be UTF-8, with or without a byte order mark.

    Args:
        data: content of the file.
        name: its name, for messages.
        most: how many bytes it may have, where that is not what a canvass may.

    Raises:
        OriginalCountError: too large, not UTF-8, or with control characters.
    """
    limit = MAX_BYTES if most is None else most
    if len(data) > limit:
        raise OriginalCountError(f"{name}: larger than {limit // 2**20} MB; is this the right file?")
    if isinstance(data, bytes):
        raw = data
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise OriginalCountError(f"{name}: UTF-16 text; save it again as 'CSV UTF-8'")
        try:
            data = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise OriginalCountError(
                f"{name}, line {line}: not UTF-8 text; save it again as 'CSV UTF-8'"
            ) from None
    text = data.removeprefix("\ufeff")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise OriginalCountError(f"{name}, line {line}: a control character; this is not a plain CSV file")
    return text


def check_text(data: bytes, name: str, most: int) -> None:
    """Holds that bytes are such text as `decode` gives, piece by piece: the whole is never in memory as text.

    Raises:
        OriginalCountError: as `decode`.
    """
    if len(data) > most or data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        decode(data, name, most)
    pieces = getincrementaldecoder("utf-8")()
    try:
        fine = not any(
            _CONTROL.search(pieces.decode(data[at : at + PIECE], final=at + PIECE >= len(data)))
            for at in range(0, len(data), PIECE)
        )
    except UnicodeDecodeError:
        fine = False
    if not fine:
        decode(data, name, most)  # it says where


def delimiter_of(header: str, required: Sequence[str]) -> str:
    """The delimiter that makes the most required columns of the header line; a comma in doubt."""
    return max(DELIMITERS, key=lambda mark: len(set(required) & {_column(cell) for cell in header.split(mark)}))


def column_names(data: bytes | str, name: str) -> frozenset[str]:
    """Names of the columns in the first line that is not empty, without case and surrounding blanks.

    Raises:
        OriginalCountError: not a plain text file.
    """
    header = next((line for line in decode(data, name).splitlines() if line.strip()), "")
    mark = max(DELIMITERS, key=header.count)
    return frozenset(_column(cell) for cell in header.split(mark))


def read_rows(
    data: bytes | str, name: str, required: Sequence[str], optional: Mapping[str, str] | Sequence[str] = ()
) -> Iterator[Row]:
    """Rows of a CSV whose header has all `required` and any of the `optional` columns, and no others.

    Comma, semicolon or tab; any line ending; empty lines are skipped.  Column names are compared without
    case and surrounding blanks; cells lose surrounding blanks and nothing else.

    Raises:
        OriginalCountError: naming file, line, column and what to do.
    """
    text = decode(data, name)
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise OriginalCountError(
            f"{name}: empty; it must begin with a line of column names: {', '.join(required)}"
        )
    header_line = next(line for line in lines if line.strip())
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter_of(header_line, required), strict=True
    )
    columns: list[str] | None = None
    ended = 0
    while True:
        began = ended + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            raise OriginalCountError(f"{name}, line {began}: a quotation mark is not closed properly") from None
        ended = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = _header(cells, name, began, required, tuple(optional))
            continue
        yield _row(cells, columns, name, began)


def _column(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold()


def _header(
    cells: list[str], name: str, line: int, required: Sequence[str], optional: Sequence[str]
) -> list[str]:
    columns = [_column(cell) for cell in cells]
    for column in required:
        if column not in columns:
            raise OriginalCountError(
                f"{name}, line {line}: no column '{column}'; needed are {', '.join(required)}"
            )
    for column in columns:
        if column not in required and column not in optional:
            known = ", ".join((*required, *optional))
            raise OriginalCountError(
                f"{name}, line {line}: column '{column}' is unknown; remove it or name it as one of {known}"
            )
        if columns.count(column) > 1:
            raise OriginalCountError(f"{name}, line {line}: column '{column}' stands twice; keep one of them")
    return columns


def _row(cells: list[str], columns: list[str], name: str, line: int) -> Row:
    if len(cells) != len(columns):
        raise OriginalCountError(
            f"{name}, line {line}: {len(cells)} cells where the header has {len(columns)}; "
            "put names with a separator in them in quotation marks"
        )
    row = {}
    for column, cell in zip(columns, cells, strict=True):
        if "\n" in cell or "\r" in cell:
            raise OriginalCountError(
                f"{name}, line {line}, column {column}: a line break inside the cell; remove it"
            )
        if len(cell) > MAX_CELL:
            raise OriginalCountError(f"{name}, line {line}, column {column}: longer than {MAX_CELL} characters")
        row[column] = cell.strip()
    return Row(line, row)
