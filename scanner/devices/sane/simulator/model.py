"""A simulated fi-series scanner as SANE's fujitsu backend shows it: options, and one image after another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scanner.devices.sane.simulator.feeder import Cut, End, Feeder, Status
from scanner.devices.sane.simulator.option import Cap, Option, Type, Value
from scanner.devices.sane.simulator.table import NEEDS, OPTIONS, PAGE_OF
from scanner.devices.simulated.faults import FaultKind, Moment
from scanner.devices.simulated.paper import SimulatedSheet
from scanner.sheet import PageImage
from scanner.surroundings import Pixels

Look = Callable[[PageImage], Pixels]

RELOAD: Final = 2
"""Bit of a set option's answer: other options changed, too (scanner-protocols 5.3)."""

BLACK_BELOW: Final = 128
"""In lineart: ours; a real device has a threshold option."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on its way to the host.

    Attributes:
        data: what is sent; less than announced where a fault cut it.
        width, lines: as announced, in pixels.
        depth: bits per pixel, 8 or 1.
        end: how it ends.
        slow: it trickles.
    """

    data: bytes
    width: int
    lines: int
    depth: int
    end: End = Status.EOF
    slow: bool = False

    @property
    def bytes_per_line(self) -> int:
        return (self.width * self.depth + 7) // 8


class SimulatedFi:
    """The device.  Several threads call it: every method takes its lock.

    Attributes:
        feeder: its paper path.
        woken: set when a silent device was switched off and on.
        attendant: called after a client has closed the device; for simulations where nobody hears notices.
    """

    NAME: Final = "fi"
    VENDOR: Final = "FUJITSU"
    MODEL: Final = "fi-8170"

    def __init__(self, feeder: Feeder, look: Look, has: Callable[[str], bool] = lambda name: True) -> None:
        self.feeder = feeder
        self.lock = threading.RLock()
        self.woken = threading.Event()
        self.attendant: Callable[[], None] | None = None
        self._look = look
        table = [(option, value) for option, value in OPTIONS if not option.name or has(option.name)]
        self.options: tuple[Option, ...] = tuple(option for option, _ in table)
        self._default = {option.name: value for option, value in table if option.name}
        self._values = dict(self._default)
        self._open = False
        self._back: SimulatedSheet | None = None
        self._picture: Picture | None = None
        self._counter: int | None = None

    def open(self, name: str) -> Status:
        with self.lock:
            if name != self.NAME:
                return Status.INVALID
            if self._open or self.feeder.taken_by_another:
                return Status.BUSY
            self._open = True
            self._values = dict(self._default)
            self._back = self._picture = self._counter = None
            return Status.GOOD

    def close(self) -> None:
        self.cancel()
        with self.lock:
            self._open = False
            if self.attendant is not None:
                self.attendant()

    def cancel(self) -> None:
        """End the batch: the sheet in the path is put out (the backend discharges it)."""
        with self.lock:
            self._back = self._picture = self._counter = None
            self.feeder.drop()

    def describe(self, option: Option) -> bytes:
        """The descriptor of an option as things are now."""
        page = PAGE_OF.get(option.name)
        if page is not None and page in self._values:
            option = replace(option, span=(0.0, float(self._values[page]), 0.0))
        return option.describe(self.inactive(option))

    def inactive(self, option: Option) -> bool:
        needed = NEEDS.get(option.name)
        return needed is not None and self._values.get(needed) == self._default.get(needed)

    def get(self, option: Option) -> Value:
        with self.lock:
            match option.name:
                case "":
                    return len(self.options)
                case "page-loaded":
                    return self.feeder.page_loaded
                case "cover-open":
                    return self.feeder.cover_open
                case "double-feed":
                    return self.feeder.double_feed
                case "error-code":
                    return self.feeder.error_code
                case name:
                    return self._values[name]

    def set(self, option: Option, value: Value) -> Status:
        with self.lock:
            if not option.cap & Cap.SOFT_SELECT or self.inactive(option):
                return Status.INVALID
            if option.kind is Type.STRING and option.choices and value not in option.choices:
                return Status.INVALID
            page = PAGE_OF.get(option.name)
            if page is not None and page in self._values:
                value = min(float(value), float(self._values[page]))
            self._values[option.name] = value
            return Status.GOOD

    def start(self) -> End:
        """Take the next image: of the sheet's back, or of the next sheet's front."""
        with self.lock:
            sheet, self._back = self._back, None
            if sheet is not None:
                self._picture, end = self._capture(sheet, front=False), Status.GOOD
                return self._picture.end if not self._picture.data else end
            picked = self.feeder.pick()
            if picked is not Status.GOOD:
                return picked
            upper = self.feeder.under_way
            if upper is None:
                return Status.NO_DOCS
            self._print(upper)
            self._picture = self._capture(upper, front=True)
            return Status.GOOD

    @property
    def picture(self) -> Picture | None:
        """The image that was started; None before."""
        return self._picture

    def preview(self) -> Picture:
        """What the parameters are before an image is started."""
        inches = 25.4 / float(self._values["resolution"])
        width = round((float(self._values["br-x"]) - float(self._values["tl-x"])) / inches)
        lines = round((float(self._values["br-y"]) - float(self._values["tl-y"])) / inches)
        return Picture(b"", width, lines, 1 if self._lineart else 8)

    def sent(self, picture: Picture) -> None:
        """The image went over the wire as planned."""
        with self.lock:
            if picture.end is Status.EOF:
                self.feeder.drop()

    @property
    def _lineart(self) -> bool:
        return self._values["mode"] == "Lineart"

    def _capture(self, sheet: SimulatedSheet, *, front: bool) -> Picture:
        duplex = "Duplex" in str(self._values["source"])
        side = sheet.recorded.front if front else sheet.recorded.back
        picture = self._develop(side)
        if front and duplex:
            self._back = sheet
        moment = Moment.DURING if front else Moment.AFTER
        fault = self.feeder.faults.take(self.feeder.fed, moment)
        if fault is None and not duplex:
            fault = self.feeder.faults.take(self.feeder.fed, Moment.AFTER)
        return picture if fault is None else self._spoil(picture, fault.kind)

    def _spoil(self, picture: Picture, kind: FaultKind) -> Picture:
        half = picture.data[: len(picture.data) // 2]
        size = (picture.width, picture.lines, picture.depth)
        if kind is FaultKind.SHORT_IMAGE:
            return Picture(half, *size)
        if kind is FaultKind.SLOW:
            return Picture(picture.data, *size, slow=True)
        end = self.feeder.suffer(kind)
        return Picture(half, *size, end)

    def _develop(self, page: PageImage | None) -> Picture:
        """The page at the resolution that is set, and nothing but its pixels.

        On a real device the margins around the page are there, too, and black.
        """
        if page is None:
            blank = self.preview()
            gray: NDArray[np.uint8] = np.full((blank.lines, blank.width), 255, np.uint8)
        else:
            gray = scaled(self._look(page), float(self._values["resolution"]))
        lines, width = gray.shape
        if self._lineart:
            return Picture(np.packbits(gray < BLACK_BELOW, axis=1).tobytes(), width, lines, 1)
        return Picture(gray.tobytes(), width, lines, 8)

    def _print(self, sheet: SimulatedSheet) -> None:
        """The imprinter: text and counter, which goes on for as long as the device is open."""
        if not self._values.get("endorser"):
            return
        number = int(self._values["endorser-val"]) if self._counter is None else self._counter
        self._counter = number + int(self._values["endorser-step"])
        text = str(self._values["endorser-string"])
        sheet.imprint = text.replace("%05ud", f"{number:05d}").replace("%08ud", f"{number:08d}")


def scaled(pixels: Pixels, dpi: float) -> NDArray[np.uint8]:
    """The page at another resolution; the same array at its own."""
    if round(pixels.dpi) == round(dpi):
        return pixels.gray
    lines, width = pixels.gray.shape
    size = (max(1, round(width * dpi / pixels.dpi)), max(1, round(lines * dpi / pixels.dpi)))
    return np.asarray(Image.fromarray(pixels.gray).resize(size, Image.Resampling.BOX), dtype=np.uint8)


__all__ = ["Cut", "Look", "Picture", "SimulatedFi", "scaled"]
