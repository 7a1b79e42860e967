"""The PageScan as a machine: ``pdi:``, ``pdi:SERIAL?paper=14&mode=bilevel``.

A sheet is drawn in, scanned and held inside; it leaves to the rear once it is stored, or comes back.
"""

from __future__ import annotations

import contextlib
import importlib
from typing import Final

from scanner.address import Address
from scanner.attach import Link, attach
from scanner.clock import Clock
from scanner.device_scanner import DeviceScanner
from scanner.devices.pdi import calibration, troubles
from scanner.devices.pdi.clearance import Clearance, stuck
from scanner.devices.pdi.connecting import greet, keep_sheet_at_power_on, read_tables
from scanner.devices.pdi.conversation import Conversation
from scanner.devices.pdi.feeder import configure, feeder_off
from scanner.devices.pdi.image_pipe import ImagePipe
from scanner.devices.pdi.moves import Moves
from scanner.devices.pdi.picture import capture_of
from scanner.devices.pdi.probing import report_of
from scanner.devices.pdi.protocol.geometry import Geometry
from scanner.devices.pdi.protocol.image import Tables
from scanner.devices.pdi.scan import ASK_EVERY, Intake
from scanner.devices.pdi.settings import OPTIONS, ScanSettings
from scanner.devices.pdi.usb import SPEC
from scanner.interface import Calibration, Scanner, ScannerInfo
from scanner.link.errors import LinkError
from scanner.link.transport import Transport
from scanner.machine import Capture, Leftover, Machine, Wanted
from scanner.notice import Notify, nobody
from scanner.surroundings import Surroundings
from scanner.trouble import Trouble, TroubleKind

BETWEEN_SCANS: Final = 2.0
"""Seconds from one scan to the next: a thermal limit of the unit (1.7)."""


class PdiMachine(Machine):
    """One PageScan."""

    holds = True

    def __init__(
        self, address: str, open_link: Link, settings: ScanSettings, clock: Clock, notify: Notify
    ) -> None:
        self._address = address
        self._open_link = open_link
        self._settings = settings
        self._clock = clock
        self._notify = notify
        self._line: Conversation | None = None
        self._shape: tuple[Geometry, Tables] | None = None
        self._pixels: int | None = None
        self._last_scan: float | None = None
        self._sheets = 0
        self._clearance = Clearance(clock, notify)

    def connect(self) -> Leftover:
        try:
            return self._connect()
        except LinkError:
            self.close()
            raise

    def _connect(self) -> Leftover:
        if self._line is None:
            self._line = Conversation(self._open_link(), self._clock)
        line = self._line
        greet(line, self._clock)
        feeder_off(line)
        keep_sheet_at_power_on(line)
        self._shape = read_tables(line, self._settings)
        line.events()
        status = line.status()
        if status.document or status.rear:
            if status.cover_open:
                raise _require(troubles.of_status(status))
            return Leftover.SHEET
        trouble = troubles.of_status(status)
        if trouble is not None:
            raise trouble
        if status.front:
            if self._clearance.is_stuck():
                raise stuck(status)
            text = "a sheet lies in the entry of the scanner"
            raise Trouble(TroubleKind.SECOND_SHEET, text, troubles.detail(status))
        self._clearance.freed()
        return Leftover.NOTHING

    def capture(self, wanted: Wanted) -> Capture | None:
        line = self._require_line()
        if not self._cooled(wanted):
            return None
        self._prepare(line)
        intake = self._intake(line)
        try:
            if not intake.wait(wanted):
                return None
            return self._finish(intake)
        except Trouble:
            self._quiet(line)
            raise

    def rescan(self) -> Capture:
        """Scan the held sheet once more; it is held again afterwards.

        Raises:
            Trouble: as `capture`.
        """
        line = self._require_line()
        self._cooled(lambda: True)
        intake = self._intake(line)
        try:
            intake.rescan()
            return self._finish(intake)
        except Trouble:
            self._quiet(line)
            raise

    def accept(self) -> None:
        self._moves().to_rear()

    def give_back(self) -> None:
        self._moves().to_front(hold=self._settings.hold)

    def ready(self) -> bool:
        line = self._require_line()
        line.events()
        return self._clearance.is_free(feeder_off(line))

    def describe(self) -> ScannerInfo:
        return ScannerInfo(self._address, f"PDI PageScan, {self._settings.words}")

    def report(self) -> dict[str, str]:
        shape = self._require_shape()
        return report_of(self._require_line(), self._settings, shape[0])

    def calibrate(self, what: Calibration) -> list[str]:
        line = self._require_line()
        if what is Calibration.SENSORS:
            remarks = calibration.calibrate_sensors(line, self._clock)
        else:
            sheets = 1 if what is Calibration.ONE_SHEET else 2
            calibration.calibrate_double_feed(line, self._clock, sheets)
            remarks = []
        feeder_off(line)
        self._shape = read_tables(line, self._settings)
        return remarks

    def close(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        with contextlib.suppress(LinkError, Trouble):
            feeder_off(line)
        line.transport.close()

    def _prepare(self, line: Conversation) -> None:
        """Make sure that a sheet may come: the path is free, the scanner is well, everything is set."""
        line.events()
        status = feeder_off(line)
        trouble = troubles.of_status(status)
        if trouble is None and status.document:
            text = "there is a sheet in the scanner that should not be there"
            trouble = Trouble(TroubleKind.JAM, text, troubles.detail(status))
        if trouble is None and status.rear:
            trouble = stuck(status)
        if trouble is not None:
            raise trouble
        said = configure(line, self._settings)
        if said.pixels != self._pixels:
            # Its rows are not what they were when the tables were read.
            self._shape = read_tables(line, self._settings)
            self._pixels = said.pixels

    def _intake(self, line: Conversation) -> Intake:
        geometry, _ = self._require_shape()
        image = ImagePipe(line.transport)
        # Three inches more than the paper: the bed around it, and what a unit lets pass above its limit.
        inches = max(self._settings.paper, self._settings.longest) + 3
        image.clear(int(geometry.row_bytes * geometry.dpi * inches))
        return Intake(line, image, self._clock)

    def _finish(self, intake: Intake) -> Capture:
        try:
            data, _ = intake.finish()
        finally:
            self._last_scan = intake.last_scan
        self._sheets += 1
        return capture_of(data, *self._require_shape(), self._settings.shortest, self._sheets)

    def _cooled(self, wanted: Wanted) -> bool:
        """Wait until the unit may scan again; False when nothing is wanted any more."""
        while wanted():
            left = 0.0 if self._last_scan is None else self._last_scan + BETWEEN_SCANS - self._clock.now()
            if left <= 0:
                return True
            self._clock.sleep(min(left, ASK_EVERY))
        return False

    def _quiet(self, line: Conversation) -> None:
        """Feeder off after a trouble; that itself does not work is seen by `ready`."""
        with contextlib.suppress(Trouble):
            feeder_off(line)

    def _moves(self) -> Moves:
        return Moves(self._require_line(), self._clock, self._notify)

    def _require_line(self) -> Conversation:
        if self._line is None:
            raise LinkError("the scanner is not connected; connect it first")
        return self._line

    def _require_shape(self) -> tuple[Geometry, Tables]:
        if self._shape is None:
            raise LinkError("the scanner is not connected; connect it first")
        return self._shape


def _require(trouble: Trouble | None) -> Trouble:
    assert trouble is not None
    return trouble


def machine(link: Link, clock: Clock, address: Address, notify: Notify = nobody) -> PdiMachine:
    """The driver alone, on whatever link: a real one, a simulated one or a recorded one.

    Args:
        link: opens the device each time that the driver connects.
        clock: time.
        address: its options are the settings; others than those of `settings.OPTIONS` are passed over.
        notify: told of a sheet that somebody has to take away while the driver waits.

    Raises:
        AddressError: a value that a setting does not have.
    """
    return PdiMachine(address.text, link, ScanSettings.of(address), clock, notify)


def open_pdi(address: Address, around: Surroundings) -> Scanner:
    """Open the PageScan on USB that an address names by serial number or port, or the only one."""
    address.only(*OPTIONS)

    def open_link() -> Transport:
        # libusb is loaded where a device is opened, and not by those who only know its name.
        link: Transport = importlib.import_module("scanner.link.usb_open").open_usb(SPEC, address.path)
        return link

    def build(link: Link, clock: Clock, driver: Address) -> Machine:
        return machine(link, clock, driver, around.notify)

    return DeviceScanner(address.text, attach(around, open_link, build, address), around)
