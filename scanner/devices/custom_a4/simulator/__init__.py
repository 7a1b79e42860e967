"""A Custom A4 that is not there: passive, below the unchanged driver.

Reading order: `timeline`, `mechanics` (paper, motor, sensors), `image` (what the arrays see), `replies`,
`mishaps` (faults), `device` (requests and answers), `hands` (what a person can do to it), `opening`.
"""

from scanner.devices.custom_a4.simulator.descriptors import DESCRIPTORS
from scanner.devices.custom_a4.simulator.device import CustomA4Device
from scanner.devices.custom_a4.simulator.hands import Hands
from scanner.devices.custom_a4.simulator.opening import open_simulated

__all__ = ["DESCRIPTORS", "CustomA4Device", "Hands", "open_simulated"]
