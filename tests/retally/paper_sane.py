"""A production scanner behind SANE, as the paper machine wants it; `scanimage` is one without a process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from hypothesis import strategies as st

from scanner import Scanner, Surroundings
from scanner.address import Address
from scanner.attach import attach
from scanner.devices.sane.opening import telling
from scanner.devices.sane.simulator.feeder import Feeder
from scanner.devices.sane.simulator.hands import FeederHands, FeedingPerson
from scanner.devices.sane.simulator.model import SimulatedFi
from scanner.devices.simulated import FaultKind, Moment, Spot
from scanner.devices.simulated.scene import Scene
from scanner.link import SimulatedClock, Transport
from scanner.machine import Machine
from tabulate.ledger import Ledger
from tests.retally.paper_families import (
    DPI,
    SHAPE,
    WAY,
    DrawnEyes,
    FamilyPaper,
    PileFaults,
    SceneRig,
    pages,
    pairs,
)
from tests.retally.paper_machine import Rig
from tests.scanner.devices.sane.in_process import InProcessScanimage

K, M = FaultKind, Moment


@dataclass
class SaneRig(SceneRig):
    """With the child that the station leaves behind when it is killed."""

    children: list[InProcessScanimage]

    def open(self, around: Surroundings) -> Scanner:
        for child in self.children:
            child.hang_up()
        self.children.clear()
        return super().open(around)


def sane_rig(sheets: int, *, duplex: bool, imprint: bool) -> SaneRig:
    eyes, paper = DrawnEyes(), pages(sheets)
    faults = PileFaults(paper)
    device = SimulatedFi(Feeder(paper, faults), eyes.pixels)
    clock, children, runs = SimulatedClock(), [], count()
    inches = "x".join(f"{pixels / DPI:g}" for pixels in reversed(SHAPE))
    sides = "duplex" if duplex else "front"
    driver = Address(
        "sim+sane:test",
        "sane",
        "net:test:fi",
        {
            "dpi": f"{DPI}",
            "page": inches,
            "margins": "0x0",
            "sides": sides,
            "wait": "1",
        },
    )

    def link() -> Transport:
        child = InProcessScanimage(device, clock)
        children.append(child)
        return child

    def make(around: Surroundings) -> Machine:
        # As `open_sane` does: each run prints its own name, or two runs would use a number twice.
        run = {"imprint": "R", "run": f"{next(runs)}"} if imprint else {}
        return attach(around, link, telling(around.notify), replace(driver, options={**driver.options, **run}))

    person = FeedingPerson(device)
    clock.attach(person)
    scene = Scene(driver.text, paper, person, clock, make)
    return SaneRig(scene, FeederHands(device), faults, eyes, children)


class SanePaper(FamilyPaper):
    """One side or both, with an imprint or without; every fault that the simulated device has."""

    makes = st.fixed_dictionaries({"duplex": st.booleans(), "imprint": st.booleans()})
    can = pairs(
        {
            (
                *(K.JAM, K.DOUBLE_FEED, K.COVER_OPEN, K.SHEET_PULLED, K.SENSOR_STUCK, K.CRC_ERROR, K.BUSY),
                *(K.RESET, K.UNPLUGGED, K.HANG_UP, K.SILENT),
            ): WAY,
            (K.SHORT_IMAGE, K.SLOW): (M.DURING, M.AFTER),
            (K.BUSY,): (M.CONNECTING,),
        }
    )
    quiet = frozenset({K.SLOW})

    def rig(self, folder: Path, sheets: int) -> Rig:
        return sane_rig(sheets, **self.make)

    def finish(self) -> None:
        """The imprint in the books is the one on the paper."""
        super().finish()
        printed = {str(sheet.number): sheet.imprint for sheet in self.device.paper.at(Spot.COUNTED)}
        with Ledger.open(self.path, readonly=True) as ledger:
            booked = {
                self.device.number(ledger.image(sheet.images[0].sha256)): sheet.imprint
                for sheet in ledger.sheets()
                if sheet.counts
            }
        assert booked == printed
        assert not self.make["imprint"] or len({*booked.values()}) == len(booked)
