"""The toy scanner behind an address, `toy:DIR`, fed with the recorded sheets of a folder."""

from __future__ import annotations

from scanner.address import Address
from scanner.devices.simulated import Paper, Person
from scanner.devices.simulated.opening import recorded_sheets, script_of, with_person
from scanner.interface import Scanner
from scanner.link import SimulatedClock
from scanner.surroundings import Surroundings
from tests.scanner.toy import ToyDevice, ToyRig

SEEN: list[Paper] = []
"""The paper of every toy that was opened."""


def open_toy(address: Address, around: Surroundings) -> Scanner:
    """With ``fault=SCRIPT``, ``holds=no``, and ``alone=yes`` for a device at which nobody sits."""
    paper = Paper(recorded_sheets(address))
    SEEN.append(paper)
    device = ToyDevice(paper, script_of(address).left, holds=address.choice("holds", "yes", "no") == "yes")
    clock = SimulatedClock()
    person = Person(paper, device)
    clock.attach(person)
    rig = ToyRig(paper, device, clock, person)
    if address.choice("alone", "no", "yes") == "no":
        return rig.open(around)
    attended = with_person(around, person, clock)  # a person with hands, and the station's own terminal
    return rig.open_alone(Surroundings(attended.notify, attended.finished, around.confirmed, around.optics))
