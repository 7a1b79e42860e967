"""A simulated PageScan: paper path, sensors, cover, arrays, registers, and all that goes wrong with them."""

from scanner.devices.pdi.simulator.descriptors import DESCRIPTORS
from scanner.devices.pdi.simulator.device import PdiDevice
from scanner.devices.pdi.simulator.opening import open_simulated, simulated_device
from scanner.devices.pdi.simulator.quirks import Quirks

__all__ = ["DESCRIPTORS", "PdiDevice", "Quirks", "open_simulated", "simulated_device"]
