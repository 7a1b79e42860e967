"""What the reading processes are given: a sheet, or a file of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tabulate.read import Reader


@dataclass(frozen=True, slots=True)
class SheetJob:
    """One captured sheet.

    Attributes:
        sheet: its number in the ledger.
        pages: for each side the bytes as captured, the page within them from 0, and a name for people.
    """

    sheet: int
    pages: tuple[tuple[bytes, int, str], ...]

    def run(self, reader: Reader) -> dict[str, Any]:
        """Read the sheet; a bad image gives a quarantined sheet with its reason."""
        from tabulate.read import read_sheet  # noqa: PLC0415 - the kernels, only where pages are read

        return read_sheet(reader, self.pages).to_json()
