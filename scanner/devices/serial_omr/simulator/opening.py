"""``sim+serial:DIR?profile=NAME`` recorded sheets through a simulated reader and the real driver."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from scanner.address import Address
from scanner.attach import attach
from scanner.devices.serial_omr.opening import build_serial, only, profile_of
from scanner.devices.serial_omr.protocol.profile import Profile
from scanner.devices.serial_omr.simulator.form import Form
from scanner.devices.serial_omr.simulator.hands import ReaderHands
from scanner.devices.serial_omr.simulator.head import Head
from scanner.devices.serial_omr.simulator.line import LineReader
from scanner.devices.serial_omr.simulator.reader import Reader
from scanner.devices.serial_omr.simulator.scantron import Scantron
from scanner.devices.serial_omr.simulator.sekonic import Sekonic
from scanner.devices.simulated import Faults, Paper, Person
from scanner.devices.simulated.opening import optics_of, recorded_sheets, script_of
from scanner.devices.simulated.scene import Scene
from scanner.errors import RecordingError
from scanner.interface import Scanner
from scanner.link.errors import LinkBusyError
from scanner.link.memory import MemoryTransport, SimulatedClock
from scanner.machine import Machine
from scanner.surroundings import Surroundings

OPTIONS: Final = ("profile", "fault", "pages")

READERS: Final[dict[str, type[Reader]]] = {
    "sekonic": Sekonic,
    "form": Form,
    "line": LineReader,
    "scantron": Scantron,
}


def open_simulated(address: Address, around: Surroundings) -> Scanner:
    """Open ``sim+serial:DIR?profile=NAME[&fault=SCRIPT][&pages=...]``; settings as for ``serial:``.

    Raises:
        AddressError: an option or a setting that does not exist or does not fit.
        RecordingError: a folder or a script that cannot be used.
    """
    only(address, OPTIONS)
    profile = profile_of(address)
    reader = reader_of(address, profile, around, script_of(address))
    return scene(address, reader).open(around)


def reader_of(address: Address, profile: Profile, around: Surroundings, faults: Faults) -> Reader:
    """A reader with the recorded sheets of a folder in its hopper."""
    head = Head(profile, optics_of(address, around))
    return loaded(profile, Paper(recorded_sheets(address)), faults, head)


def loaded(profile: Profile, paper: Paper, faults: Faults, head: Head) -> Reader:
    """A reader with cards in its hopper.

    Raises:
        RecordingError: a fault that a mark reader does not have.
    """
    kind = READERS[profile.speaks]
    for fault in faults.left:
        if fault.kind not in kind.possible:
            have = ", ".join(sorted(one.value for one in kind.possible))
            raise RecordingError(f"this simulated reader has no fault {fault.kind.value!r}; it has: {have}")
    return kind(profile, paper, faults, head)


def scene(address: Address, reader: Reader) -> Scene:
    """A reader with a person at it.

    Args:
        address: its options are the driver's profile and settings.
        reader: the simulated one, loaded.
    """
    clock = SimulatedClock()
    person = Person(reader.paper, ReaderHands(reader))
    clock.attach(reader)
    clock.attach(person)

    def link() -> MemoryTransport:
        reader.connecting()
        if reader.taken:
            raise LinkBusyError("another program uses the reader; close it")
        transport = MemoryTransport(reader, clock)
        transport.read(timeout=0)  # a device that is not attached is not opened
        return transport

    own = {name: value for name, value in address.options.items() if name not in ("fault", "pages")}
    driver = replace(address, scheme="serial", options=own)

    def make(around: Surroundings) -> Machine:
        return attach(around, link, build_serial, driver)

    return Scene(address.text, reader.paper, person, clock, make, lambda: reader.quiet)
