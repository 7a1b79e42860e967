"""A simulated PageScan for other programs, over USB/IP."""

from __future__ import annotations

from scanner.address import Address
from scanner.devices.pdi.settings import OPTIONS
from scanner.devices.pdi.simulator.descriptors import DESCRIPTORS
from scanner.devices.pdi.simulator.opening import simulated_device
from scanner.devices.simulated.opening import optics_of, script_of
from scanner.devices.simulated.usb_served import UsbServed
from scanner.surroundings import Surroundings


def serve(address: Address, around: Surroundings, at: str) -> UsbServed:
    """See `scanner.serving.serve`."""
    address.only(*OPTIONS, "pages", "fault", "array", "glass")
    optics = optics_of(address, around)
    device, paper, _ = simulated_device(address, optics, around.notify, faults=script_of(address))
    return UsbServed(device, device, paper, DESCRIPTORS, at)
