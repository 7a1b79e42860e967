"""``sim+pdi:DIR``: recorded sheets through a simulated PageScan and the real driver."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image

from scanner.address import Address
from scanner.attach import Link, attach
from scanner.clock import Clock
from scanner.devices.pdi.driver import machine
from scanner.devices.pdi.protocol.geometry import WIDTHS
from scanner.devices.pdi.settings import OPTIONS, ScanSettings
from scanner.devices.pdi.simulator.device import PdiDevice
from scanner.devices.pdi.simulator.picture import SAME_DPI, Arrays
from scanner.devices.pdi.simulator.quirks import Quirks
from scanner.devices.simulated.faults import FaultKind, Faults
from scanner.devices.simulated.opening import optics_of, recorded_sheets, script_of
from scanner.devices.simulated.paper import Paper
from scanner.devices.simulated.person import Person
from scanner.devices.simulated.scene import Scene
from scanner.errors import AddressError
from scanner.interface import Scanner
from scanner.link.memory import MemoryTransport, SimulatedClock
from scanner.link.transport import Transport
from scanner.machine import Machine
from scanner.notice import Notice, Notify
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Optics, Surroundings

STEP: Final = 16
"""Pixels in which an array is made wider than a real one."""
ROUNDING: Final = 0.01
"""Inches that a sheet may be longer or shorter than the pages say."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Of all recorded pages at the resolution of the scan.

    Attributes:
        dpi: of the scan.
        widths: of the wider page of each sheet in pixels, in the order of the pile.
        longest, shortest: lengths of sheets in inches.
    """

    dpi: int
    widths: tuple[int, ...]
    longest: float
    shortest: float


def measure(sheets: list[CapturedSheet], optics: Optics, dpi: int | None) -> Measures:
    """Look at the sizes of all pages, at their heads alone where that is possible.

    Args:
        sheets: recorded.
        optics: for pages whose head does not say enough.
        dpi: of the scan; None for that of the first page, where the scanner has it.
    """
    own = optics.pixels(sheets[0].front).dpi if sheets else float(dpi or 200)
    scan = dpi or min(WIDTHS, key=lambda one: abs(one - own))
    widths, lengths = [], []
    for sheet in sheets:
        sizes = [_size(page, optics) for page in sheet.pages]
        lengths.append(max(rows / there for _, rows, there in sizes))
        widths.append(
            max(
                columns if abs(there - scan) < SAME_DPI else round(columns * scan / there)
                for columns, _, there in sizes
            )
        )
    return Measures(scan, tuple(widths), max(lengths, default=0.0), min(lengths, default=0.0))


def _size(page: PageImage, optics: Optics) -> tuple[int, int, float]:
    """Columns, rows and dots per inch."""
    if page.page == 0:
        try:
            with Image.open(io.BytesIO(page.encoded)) as head:
                said = head.info.get("dpi")
                if said is not None and float(said[0]) > 1:
                    return head.width, head.height, float(said[0])
        except (OSError, ValueError, Image.DecompressionBombError):
            pass
    pixels = optics.pixels(page)
    return pixels.gray.shape[1], pixels.gray.shape[0], pixels.dpi


def simulated_device(
    address: Address, optics: Optics, notify: Notify, *, faults: Faults, quirks: Quirks | None = None
) -> tuple[PdiDevice, Paper, Address]:
    """A device with the sheets of the address's folder before it, and its driver's address with all settings.

    Skins that show the device to another process use this, too.

    Raises:
        AddressError: a value that an option does not have, or a fault that it cannot have.
    """
    if any(fault.kind is FaultKind.NOISE for fault in faults.left):
        raise AddressError(f"{address.text}: line-noise is no fault of a scanner on USB")
    sheets = recorded_sheets(address)
    measures = measure(sheets, optics, int(address.options["dpi"]) if "dpi" in address.options else None)
    default = {"dpi": str(measures.dpi), "paper": f"{max(3.0, measures.longest):.4f}"}
    if not any(sheet.back is not None for sheet in sheets):
        default["sides"] = "front"  # a duplex scanner would add a white back to each
    if "paper" not in address.options:
        default["shortest"] = f"{max(0.0, measures.shortest * 0.9 - ROUNDING):.4f}"
    own = {name: value for name, value in address.options.items() if name in OPTIONS}
    driver = Address(address.text, "pdi", "", default | own)
    ScanSettings.of(driver)
    arrays = Arrays(
        optics,
        _wide(address, measures, notify),
        _once(notify),
        worn=address.choice("glass", "clean", "worn") == "worn",
    )
    paper = Paper(sheets)
    return PdiDevice(paper, faults, arrays, quirks=quirks), paper, driver


def open_simulated(address: Address, around: Surroundings) -> Scanner:
    """Feed recorded sheets through a simulated PageScan, with a person who does what is asked."""
    address.only(*OPTIONS, "pages", "fault", "array", "glass")
    optics = optics_of(address, around)
    device, paper, driver = simulated_device(address, optics, around.notify, faults=script_of(address))
    return scene(driver, device, paper).open(around)


def scene(driver: Address, device: PdiDevice, paper: Paper) -> Scene:
    """A device with a person at it.

    Args:
        driver: what the driver is given, with all settings.
        device: the simulated one.
        paper: what lies before it.
    """
    clock = SimulatedClock()

    def open_link() -> Transport:
        device.connecting()
        return MemoryTransport(device, clock)

    def make(around: Surroundings) -> Machine:
        def build(link: Link, clock: Clock, address: Address) -> Machine:
            return machine(link, clock, address, around.notify)

        return attach(around, open_link, build, driver)

    person = Person(paper, device)
    clock.attach(device)
    clock.attach(person)
    return Scene(driver.text, paper, person, clock, make)


def _wide(address: Address, measures: Measures, notify: Notify) -> dict[int, int]:
    """Sheets for which a real array is too narrow, and how wide one must be at 400 dpi to see all of them."""
    real = WIDTHS[measures.dpi]
    wide = {number: width for number, width in enumerate(measures.widths, 1) if width > real}
    if not wide:
        return {}
    text = f"{len(wide)} sheets are wider than the {real} pixels that a PageScan sees"
    if address.choice("array", "fit", "real") == "real":
        notify(Notice("simulated-array", f"{text}: what is beyond is lost. "))
        return {}
    notify(Notice("simulated-array", f"{text}: the simulated one sees all of them. "))
    return {number: -(-width * 400 // measures.dpi // (2 * STEP)) * 2 * STEP for number, width in wide.items()}


def _once(notify: Notify) -> Callable[[PageImage, float, int], None]:
    told = False

    def tell(page: PageImage, there: float, scan: int) -> None:
        nonlocal told
        if not told:
            told = True
            text = f"{page.name} has {there:g} dpi and is scanned at {scan}: it is resampled. "
            notify(Notice("resampled", text))

    return tell
