"""``sim+custom-a4:DIR``: recorded sheets through the simulated scanner and the real driver."""

from __future__ import annotations

from scanner.address import Address
from scanner.attach import attach
from scanner.devices.custom_a4.driver import machine
from scanner.devices.custom_a4.driver.settings import OPTIONS
from scanner.devices.custom_a4.simulator.device import CustomA4Device
from scanner.devices.custom_a4.simulator.hands import Hands
from scanner.devices.custom_a4.simulator.image import Camera
from scanner.devices.custom_a4.simulator.mishaps import CAN
from scanner.devices.simulated.faults import Faults, Moment
from scanner.devices.simulated.opening import optics_of, recorded_sheets, script_of
from scanner.devices.simulated.paper import Paper
from scanner.devices.simulated.person import Person
from scanner.devices.simulated.scene import Scene
from scanner.errors import AddressError
from scanner.interface import Scanner
from scanner.link.errors import LinkBusyError, LinkLostError
from scanner.link.memory import MemoryTransport, SimulatedClock
from scanner.machine import Machine
from scanner.surroundings import Surroundings


class Socket:
    """One opening of the device: dead once the device left the bus, even if it is back."""

    def __init__(self, device: CustomA4Device) -> None:
        self._device = device
        self._plugged = device.plugged

    @property
    def attached(self) -> bool:
        return self._device.attached and self._device.plugged == self._plugged

    def receive(self, pipe: int, data: bytes) -> None:
        self._device.receive(pipe, data)

    def offer(self, pipe: int, size: int) -> bytes | None:
        return self._device.offer(pipe, size)

    def due(self) -> float | None:
        return self._device.due()

    def advance(self, now: float) -> None:
        self._device.advance(now)


def plug(device: CustomA4Device, clock: SimulatedClock) -> MemoryTransport:
    """Open the device.

    Raises:
        LinkBusyError: another program has it.
        LinkLostError: it is not there.
    """
    device.strike(Moment.CONNECTING)
    if device.taken:
        raise LinkBusyError("another program uses the scanner")
    if not device.attached:
        raise LinkLostError("the scanner is not connected; plug it in and switch it on")
    return MemoryTransport(Socket(device), clock)


def open_simulated(address: Address, around: Surroundings) -> Scanner:
    """The opener of ``sim+custom-a4:``.

    Raises:
        AddressError: an option that there is not, or a fault that this device cannot have.
        RecordingError: the folder or the script cannot be taken.
    """
    address.only(*OPTIONS, "fault", "pages")
    return scene(address, device_of(address, around)).open(around)


def device_of(address: Address, around: Surroundings) -> CustomA4Device:
    """The device with the sheets of the address's folder before it.

    Raises:
        AddressError: a fault that this device cannot have.
        RecordingError: the folder or the script cannot be taken.
    """
    camera = Camera(optics_of(address, around), around.notify)
    return CustomA4Device(Paper(recorded_sheets(address)), _faults(address), camera)


def scene(address: Address, device: CustomA4Device) -> Scene:
    """A device with a person at it."""
    clock = SimulatedClock()
    driver = Address(address.text, "custom-a4", "", _settings(address, device.paper))

    def make(around: Surroundings) -> Machine:
        return attach(around, lambda: plug(device, clock), machine, driver)

    person = Person(device.paper, Hands(device))
    clock.attach(device)
    clock.attach(person)
    return Scene(address.text, device.paper, person, clock, make)


def _settings(address: Address, paper: Paper) -> dict[str, str]:
    """What the driver is told: sheets without backs are scanned from one side, as they were recorded."""
    given = {name: value for name, value in address.options.items() if name in OPTIONS}
    fronts = all(sheet.recorded.back is None for sheet in paper.sheets)
    return {"sides": "a" if fronts else "both", **given}


def _faults(address: Address) -> Faults:
    faults = script_of(address)
    for fault in faults.left:
        if fault.moment not in CAN.get(fault.kind, ()):
            text = f"a Custom A4 cannot have the fault {fault.kind.value}, {fault.moment.value}"
            raise AddressError(f"{address.text}: {text}; it has: {', '.join(sorted(one.value for one in CAN))}")
    return faults
