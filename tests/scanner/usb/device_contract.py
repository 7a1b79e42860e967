"""What a scanner on USB must do over the real libusb: the conformance suite, and what only a cable can do.

The simulated device, with its paper and a person at it, lives on the emulated bus; the driver is the one that a
real device gets.
"""

import io
import time
from abc import abstractmethod
from contextlib import ExitStack

import numpy as np
import pytest
from PIL import Image

from scanner import Surroundings, open_scanner
from scanner.devices.simulated.faults import Fault, FaultKind, Faults, Moment
from scanner.devices.simulated.paper import Paper, Spot
from scanner.devices.simulated.person import Person
from scanner.link.errors import LinkBusyError, LinkLostError
from scanner.pages import gray_page
from scanner.sheet import CapturedSheet
from scanner.surroundings import Pixels
from tests.scanner.contract import SHEETS, ScannerContract
from tests.scanner.usb.bench import Bench

RATE = 4.0
"""How much faster than real the device, its person and the driver's waits are; replies have their real time."""


def recorded(number):
    """A sheet with two sides that no other has, ten inches of 200 dpi long at most a quarter of a page wide."""
    rng = np.random.default_rng(number)
    pages = [gray_page(rng.integers(0, 256, (900, 240), np.uint8), 200.0, f"{number}-{side}") for side in "ab"]
    return CapturedSheet(f"{number:03d}", *pages, "folder:test")


class Eyes:
    def pixels(self, page):
        return Pixels(seen(page), 200.0)

    def levels(self, sheet):
        raise AssertionError("this device takes pictures")


def seen(page):
    with Image.open(io.BytesIO(page.encoded)) as image:
        return np.asarray(image.convert("L"), np.uint8)


class Quick:
    """A clock that runs as the device's does."""

    def now(self):
        return time.monotonic() * RATE

    def sleep(self, seconds):
        time.sleep(seconds / RATE)


class Rig:
    """One simulated device on the bus, its paper and its person, and the scanner that drives it."""

    def __init__(self, bench, paper, device, hands, descriptors, address):
        self.paper, self.device = paper, device
        self.person = Person(paper, hands)
        self.life = bench.plug(device, descriptors, others=(self.person,), rate=RATE)
        self.notices = []
        around = Surroundings(notify=self.hear, finished=self.finished, clock=Quick())
        self.scanner = open_scanner(address, around)

    def hear(self, notice):
        self.notices.append(notice)
        with self.life.touching():
            self.person.hear(notice)

    def finished(self):
        with self.life.touching():
            return self.person.done

    def numbers(self, sheets):
        """Which sheets of paper were captured, told by every pixel of both sides."""
        return [self.number(sheet) for sheet in sheets]

    def number(self, captured):
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

    def check_books(self, counted):
        """Each sheet of paper was counted once, and is where the books say."""
        assert sorted(self.numbers(counted)) == [one.number for one in self.paper.at(Spot.COUNTED)]
        assert len(self.paper.at(Spot.COUNTED)) == len(self.paper.sheets)


class UsbContract(ScannerContract):
    """Inherit, and implement `rig`."""

    replays = False

    @pytest.fixture(autouse=True)
    def on_the_bus(self):
        self.stack = ExitStack()
        self.bench = Bench()
        self.stack.callback(self.bench.close)
        with self.stack:
            yield

    @abstractmethod
    def rig(self, paper, faults):
        """Plug in a device with this paper; returns a `Rig`."""

    def loaded(self, sheets=SHEETS, *faults):
        paper = Paper(recorded(number) for number in range(1, sheets + 1))
        rig = self.rig(paper, Faults(tuple(Fault(*fault) for fault in faults)))
        self.stack.callback(rig.scanner.close)
        return rig

    def open_loaded(self, folder, sheets):
        return self.loaded(sheets).scanner

    def test_every_sheet_is_seen_pixel_for_pixel_and_counted_once(self):
        rig = self.loaded()
        rig.check_books(self.take_all(rig.scanner))
        assert [notice for notice in rig.notices if notice.code not in {"returned"}] == []

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
        counted = self.take_all(rig.scanner)
        rig.check_books(counted)
        assert rig.notices or kind is FaultKind.NO_SHORT_PACKET, "the operator was told"

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
        with rig.life.touching():
            rig.device.attached = False
        self.bench.shown(there=False)
        with pytest.raises(LinkLostError, match="plug it in"):
            next(rig.scanner.sheets())
