"""The drivers of the scanners on USB over the real libusb: the conformance suite, and what only a cable can do.

If the driver lost its place when the cable is pulled or a read is cut off, a ballot would be counted twice or
not at all.  The simulated device, with its paper and a person at it, lives on the emulated bus; the driver is
the one that a real device gets.  Run by `test_emulated_usb`, once for each of `FAMILIES`.
"""

import os
import time
from contextlib import ExitStack

import numpy as np
import pytest

from scanner import Surroundings, open_scanner
from scanner.devices.simulated.faults import Fault, FaultKind, Faults, Moment
from scanner.devices.simulated.paper import Paper, Spot
from scanner.devices.simulated.person import Person
from scanner.link.errors import LinkBusyError, LinkLostError
from tests.scanner.contract import SHEETS, ScannerContract
from tests.scanner.usb.bench import Bench
from tests.scanner.usb.families import FAMILIES, recorded, seen

FAMILY = FAMILIES[os.environ["RETALLY_TEST_USB_FAMILY"]]

RATE = 4.0
"""How much faster than real the device, its person and the driver's waits are; replies have their real time."""


class Quick:
    """A clock that runs as the device's does."""

    def now(self):
        return time.monotonic() * RATE

    def sleep(self, seconds):
        time.sleep(seconds / RATE)


class Rig:
    """One simulated device on the bus, its paper and its person, and the scanner that drives it."""

    def __init__(self, bench, sheets, *faults):
        self.paper = Paper(recorded(number) for number in range(1, sheets + 1))
        self.faults = Faults(tuple(Fault(*fault) for fault in faults))
        family = FAMILY(self.paper, self.faults)
        self.person = Person(self.paper, family.hands)
        self.life = bench.plug(family.device, family.descriptors, others=(self.person,), rate=RATE)
        self.notices = []
        around = Surroundings(notify=self.hear, finished=self.finished, clock=Quick())
        self.scanner = open_scanner(family.address, around)

    def hear(self, notice):
        self.notices.append(notice)
        with self.life.touching():
            self.person.hear(notice)

    def finished(self):
        with self.life.touching():
            return self.person.done

    def check_books(self, counted):
        """Each sheet of paper was counted once, and lies where the books say."""
        numbers = sorted(self.number(sheet) for sheet in counted)
        assert numbers == [one.number for one in self.paper.at(Spot.COUNTED)]
        assert len(numbers) == len(self.paper.sheets)

    def number(self, captured):
        """Which sheet of paper was captured, told by every pixel of both sides."""
        found = [
            one.number
            for one in self.paper.sheets
            if all(
                np.array_equal(seen(page)[:, : seen(original).shape[1]], seen(original))
                for page, original in zip(captured.pages, one.recorded.pages, strict=True)
            )
        ]
        assert len(found) == 1, f"the image of {captured.key} is of no sheet, or of several"
        return found[0]


class TestOverUsb(ScannerContract):
    replays = False

    @pytest.fixture(autouse=True)
    def on_the_bus(self):
        with ExitStack() as self.stack:
            self.bench = Bench()
            self.stack.callback(self.bench.close)
            yield

    def loaded(self, sheets=SHEETS, *faults):
        rig = Rig(self.bench, sheets, *faults)
        self.stack.callback(rig.scanner.close)
        return rig

    def open_loaded(self, folder, sheets):
        return self.loaded(sheets).scanner

    def test_every_sheet_is_seen_pixel_for_pixel_and_nothing_is_asked(self):
        rig = self.loaded()
        rig.check_books(self.take_all(rig.scanner))
        assert rig.notices == []

    @pytest.mark.parametrize(
        ("kind", "moment"),
        [
            (FaultKind.UNPLUGGED, Moment.BEFORE),
            (FaultKind.UNPLUGGED, Moment.DURING),
            (FaultKind.UNPLUGGED, Moment.ACCEPTING),
            (FaultKind.RESET, Moment.DURING),
            (FaultKind.JAM, Moment.DURING),
            (FaultKind.SILENT, Moment.DURING),
            (FaultKind.NO_SHORT_PACKET, Moment.DURING),
        ],
    )
    def test_a_fault_loses_no_sheet_and_counts_none_twice(self, kind, moment):
        rig = self.loaded(3, (kind, 2, moment))
        rig.check_books(self.take_all(rig.scanner))
        assert rig.faults.left == (), "it did happen"
        assert rig.notices or kind is FaultKind.NO_SHORT_PACKET, "and the operator was told"

    def test_a_scanner_that_another_station_uses_is_busy(self):
        rig = self.loaded(1)
        first = rig.scanner.sheets()
        sheet = next(first)
        with open_scanner(rig.scanner.address) as second, pytest.raises(LinkBusyError, match="retally"):
            next(second.sheets())
        rig.scanner.accept(sheet)
        assert next(first, None) is None

    def test_a_scanner_that_is_not_there_is_said_at_once(self):
        rig = self.loaded(1)
        self.bench.pull()
        with pytest.raises(LinkLostError, match="plug it in"):
            next(rig.scanner.sheets())
