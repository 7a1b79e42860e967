"""Every profile, driven against its simulated reader, keeps the order of steps: no ballot lost, none twice."""

from __future__ import annotations

from scanner import open_scanner
from scanner.surroundings import Surroundings
from tests.scanner.contract import ScannerContract
from tests.scanner.devices.serial_omr.cards import LevelEyes, folder_of


class ReaderContract(ScannerContract):
    replays = False
    profile = ""

    def open_loaded(self, folder, sheets):
        folder_of(folder, sheets)
        return open_scanner(f"sim+serial:{folder}?profile={self.profile}", Surroundings(optics=LevelEyes()))


class TestSekonic(ReaderContract):
    profile = "sekonic-sr"


class TestAxiomeForm(ReaderContract):
    profile = "axiome-form"


class TestLevelLine(ReaderContract):
    profile = "level-line"


class TestLineAscii(ReaderContract):
    profile = "line-ascii"


class TestScantron(ReaderContract):
    profile = "scantron-esc"
