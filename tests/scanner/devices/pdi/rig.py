"""A simulated PageScan with its driver, a person at it, and books that are held against the paper."""

from __future__ import annotations

import numpy as np

from scanner.address import parse_address
from scanner.devices.pdi.settings import ScanSettings
from scanner.devices.pdi.simulator.opening import scene, simulated_device
from scanner.devices.pdi.simulator.quirks import Quirks
from scanner.devices.simulated import Fault, FaultKind, Faults, Moment, Spot
from scanner.surroundings import Surroundings
from tests.scanner.devices.pdi.sheets import Eyes, fill, page, seen

SIZE = (60, 48)
ENDLESS = 3600.0
"""Simulated seconds after which a run of a few sheets is stuck."""


def fault(kind: str, moment: str = "during", sheet: int = 2) -> Fault:
    return Fault(FaultKind(kind), sheet, Moment(moment))


class Rig:
    """One batch of drawn sheets."""

    def __init__(self, folder, sheets=4, *faults, options="", quirks=None, size=SIZE):
        fill(folder, sheets, size)
        self.size = size
        self.address = parse_address(f"sim+pdi:{folder}{'?' + options if options else ''}")
        self.notices = []
        self.faults = Faults(faults)
        around = Surroundings(optics=Eyes(), notify=self.notices.append)
        self.device, self.paper, driver = simulated_device(
            self.address, around.optics, around.notify, faults=self.faults, quirks=quirks or Quirks()
        )
        self.device.log = []
        self.settings = ScanSettings.of(driver)
        self.scene = scene(driver, self.device, self.paper)
        self.scanner = self.scene.open(around)
        self.machine = self.scanner._machine
        self.clock = self.machine._clock
        self.clock.step = self._stepping(self.clock.step)
        self.stored = {}
        self.returned = set()

    def _stepping(self, step):
        """A run that never comes to an end fails, with the last that was said."""

        def stepping(until):
            most = ENDLESS * max(1, len(self.paper.sheets) / 10)
            assert self.clock.now() < most, f"stuck after {[str(one) for one in self.notices[-3:]]}"
            return step(until)

        return stepping

    def number(self, sheet):
        """Which drawn sheet this is, by all its pixels; the first two say which one to look at."""
        rows, width = self.size
        sides = [seen(side)[:rows, :width] for side in sheet.pages]
        number = int(sides[0][0, 0]) * 256 + int(sides[0][0, 1])
        for at, side in enumerate(sides):
            assert np.array_equal(side, page(number, at, self.size)), (
                f"{sheet.key} shows no sheet that there is"
            )
        return number

    def run(self, give_back=()):
        """Store and accept every sheet; give these numbers back the first time they come."""
        for sheet in self.scanner.sheets():
            number = self.number(sheet)
            if number in give_back and number not in self.returned:
                self.returned.add(number)
                self.scanner.return_to_operator(sheet, "a test")
            else:
                assert number not in self.stored, f"sheet {number} is counted twice"
                self.stored[number] = sheet.key
                self.scanner.accept(sheet)
        return self

    def check(self):
        """The books agree with the paper, nothing is left inside, and the unit was treated well."""
        counted = {sheet.number for sheet in self.paper.at(Spot.COUNTED)}
        aside = {sheet.number for sheet in self.paper.at(Spot.RETURNED)}
        assert counted == set(self.stored)
        assert aside == self.returned - set(self.stored)
        assert len(counted) + len(aside) == len(self.paper.sheets)
        assert self.device.mechanism.abuses == []
        assert self.faults.left == ()
        return self

    def told(self, code):
        """All texts of a code, in order."""
        return [str(notice) for notice in self.notices if notice.code == code]

    @property
    def commands(self):
        return self.device.log


__all__ = ["Rig", "fault"]
