"""A small TOML file that a clerk edits, as plain JSON values.  Its mistakes are named with file and place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from config.law import LawError

MAX_BYTES = 8 * 1024 * 1024
"""Largest file: the abstracts of all counties have far less."""


def load_toml(path: Path) -> dict[str, Any]:
    """The content of a file; days and times become text as in ISO 8601.

    Raises:
        LawError: it is not a TOML file, or no text.
        OSError: it cannot be read.
    """
    if path.stat().st_size > MAX_BYTES:
        raise LawError(f"{path}: larger than {MAX_BYTES // 2**20} MB; is this the right file?")
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise LawError(f"{path}: not UTF-8 text; save it again as plain text in UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LawError(f"{path}: not TOML: {error}; correct that place") from None
    return {key: _plain(value) for key, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value
