"""JSON as people edit it: bounded, without doubtful constructs, with errors that name line and column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from config.errors import ProgramError

MAX_BYTES = 16 * 1024 * 1024
"""Largest program file: some ninety thousand targets, which is 600 cards of 150."""


def read_bounded(path: Path) -> bytes:
    """Reads a file of at most `MAX_BYTES`.

    Raises:
        ProgramError: it is no file, cannot be read, or is larger.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ProgramError(f"{path}: cannot read the program: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise ProgramError(f"{path}: larger than {MAX_BYTES} bytes; that is no election program")
    return data


def parse_strict(data: bytes, name: str) -> Any:
    """Parses UTF-8 JSON; refuses duplicate keys, NaN and infinities, and nesting that exhausts the stack.

    Args:
        data: the bytes, with or without a byte order mark.
        name: what to call the document in messages.

    Raises:
        ProgramError: the text is no such JSON; the message says where.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProgramError(f"{name}: not UTF-8 text (byte {error.start}); save it as UTF-8 JSON") from error
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ProgramError(f"{name}: line {error.lineno}, column {error.colno}: {_plain(error.msg)}") from error
    except RecursionError as error:
        raise ProgramError(f"{name}: nested too deeply to be an election program") from error
    except _DoubtfulError as error:
        raise ProgramError(f"{name}: {error}") from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise ProgramError(f"{name}: contains a number that is far too long") from error


class _DoubtfulError(Exception):
    """JSON that two readers may understand differently."""


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                known = result.get("id") or result.get("title") or result.get("name")
                where = f" in the object {str(known)[:60]!r}" if known else ""
                raise _DoubtfulError(f"the key {key[:60]!r} stands twice{where}; remove one of the two")
            seen.add(key)
    return result


def _no_constant(constant: str) -> NoReturn:
    raise _DoubtfulError(f"{constant} is not a number that JSON knows")


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:]
