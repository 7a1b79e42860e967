"""The driver of one SANE device: a `Machine` whose sheets have dropped when they are captured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scanner.address import Address
from scanner.clock import Clock
from scanner.devices.sane.findings import SENSORS, failed, mid_sheet, short, stuck
from scanner.devices.sane.protocol.command import Plan, check_name, imprint_arguments, make_plan, prelude
from scanner.devices.sane.protocol.imprint import LAST
from scanner.devices.sane.protocol.netpbm import BrokenImageError, read_netpbm
from scanner.devices.sane.protocol.options import Options
from scanner.devices.sane.protocol.status import Ended, Outcome
from scanner.devices.sane.scanimage import Scanimage, StuckError
from scanner.devices.sane.settings import read_settings
from scanner.errors import AddressError, ScannerError
from scanner.interface import ScannerInfo
from scanner.link import LinkError, Transport
from scanner.machine import Capture, Leftover, Machine, Wanted
from scanner.notice import Ask, Notice, Notify, nobody
from scanner.pages import bilevel_page, gray_page
from scanner.sheet import PageImage

LOOK_EVERY: Final = 0.5
"""Seconds between two looks whether the feeder was loaded."""

LOADED: Final = (
    "The scanner stopped as if its feeder were empty, and sees paper in it; take it out and put it in again."
)

NOT_REAL: Final = ("test:", "pnm:")
"""SANE's own backends without a device."""


class SaneMachine(Machine):
    """Feeds one sheet per `capture`: a child waits for a newline before each page.

    Between two sheets the child waits, and so the feeder stands.  After a trouble the child has ended, and the
    next one is started when the station asks for the next sheet, never earlier.
    """

    holds = False

    def __init__(self, address: Address, link: Callable[[], Transport], clock: Clock, notify: Notify) -> None:
        """Prepare; nothing is asked of the device before `connect`.

        Args:
            address: its path is SANE's name of the device; for its options see `settings`.
            link: makes the link (`child`); called again after `close`.
            clock: for pauses.
            notify: is told that the feeder is empty, and what the device cannot do.

        Raises:
            AddressError: a name that is none, or an option that cannot be.
        """
        check_name(address.path)
        self._address = address.text
        self._device = address.path
        self._settings = read_settings(address)
        self._notify = notify
        self._clock = clock
        self._open_link = link
        self._link: Transport | None = None
        self._scanimage: Scanimage | None = None
        self._options: Options = {}
        self._plan: Plan | None = None
        self._captured = 0
        self._imprint = self._settings.first

    def connect(self) -> Leftover:
        if self._link is None:
            self._link = self._open_link()
            self._scanimage = Scanimage(self._link, self._device, self._settings.silence)
        scanimage = self._idle()
        self._options = scanimage.options(prelude(scanimage.options(), self._settings))
        plan = make_plan(self._options, self._settings)
        if self._settings.wait and "page-loaded" not in plan.sensors:
            raise AddressError(
                f"{self._address}: this scanner does not say when it is loaded; leave wait=1 out"
            )
        scanimage.check([*plan.arguments, *self._imprinter(plan)])
        first, self._plan = self._plan is None, plan
        for wish in plan.left_out if first else ():
            self._notify(Notice("settings", f"Of this scanner: {wish}."))
        return Leftover.NOTHING

    def capture(self, wanted: Wanted) -> Capture | None:
        while wanted():
            capture = self._feed()
            if capture is not None:
                return capture
            if not self._settings.wait:
                self._notify(Notice("feeder-empty", "The scanner says that its feeder is empty."))
                return None
            self._wait_until_loaded(wanted)
        return None

    def accept(self) -> None:
        """Nothing: the sheet is on the stack."""

    def give_back(self) -> None:
        """Nothing: the sheet is on the stack, and a person takes it from there."""

    def ready(self) -> bool:
        return self._sensors()["cover-open"] != "yes"

    def describe(self) -> ScannerInfo:
        simulated = self._device.startswith(NOT_REAL)
        return ScannerInfo(self._address, f"SANE scanner {self._device}", simulated, holds=False)

    def report(self) -> dict[str, str]:
        plan = self._require_plan()
        options = {**self._options, **self._idle().options(plan.arguments)}
        imprint = self._settings.imprint
        return {
            "device": self._device,
            "paper path": "a sheet drops on the stack before it is stored",
            "imprint": "none" if imprint is None else imprint.template,
            "cannot": "; ".join(plan.left_out) or "-",
            "asked with": " ".join(plan.arguments),
            **{name: one.value for name, one in options.items() if one.active and one.value is not None},
        }

    def close(self) -> None:
        if self._scanimage is not None:
            self._idle()
        self._scanimage = None
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _feed(self) -> Capture | None:
        """One sheet; None when the feeder is empty."""
        plan, scanimage = self._require_plan(), self._require()
        if not scanimage.running:
            scanimage.begin([*plan.arguments, *self._imprinter(plan)])
        name = f"{self._captured + 1:06d}"
        front = self._page(scanimage, f"{name}-front")
        if front is None:
            return None
        text = None
        if self._settings.imprint is not None:
            # Counted as soon as a sheet moved: no number is ever used for a second sheet.
            text = self._settings.imprint.text(self._imprint)
            self._imprint += 1
        back = None
        if self._settings.duplex:
            back = self._page(scanimage, f"{name}-back")
            if back is None:
                raise mid_sheet()
        self._captured += 1
        return Capture(front, back, text)

    def _page(self, scanimage: Scanimage, name: str) -> PageImage | None:
        """One side; None when the feeder is empty."""
        try:
            page = scanimage.page()
        except StuckError:
            self._spoilt()
            raise stuck(self._settings.silence) from None
        if isinstance(page, Ended):
            if page.outcome is Outcome.EMPTY:
                return None
            self._spoilt()
            raise failed(self._device, page, self._sensors)
        try:
            raster = read_netpbm(page)
        except BrokenImageError as error:
            self._spoilt()
            self._idle()
            raise short(str(error)) from error
        if raster.black is not None:
            return bilevel_page(raster.black, self._settings.dpi, f"{name}.tif")
        return gray_page(raster.gray, self._settings.dpi, f"{name}.png")

    def _spoilt(self) -> None:
        """A sheet went wrong: it may bear a number already, or two do."""
        self._imprint += 2

    def _wait_until_loaded(self, wanted: Wanted) -> None:
        """Ask for paper and wait until the feeder was seen empty and then loaded.

        A device that says it is empty while its sensor says it is loaded was stopped with its own button
        (scanner-protocols 3.2): that is no reason to go on.
        """
        loaded = self._sensors()["page-loaded"] == "yes"
        self._notify(Notice("feeder-empty", LOADED if loaded else "The feeder is empty.", Ask.LOAD))
        emptied = not loaded
        while wanted():
            loaded = self._sensors()["page-loaded"] == "yes"
            emptied = emptied or not loaded
            if emptied and loaded:
                return
            self._clock.sleep(LOOK_EVERY)

    def _sensors(self) -> dict[str, str]:
        """What the sensors say, in a call of its own; ``?`` for those that the device does not have."""
        options = self._idle().options()
        return {name: (options[name].value or "?") if name in options else "?" for name in SENSORS}

    def _imprinter(self, plan: Plan) -> list[str]:
        imprint = self._settings.imprint
        if imprint is None or not plan.imprints:
            return []
        if self._imprint > LAST[imprint.digits]:
            raise ScannerError("the counter of the imprint is at its end; start the scan again for a new text")
        return imprint_arguments(imprint, self._imprint)

    def _idle(self) -> Scanimage:
        """`scanimage`, with no batch running."""
        scanimage = self._require()
        if scanimage.running:
            scanimage.end(self._settings.silence)
        return scanimage

    def _require(self) -> Scanimage:
        if self._scanimage is None:
            raise LinkError("the scanner is not connected; this is a fault of the driver")
        return self._scanimage

    def _require_plan(self) -> Plan:
        if self._plan is None:
            raise LinkError("the scanner was not connected; this is a fault of the driver")
        return self._plan


def build_sane(
    link: Callable[[], Transport], clock: Clock, address: Address, notify: Notify = nobody
) -> SaneMachine:
    """Make the driver over any link: of a device, or of a recording."""
    return SaneMachine(address, link, clock, notify)
