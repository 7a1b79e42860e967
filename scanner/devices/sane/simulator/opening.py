"""``sim+sane:DIR`` a SANE server of our own with a simulated fi-8170, driven by the real `scanimage`."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from scanner.address import Address
from scanner.attach import attach
from scanner.device_scanner import DeviceScanner
from scanner.devices.sane.child import ScanimageLink
from scanner.devices.sane.listing import environment
from scanner.devices.sane.opening import run_name, telling
from scanner.devices.sane.settings import read_settings
from scanner.devices.sane.simulator.feeder import ENDS, Feeder
from scanner.devices.sane.simulator.hands import FeederHands, FeedingPerson
from scanner.devices.sane.simulator.model import Look, SimulatedFi
from scanner.devices.sane.simulator.server import SimulatedSaned
from scanner.devices.simulated.faults import FaultKind, Faults, Moment
from scanner.devices.simulated.opening import optics_of, recorded_sheets, script_of, simulated
from scanner.devices.simulated.paper import Paper, Spot
from scanner.errors import AddressError, RecordingError, ScannerError
from scanner.interface import Scanner, ScannerInfo
from scanner.link.memory import SimulatedClock
from scanner.machine import Machine
from scanner.notice import Notice
from scanner.sheet import CapturedSheet
from scanner.surroundings import Optics, Surroundings

OURS: Final = ("fault", "pages", "portion", "without")
"""Options of the simulation; the others are those of ``sane:``.  ``without`` names options, with commas, that
the simulated device does not have; the person puts ``portion`` sheets in at a time."""

IMAGES: Final = frozenset({FaultKind.SHORT_IMAGE, FaultKind.SLOW})


def possible(faults: Faults) -> Faults:
    """Refuse a script with faults that this device does not have.

    Raises:
        RecordingError: there is one.
    """
    for fault in faults.left:
        fits = fault.kind in ENDS and fault.moment in (Moment.BEFORE, Moment.DURING, Moment.AFTER)
        fits = fits or (fault.kind in IMAGES and fault.moment in (Moment.DURING, Moment.AFTER))
        fits = fits or (fault.kind is FaultKind.BUSY and fault.moment is Moment.CONNECTING)
        if not fits:
            raise RecordingError(
                f"the simulated SANE scanner has no fault {fault.kind.value!r} {fault.moment.value!r}; it has: "
                + ", ".join(sorted(kind.value for kind in {*ENDS, *IMAGES}))
            )
    return faults


def loopbacks() -> Iterator[str]:
    """Loopback addresses, other ones in other processes: SANE has one port, so each server needs an address."""
    first = os.getpid() * 61
    for step in itertools.count():
        number = (first + step * 251) % (250 * 250 * 250)
        high, low = divmod(number, 250 * 250)
        yield f"127.{high + 2}.{low // 250 + 2}.{low % 250 + 2}"


def serve(device: SimulatedFi, hosts: Iterable[str] | None = None) -> SimulatedSaned:
    """Serve a device on the first free one of some addresses; of any loopback addresses when none are given.

    Raises:
        ScannerError: there is none.
    """
    for host in itertools.islice(loopbacks() if hosts is None else hosts, 100):
        try:
            return SimulatedSaned(device, host)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise ScannerError(f"no simulated SANE server on {host}: {error.strerror}") from error
    raise ScannerError("no free loopback address for a simulated SANE server; end other simulations")


def private_config(hosts: str) -> Path:
    """A configuration folder for SANE with the network backend alone, so that nothing else is asked."""
    folder = Path(tempfile.mkdtemp(prefix="retally-saned-"))
    (folder / "dll.conf").write_text("net\n", encoding="ascii")
    (folder / "net.conf").write_text(f"connect_timeout = 10\n{hosts}\n", encoding="ascii")
    return folder


class SimulatedSaneScanner(DeviceScanner):
    """The unchanged driver, with the device and the person behind it.

    Attributes:
        machine: the driver.
        device: what it drives; it outlives the scanner, as a real one does.
    """

    def __init__(
        self, address: str, machine: Machine, around: Surroundings, server: SimulatedSaned, config: Path
    ) -> None:
        super().__init__(address, machine, around)
        self.machine = machine
        self.device = server.device
        self._server = server
        self._config = config

    @property
    def paper(self) -> Paper:
        """Where every simulated sheet is."""
        return self.device.feeder.paper

    def describe(self) -> ScannerInfo:
        return simulated(super().describe(), len(self.paper.sheets))

    def _close(self) -> None:
        super()._close()
        self._server.close()
        shutil.rmtree(self._config, ignore_errors=True)


def open_simulated(address: Address, around: Surroundings) -> Scanner:
    """Open ``sim+sane:DIR[?fault=SCRIPT&...]``; further options as for ``sane:`` and ``folder:``.

    Unless the address says otherwise, resolution and size of the page are those of the first recorded page, and
    the fronts alone are scanned where no sheet has a back.

    Raises:
        AddressError: an option that does not exist or cannot be.
        RecordingError: a folder or script that cannot be used.
        ScannerError: `scanimage` is not installed.
    """
    look = optics_of(address, around)
    faults = possible(script_of(address))
    sheets = recorded_sheets(address)
    if not sheets:
        raise RecordingError(f"{address.text}: no recorded sheets there to feed")
    without = frozenset(address.options.get("without", "").split(","))
    device = SimulatedFi(Feeder(Paper(sheets), faults), look.pixels, lambda name: name not in without)
    return scanner_of(device, driven_as(address, sheets, look.pixels), around, _portion(address))


def serve_sheets(
    sheets: Sequence[CapturedSheet], faults: Faults, optics: Optics, host: str | None = None
) -> SimulatedSaned:
    """A server for any SANE frontend, as ``net:HOST:fi``; other software, too, can be pointed at it.

    Nobody hears notices there: when a client has closed the device, what is stuck is put back on the pile.

    Args:
        sheets: recorded ones.
        faults: what goes wrong.
        optics: the desk's eyes.
        host: a loopback address; a free one when it is not given.

    Raises:
        RecordingError: a fault that such a device does not have.
        ScannerError: no address is free.
    """
    device = SimulatedFi(Feeder(Paper(sheets), possible(faults)), optics.pixels)
    hands = FeederHands(device)
    hands.insert()

    def attend() -> None:
        hands.take_out(Spot.PILE)
        hands.close_cover()
        hands.plug_in()
        hands.end_other_program()

    device.attendant = attend
    return serve(device, [host] if host is not None else loopbacks())


def driven_as(address: Address, sheets: Sequence[CapturedSheet], look: Look) -> Address:
    """The address that the driver is given: without the simulation's own options, and fit for these sheets."""
    page = look(sheets[0].front)
    lines, width = page.gray.shape
    dpi = round(page.dpi)
    like = {"dpi": str(dpi), "page": f"{width / dpi:.3f}x{lines / dpi:.3f}", "run": run_name(time.time())}
    like["sides"] = "duplex" if any(sheet.back is not None for sheet in sheets) else "front"
    asked = {name: value for name, value in address.options.items() if name not in OURS}
    return replace(address, scheme="sane", options={**like, **asked})


def scanner_of(
    device: SimulatedFi, address: Address, around: Surroundings, portion: int | None = None
) -> SimulatedSaneScanner:
    """Serve a device and drive it; a person loads it and listens.

    Args:
        device: with its paper.
        address: with the driver's options; its path is not used.
        around: whom to tell.
        portion: how many sheets the person puts in at a time.

    Raises:
        AddressError: an option that does not exist or cannot be.
        ScannerError: no free loopback address.
    """
    settings = read_settings(address)
    person = FeedingPerson(device, portion)
    clock = SimulatedClock()
    clock.attach(person)
    person.advance(clock.now())  # the pile is loaded before the scan begins

    def notify(notice: Notice) -> None:
        person.hear(notice)
        around.notify(notice)

    inside = replace(around, clock=clock, notify=notify, confirmed=lambda notice: person.idle)
    if settings.wait:  # otherwise the device itself says when its feeder is empty
        inside = replace(inside, finished=lambda: around.finished() or person.done)
    server = serve(device)
    config = private_config(server.host)
    name = f"net:{server.host}:{device.NAME}"
    variables = environment(name, config)
    link, driver = (lambda: ScanimageLink(variables)), replace(address, path=name)
    machine = attach(inside, link, telling(notify), driver)
    return SimulatedSaneScanner(address.text, machine, inside, server, config)


def _portion(address: Address) -> int | None:
    text = address.options.get("portion")
    if text is None:
        return None
    if not text.isdigit() or not 0 < int(text) < 1_000_000:
        raise AddressError(f"{address.text}: portion is a number of sheets, not {text!r}")
    return int(text)
