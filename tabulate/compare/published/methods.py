"""How each unit was recounted, as a CSV: ``unit, mode, method, reported``, or ``county, method``."""

from __future__ import annotations

from typing import Literal

from tabulate.compare.csv_rows import column_names, read_rows
from tabulate.compare.events import Method, UnitMethod
from tabulate.errors import OriginalCountError

METHODS: dict[str, Method] = {
    "hand": "hand",
    "machine": "machine",
    "both": "both",
    "hybrid": "both",
    "unknown": "unknown",
}
"""Words for a method; ``hybrid`` is what newspapers call a machine count with hand review."""
REPORTED: dict[str, Literal["hand", "machine"] | None] = {"hand": "hand", "machine": "machine", "": None}


def read_methods(data: bytes | str, name: str) -> tuple[UnitMethod, ...]:
    """Read the methods.

    Raises:
        OriginalCountError: a word that is no method, a unit that stands twice, or one method with the numbers
            of the other reported.
    """
    unit_column = "county" if "county" in column_names(data, name) else "unit"
    found: dict[tuple[str, str], UnitMethod] = {}
    for row in read_rows(data, name, (unit_column, "method"), ("mode", "reported", "note", "sources")):
        where = f"{name}, line {row.line}"
        unit, mode = row.cells[unit_column], row.cells.get("mode", "")
        method, reported = row.cells["method"].casefold(), row.cells.get("reported", "").casefold()
        if method not in METHODS:
            raise OriginalCountError(f"{where}, column method: '{method}' is not one of {', '.join(METHODS)}")
        if reported not in REPORTED or (METHODS[method] != "both" and reported not in ("", method)):
            raise OriginalCountError(
                f"{where}, column reported: '{reported}' beside '{method}'; write hand or machine, and only "
                "where both were done"
            )
        if (unit, mode) in found:
            raise OriginalCountError(f"{where}: '{unit}' stands twice; a unit has one method")
        found[unit, mode] = UnitMethod(unit, mode, METHODS[method], REPORTED[reported])
    return tuple(found.values())
