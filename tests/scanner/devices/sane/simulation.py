"""Simulated scanners for the tests, opened by their address as anybody does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner.address import open_scanner
from scanner.device_scanner import DeviceScanner
from scanner.devices.sane.simulator.opening import SimulatedSaneScanner
from scanner.devices.simulated.paper import Spot
from scanner.notice import Ask, Notice
from scanner.sheet import CapturedSheet
from scanner.surroundings import Surroundings
from tests.scanner.devices.pictures import DrawnOptics, drawn, fill_with_sheets, pixels_of

SILENCE = 1.0
"""Seconds; what a test with a stuck device takes."""


@dataclass
class Station:
    """A station without a desk: stores what comes, accepts it, and notes what was shown."""

    notices: list[Notice] = field(default_factory=list)
    stored: list[CapturedSheet] = field(default_factory=list)
    surroundings: Surroundings = field(default_factory=Surroundings)

    def open(self, folder: Path, sheets: int, options: str = "", faults: str = "") -> SimulatedSaneScanner:
        """A simulated scanner with so many sheets; faults as lines of ``kind sheet moment``."""
        address = f"sim+sane:{fill_with_sheets(folder / 'sheets', sheets)}?silence={SILENCE}"
        if options:
            address += f"&{options}"
        if faults:
            script = folder / "faults.toml"
            lines = [line.split() for line in faults.splitlines() if line.strip()]
            script.write_text(
                "".join(f'[[fault]]\nkind = "{k}"\nsheet = {n}\nmoment = "{m}"\n' for k, n, m in lines)
            )
            address += f"&fault={script}"
        around = replace(self.surroundings, notify=self.notices.append, optics=DrawnOptics())
        scanner = open_scanner(address, around)
        assert isinstance(scanner, SimulatedSaneScanner)
        return scanner

    def take_all(self, scanner: DeviceScanner) -> None:
        for sheet in scanner.sheets():
            self.stored.append(sheet)
            scanner.accept(sheet)

    @property
    def told(self) -> list[str]:
        return [notice.code for notice in self.notices]

    @property
    def asked(self) -> list[Ask]:
        return [notice.ask for notice in self.notices if notice.ask is not Ask.NOTHING]


def which(sheet: CapturedSheet, sheets: int = 20) -> int:
    """The number of the paper (from 1) whose two sides these are, every pixel of them."""
    front = pixels_of(sheet.front)
    found = next(number for number in range(sheets) if (drawn(2 * number) == front).all())
    if sheet.back is not None:
        assert (pixels_of(sheet.back) == drawn(2 * found + 1)).all(), "the back of another sheet"
    return found + 1


def numbers_at(scanner: SimulatedSaneScanner, spot: Spot) -> list[int]:
    return [sheet.number for sheet in scanner.paper.at(spot)]
