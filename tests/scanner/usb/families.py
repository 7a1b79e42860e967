"""The simulated scanners on USB, ready to be plugged in, and small recorded sheets for them."""

import importlib
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from scanner.devices.simulated.person import Handles
from scanner.devices.simulated.skins.descriptors import Descriptors
from scanner.link.memory import Peripheral
from scanner.pages import gray_page
from scanner.sheet import CapturedSheet
from scanner.surroundings import Pixels


@dataclass
class Family:
    """A device that is ready to be plugged in.

    Attributes:
        device: it.
        hands: what a person can do to it.
        descriptors: what it says of itself.
        scheme: of its address.
        which: names it in its address.
        options: of its address, for sheets as `recorded` draws them.
    """

    device: Peripheral
    hands: Handles
    descriptors: Descriptors
    scheme: str
    which: str
    options: str

    @property
    def address(self):
        return f"{self.scheme}:{self.which}{self.options}"


def pdi(paper, faults):
    simulator = importlib.import_module("scanner.devices.pdi.simulator")
    picture = importlib.import_module("scanner.devices.pdi.simulator.picture")
    widths = importlib.import_module("scanner.devices.pdi.protocol.geometry").WIDTHS
    arrays = picture.Arrays(Eyes(), dict(widths), lambda page, there, scan: None, worn=False)
    device = simulator.PdiDevice(paper, faults, arrays)
    return Family(device, device, simulator.DESCRIPTORS, "pdi", "SIM0001", "?paper=4.5&shortest=4")


def custom_a4(paper, faults):
    simulator = importlib.import_module("scanner.devices.custom_a4.simulator")
    camera = importlib.import_module("scanner.devices.custom_a4.simulator.image").Camera
    device = simulator.CustomA4Device(paper, faults, camera(Eyes(), lambda notice: None))
    return Family(device, simulator.Hands(device), simulator.DESCRIPTORS, "custom-a4", "", "")


FAMILIES = {"pdi": pdi, "custom_a4": custom_a4}
LENGTH = 900
"""Rows of a page at 200 dpi: 4.5 inches, a short sheet for quick tests."""


def recorded(number):
    """A sheet with two sides that no other has."""
    rng = np.random.default_rng(number)
    pages = [
        gray_page(rng.integers(0, 256, (LENGTH, 240), np.uint8), 200.0, f"{number}-{side}") for side in "ab"
    ]
    return CapturedSheet(f"{number:03d}", *pages, "folder:test")


def seen(page):
    """The pixels of a page."""
    with Image.open(io.BytesIO(page.encoded)) as image:
        return np.asarray(image.convert("L"), np.uint8)


class Eyes:
    """`Optics` for pages as `recorded` draws them."""

    def pixels(self, page):
        return Pixels(seen(page), 200.0)

    def levels(self, sheet):
        raise AssertionError("this device takes pictures")
