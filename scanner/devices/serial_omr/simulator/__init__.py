"""Simulated mark readers.  What is stated of real ones is written beside the code that does it."""

from scanner.devices.serial_omr.simulator.opening import open_simulated

__all__ = ["open_simulated"]
