"""The program file: reading ``program.json`` and writing it in its one canonical layout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.errors import ProgramError
from config.program.checks import check_program
from config.program.explain import explain
from config.program.model import ElectionProgram
from config.program.strict_json import MAX_BYTES, parse_strict, read_bounded

ONE_LINE = 300
"""Small things stand on one line up to this length: a target a line, a choice a line."""


def load_program(source: Path | str | bytes) -> ElectionProgram:
    """Reads an election program and holds it against every rule that a program must keep.

    Types are strict: ``"3"`` is no number and ``true`` is no 1.

    Args:
        source: path of the file, or its bytes.

    Raises:
        ProgramError: it is no valid program.  The message names the file and the first field that is wrong;
            the error's `problems` has all of them.
    """
    name = "program" if isinstance(source, bytes) else str(source)
    data = source if isinstance(source, bytes) else read_bounded(Path(source))
    if len(data) > MAX_BYTES:
        raise ProgramError(f"{name}: larger than {MAX_BYTES} bytes; that is no election program")
    document = parse_strict(data, name)
    if not isinstance(document, dict):
        raise ProgramError(f"{name}: holds no JSON object; that is no election program")
    try:
        program = ElectionProgram.model_validate_json(json.dumps(document), strict=True)
    except ValidationError as error:
        raise _refusal(name, explain(error)) from error
    errors = tuple(str(problem) for problem in check_program(program) if problem.is_error)
    if errors:
        raise _refusal(name, errors)
    return program


def dump_program(program: ElectionProgram) -> bytes:
    """Writes a program as people read it: fields in the order of the model, two spaces, a target a line.

    Everything that has a value is written, defaults too, so that the thresholds can be read from the file.
    Loading the bytes gives the same program, and dumping that gives the same bytes.
    """
    document = program.model_dump(mode="json", exclude_none=True)
    return (_layout(document, "") + "\n").encode()


def _layout(value: Any, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value:
        return flat
    if len(indent) + len(flat) <= ONE_LINE and _depth(value) <= (2 if isinstance(value, dict) else 1):
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {_layout(part, inner)}" for key, part in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + indent + "}"
    return "[\n" + ",\n".join(inner + _layout(part, inner) for part in value) + "\n" + indent + "]"


def _depth(value: Any) -> int:
    """How many objects and lists lie in one another: 0 for a number, 1 for a list of numbers."""
    if not isinstance(value, dict | list):
        return 0
    return 1 + max((_depth(part) for part in (value.values() if isinstance(value, dict) else value)), default=0)


def _refusal(name: str, problems: tuple[str, ...]) -> ProgramError:
    lines = tuple(f"{name}: {problem}" for problem in problems)
    more = f" (and {len(lines) - 1} more; `retally program verify` lists them)" if len(lines) > 1 else ""
    return ProgramError(lines[0] + more, lines)
