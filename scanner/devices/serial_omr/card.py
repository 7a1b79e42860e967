"""What one card came to, before it is a level sheet."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.devices.serial_omr.protocol.decoders import Columns


@dataclass(frozen=True, slots=True)
class Card:
    """The columns of each side, and how many timing marks the device counted, or None."""

    sides: tuple[Columns, ...]
    timing_marks: int | None = None


class Empty(Exception):  # noqa: N818  not an error: the feeder has no card
    """The device says that there is no card."""


class Busy(Exception):  # noqa: N818  not an error: the device will be asked again
    """The device says that it is busy, and did not feed."""
