"""What the simulated scanner says of itself on the bus.

Identity, interface and pipes are the device's; class, versions and packet sizes are assumed.
"""

from __future__ import annotations

from typing import Final

from scanner.devices.custom_a4.usb import SPEC
from scanner.devices.simulated.skins.descriptors import descriptors_of

DESCRIPTORS: Final = descriptors_of(SPEC, "simulated Custom A4", serial="")
