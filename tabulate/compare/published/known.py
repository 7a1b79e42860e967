"""Stated changes as a CSV: ``unit, contest, what, change``, and where known ``mode, before, after, source``."""

from __future__ import annotations

import re
from typing import get_args

from tabulate.compare.csv_rows import Row, read_rows
from tabulate.compare.known import KnownChange, Stated
from tabulate.errors import OriginalCountError

REQUIRED = ("unit", "contest", "what", "change")
OPTIONAL = ("mode", "before", "after", "source", "note")
_COUNT = re.compile(r"[0-9]{1,9}")
_SIGNED = re.compile(r"[+-]?[0-9]{1,9}")


def read_known(data: bytes | str, name: str) -> tuple[KnownChange, ...]:
    """Read stated changes.

    Raises:
        OriginalCountError: an unknown kind, a change that is not a number or not after - before, or a row that
            stands twice.
    """
    found: dict[tuple[str, str, str, str], KnownChange] = {}
    for row in read_rows(data, name, REQUIRED, OPTIONAL):
        cells = row.cells
        where = f"{name}, line {row.line}"
        what = next((kind for kind in get_args(Stated) if kind == cells["what"].casefold()), None)
        if what is None:
            known = ", ".join(get_args(Stated))
            raise OriginalCountError(f"{where}, column what: '{cells['what']}' is not one of {known}")
        change = None if what == "voter-intent" else _change(row, where)
        key = (cells["unit"], cells.get("mode", ""), cells["contest"], what)
        if key in found:
            raise OriginalCountError(f"{where}: {what} of {cells['unit']} stands twice; remove one of the two")
        found[key] = KnownChange(*key, change, cells.get("source", ""))
    return tuple(found.values())


def _change(row: Row, where: str) -> int:
    cell = row.cells["change"]
    if not _SIGNED.fullmatch(cell):
        raise OriginalCountError(f"{where}, column change: '{cell}' is not a whole number such as +6 or -2")
    before, after = row.cells.get("before", ""), row.cells.get("after", "")
    for column, number in (("before", before), ("after", after)):
        if number and not _COUNT.fullmatch(number):
            raise OriginalCountError(f"{where}, column {column}: '{number}' is not a whole number")
    if before and after and int(after) - int(before) != int(cell):
        raise OriginalCountError(
            f"{where}, column change: '{cell}' where after less before is {int(after) - int(before)}"
        )
    return int(cell)
