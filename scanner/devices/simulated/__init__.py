"""What all simulated devices share: the paper, a person who obeys notices, and what goes wrong when.

A simulator keeps field knowledge: odd behaviour of real devices is written into it, with a comment that says
where it was seen.
"""

from scanner.devices.simulated.faults import Fault, FaultKind, Faults, Moment, read_script
from scanner.devices.simulated.paper import Paper, SimulatedSheet, Spot
from scanner.devices.simulated.person import Handles, Person

__all__ = [
    "Fault",
    "FaultKind",
    "Faults",
    "Handles",
    "Moment",
    "Paper",
    "Person",
    "SimulatedSheet",
    "Spot",
    "read_script",
]
