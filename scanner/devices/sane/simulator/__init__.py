"""A simulated fi-series scanner behind a SANE server of our own; see `opening`."""

from scanner.devices.sane.simulator.opening import open_simulated, serve_sheets

__all__ = ["open_simulated", "serve_sheets"]
