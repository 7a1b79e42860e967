"""What the reading processes are given: a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from retally.reading import ReadingPool
from tabulate.read import PageSource, Reader, read_sheet


@dataclass(frozen=True, slots=True)
class SheetJob:
    """One captured sheet.

    Attributes:
        sheet: its number in the ledger.
        batch: the batch it belongs to.
        pages: its sides as captured.
    """

    sheet: int
    batch: str
    pages: tuple[PageSource, ...]

    def run(self, reader: Reader) -> dict[str, Any]:
        """Read the sheet; a bad image gives a quarantined sheet with its reason."""
        return read_sheet(reader, self.pages).to_json()


SheetPool = ReadingPool[SheetJob, dict[str, Any]]
"""Reads sheets; the result is the reading of the sheet as JSON."""
