"""What the address of a Custom A4 may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.address import Address
from scanner.devices.custom_a4.protocol import ScanParameters, Sides, parameters
from scanner.errors import AddressError

OPTIONS: Final = ("dpi", "sides", "ultrasonic", "width")
MOST_WIDTH: Final = 10_000
"""Pixels; far beyond any array, and small enough that the ready bytes of a page fit the status."""

_SIDES: Final = {"both": Sides.BOTH, "a": Sides.A, "b": Sides.B}


@dataclass(frozen=True, slots=True)
class Settings:
    """How sheets are scanned.

    Attributes:
        dpi: 200 (as the makers' software for ballots) or 300.
        sides: ``both``, or one of them.
        ultrasonic: level of the double sheet sensor, 0 most sensitive to 3 least; None when it is off.
        width: pixels across, when not the usual 1712 or 2568.
    """

    dpi: int = 200
    sides: Sides = Sides.BOTH
    ultrasonic: int | None = 0
    width: int | None = None

    @property
    def parameters(self) -> ScanParameters:
        return parameters(self.dpi, self.sides, self.ultrasonic, self.width)

    @classmethod
    def of(cls, address: Address) -> Settings:
        """Read the options; those of others (such as of a simulation) are passed over.

        Raises:
            AddressError: a value that does not exist.
        """
        level = address.choice("ultrasonic", "0", "1", "2", "3", "off")
        return cls(
            int(address.choice("dpi", "200", "300")),
            _SIDES[address.choice("sides", *_SIDES)],
            None if level == "off" else int(level),
            _width(address),
        )


def _width(address: Address) -> int | None:
    text = address.options.get("width")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 8 <= int(text) <= MOST_WIDTH):
        raise AddressError(f"{address.text}: width is a number of pixels from 8 to {MOST_WIDTH}, not {text!r}")
    return int(text)
