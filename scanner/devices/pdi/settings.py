"""What an operator can set, as options of the address ``pdi:`` (and of ``sim+pdi:DIR``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.address import Address
from scanner.devices.pdi.protocol.geometry import Sides
from scanner.errors import AddressError

OPTIONS: Final = (
    "dpi",
    "mode",
    "sides",
    "paper",
    "longest",
    "shortest",
    "double-feed",
    "sensitivity",
    "overlap",
    "threshold-front",
    "threshold-back",
    "entry-sensors",
    "intake-delay",
    "give-back",
    "speed",
)

LIMIT_BELOW_PAPER: Final = 0.5
"""Inches: the limit is set this much below the paper's length, so that a second sheet fed end to end is stopped
soon; taken literally it would stop every sheet, so units must allow some more (scanner-protocols 10)."""
SHORT_BELOW_PAPER: Final = 1.0
"""Inches: an image shorter than the paper by more than this lost a part, or the sheet is torn.  Ours."""


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """How sheets are scanned.

    Attributes:
        dpi: 200, 300 or 400.
        bilevel: one bit a pixel instead of eight.
        sides: which sides.
        paper: length of a sheet in inches.
        longest: inches above which the scanner calls a sheet a jam.
        shortest: inches below which an image is incomplete.
        double_feed: whether two sheets on each other are detected.
        sensitivity: of that, 0 to 100.
        overlap: shortest overlap that counts, hundredths of an inch.
        top, bottom: thresholds of 1-bit images, percent of white.
        entry_sensors: how many must be covered for a scan to begin.
        intake_delay: milliseconds before a sheet is drawn in.
        hold: a sheet that is given back is held at the front, instead of let go.
        full_speed: of the motor.
    """

    dpi: int = 200
    bilevel: bool = False
    sides: Sides = Sides.BOTH
    paper: float = 11.0
    longest: float = 10.5
    shortest: float = 10.0
    double_feed: bool = True
    sensitivity: int = 50
    overlap: int = 100
    top: int = 75
    bottom: int = 75
    entry_sensors: int = 2
    intake_delay: int = 0
    hold: bool = True
    full_speed: bool = True

    @classmethod
    def of(cls, address: Address) -> ScanSettings:
        """Read the options of an address; others than those in `OPTIONS` are passed over.

        Raises:
            AddressError: a value that an option does not have.
        """
        read = _Reader(address)
        paper = read.number("paper", 11.0, 3.0, 40.0)
        return cls(
            dpi=int(read.one_of("dpi", "200", "300", "400")),
            bilevel=read.one_of("mode", "grey", "bilevel") == "bilevel",
            sides=Sides(read.one_of("sides", "both", "front", "back")),
            paper=paper,
            longest=read.number("longest", paper - LIMIT_BELOW_PAPER, 1.0, 40.0),
            shortest=read.number("shortest", max(0.0, paper - SHORT_BELOW_PAPER), 0.0, 40.0),
            double_feed=read.one_of("double-feed", "on", "off") == "on",
            sensitivity=read.whole("sensitivity", 50, 0, 100),
            overlap=read.whole("overlap", 100, 10, 250),
            top=read.whole("threshold-front", 75, 0, 100),
            bottom=read.whole("threshold-back", 75, 0, 100),
            entry_sensors=read.whole("entry-sensors", 2, 1, 7),
            intake_delay=read.whole("intake-delay", 0, 0, 3200),
            hold=read.one_of("give-back", "hold", "release") == "hold",
            full_speed=read.one_of("speed", "full", "half") == "full",
        )

    @property
    def words(self) -> str:
        """For people."""
        mode = "1 bit a pixel" if self.bilevel else "8-bit grey"
        sides = "both sides" if self.sides is Sides.BOTH else f"the {self.sides.value} side only"
        feed = (
            f"sensitivity {self.sensitivity}, overlap {self.overlap / 100:g} in" if self.double_feed else "OFF"
        )
        return f"{self.dpi} dpi, {mode}, {sides}, paper of {self.paper:g} in, double-feed detection {feed}"


class _Reader:
    """Options of one address, with its text for the messages."""

    def __init__(self, address: Address) -> None:
        self._address = address

    def one_of(self, name: str, *known: str) -> str:
        return self._address.choice(name, *known)

    def number(self, name: str, default: float, low: float, high: float) -> float:
        text = self._address.options.get(name)
        if text is None:
            return default
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise AddressError(f"{self._address.text}: {name} is from {low:g} to {high:g}, not {text!r}")
        return value

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        value = self.number(name, default, low, high)
        if value != int(value):
            raise AddressError(f"{self._address.text}: {name} is a whole number, not {value:g}")
        return int(value)
