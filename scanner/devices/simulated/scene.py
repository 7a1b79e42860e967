"""A simulated device before its pile, with a person: what stays as it lies when a station is killed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from scanner.device_scanner import DeviceScanner
from scanner.devices.simulated.opening import simulated, with_person
from scanner.devices.simulated.paper import Paper
from scanner.devices.simulated.person import Person
from scanner.interface import ScannerInfo
from scanner.link.memory import SimulatedClock
from scanner.machine import Machine
from scanner.surroundings import Surroundings

Make = Callable[[Surroundings], Machine]
"""Makes the real driver on the simulated device."""


def always() -> bool:
    return True


class SimulatedScanner(DeviceScanner):
    """The scanner, and the paper beside it.

    Attributes:
        paper: where each sheet is: the truth.
    """

    def __init__(self, address: str, machine: Machine, around: Surroundings, paper: Paper) -> None:
        super().__init__(address, machine, around)
        self.paper = paper

    def describe(self) -> ScannerInfo:
        return simulated(super().describe(), len(self.paper.sheets))


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything but the station.

    Attributes:
        address: as it was given.
        paper: the pile.
        person: who feeds it, and does what a notice asks.
        clock: the device's time and the person's.
        make: the driver.
        quiet: whether nothing is on its way to the station; a person who says that the pile is through has
            seen the last sheet appear.
    """

    address: str
    paper: Paper
    person: Person
    clock: SimulatedClock
    make: Make
    quiet: Callable[[], bool] = always

    def open(self, around: Surroundings) -> SimulatedScanner:
        """A station comes; the one before it is gone."""
        inside = with_person(around, self.person, self.clock)
        through = replace(inside, finished=lambda: around.finished() or (self.person.done and self.quiet()))
        return SimulatedScanner(self.address, self.make(through), through, self.paper)
