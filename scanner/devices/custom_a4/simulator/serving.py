"""A simulated Custom A4 for other programs, over USB/IP."""

from __future__ import annotations

from scanner.address import Address
from scanner.devices.custom_a4.driver.settings import OPTIONS
from scanner.devices.custom_a4.simulator.descriptors import DESCRIPTORS
from scanner.devices.custom_a4.simulator.hands import Hands
from scanner.devices.custom_a4.simulator.opening import device_of
from scanner.devices.simulated.usb_served import UsbServed
from scanner.surroundings import Surroundings


def serve(address: Address, around: Surroundings, at: str) -> UsbServed:
    """See `scanner.serving.serve`."""
    address.only(*OPTIONS, "fault", "pages")
    device = device_of(address, around)
    return UsbServed(device, Hands(device), device.paper, DESCRIPTORS, at)
