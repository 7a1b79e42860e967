"""Bytes in and out of a device: one protocol, whatever the cable."""

from scanner.link.errors import LinkBusyError, LinkError, LinkLostError
from scanner.link.memory import MemoryTransport, Peripheral, SimulatedClock, Ticking, Unended
from scanner.link.transport import Tee, Transport

__all__ = [
    "LinkBusyError",
    "LinkError",
    "LinkLostError",
    "MemoryTransport",
    "Peripheral",
    "SimulatedClock",
    "Tee",
    "Ticking",
    "Transport",
    "Unended",
]
