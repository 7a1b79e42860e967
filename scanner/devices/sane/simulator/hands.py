"""What a person can do to a simulated production scanner, and does."""

from __future__ import annotations

import threading

from scanner.devices.sane.simulator.model import SimulatedFi
from scanner.devices.simulated.paper import Spot
from scanner.devices.simulated.person import Person
from scanner.notice import Ask, Notice


class FeederHands:
    """`scanner.devices.simulated.Handles` of a device with a feeder; it takes the device's lock.

    Args:
        device: the device.
        portion: how many sheets the person puts in at a time; None for the whole pile.
    """

    def __init__(self, device: SimulatedFi, portion: int | None = None) -> None:
        self._device = device
        self._feeder = device.feeder
        self._portion = portion

    @property
    def entry_free(self) -> bool:
        return not self._feeder.page_loaded

    def insert(self) -> None:
        with self._device.lock:
            pile = self._feeder.paper.pile
            self._feeder.aside = 0 if self._portion is None else max(0, pile - self._portion)

    def take_out(self, spot: Spot) -> None:
        with self._device.lock:
            self._feeder.clear(spot)

    def clear_entry(self) -> None:
        """Nothing can be pushed in behind another sheet: the feeder takes one after the other."""

    def lay_back(self) -> None:
        """A sheet that was pulled out lies in the feeder's way until it is asked for."""

    def close_cover(self) -> None:
        with self._device.lock:
            self._feeder.cover_open = False

    def plug_in(self) -> None:
        with self._device.lock:
            self._feeder.attached = True

    def calibrate(self) -> None:
        """Production scanners do so by themselves."""

    def switch_off_and_on(self) -> None:
        with self._device.lock:
            woken, self._device.woken = self._device.woken, threading.Event()
        woken.set()

    def end_other_program(self) -> None:
        with self._device.lock:
            self._feeder.taken_by_another = False


class FeedingPerson(Person):
    """Who is asked for paper while some lies in the feeder takes it out and puts it in again."""

    def __init__(self, device: SimulatedFi, portion: int | None = None) -> None:
        super().__init__(device.feeder.paper, FeederHands(device, portion))
        self._device = device

    def _obey(self, notice: Notice) -> None:
        if notice.ask is Ask.LOAD:
            with self._device.lock:
                self._device.feeder.aside = self._device.feeder.paper.pile
        super()._obey(notice)
