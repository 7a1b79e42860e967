"""What a person can do to the simulated scanner."""

from __future__ import annotations

from scanner.devices.custom_a4.simulator.device import CustomA4Device
from scanner.devices.simulated.paper import Spot


class Hands:
    """`scanner.devices.simulated.person.Handles`."""

    def __init__(self, device: CustomA4Device) -> None:
        self._device = device

    @property
    def entry_free(self) -> bool:
        mechanics = self._device.mechanics
        return not (mechanics.path or mechanics.entry or mechanics.cover_open)

    def insert(self) -> None:
        self._device.paper.top(Spot.ENTRY)

    def take_out(self, spot: Spot) -> None:
        self._device.abort_scan()
        self._device.mechanics.take_out(spot)

    def clear_entry(self) -> None:
        """Takes away what was pushed in behind another sheet."""
        self._device.mechanics.clear_entry()

    def lay_back(self) -> None:
        self._device.mechanics.lay_down(Spot.PILE)

    def close_cover(self) -> None:
        self._device.mechanics.cover_open = False

    def plug_in(self) -> None:
        self._device.power_on()

    def calibrate(self) -> None:
        """It never asks for it."""

    def switch_off_and_on(self) -> None:
        """Wakes what was silent; a sensor that stuck is cleaned on the way."""
        self._device.power_off()
        self._device.mechanics.stuck_entry = self._device.mechanics.stuck_exit = False
        self._device.power_on()

    def end_other_program(self) -> None:
        self._device.taken = False
