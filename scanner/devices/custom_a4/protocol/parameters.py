"""Scan parameters: the 40 bytes that follow ``PAR`` (reference 2.3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Final

from scanner.devices.custom_a4.protocol.errors import CodecError

PARAMETERS_SIZE: Final = 40
_LAYOUT: Final = struct.Struct("<4s8B4sHBBHHIIII")
_SOURCE: Final = b"ADF\0"
_RAW: Final = b"RAW\0"


class Paging(IntFlag):
    """Byte 4."""

    NONE = 0
    PAGE_READ = 1
    NO_MIRROR_CORRECTION = 2
    NO_SHADING = 4
    REVERSE = 8


class Picture(IntFlag):
    """Byte 5: what the scanner may do to the image.  Evidence is raw, so none of it is used."""

    NONE = 0
    CROP_DESKEW = 1
    PAGE_FILL = 2
    LEFT_ALIGN = 4
    AUTO_COLOUR = 8
    AUTO_LEVEL = 16
    DETECT_COLOUR = 32
    AUTO_THRESHOLD = 64


class Motion(IntFlag):
    """Byte 6."""

    MOTOR_OFF = 1
    IGNORE_PAPER_SENSOR = 2
    LAMP_OFF = 4
    TEST_PATTERN = 8
    PSEUDO_SENSOR = 16


class AfterScan(IntEnum):
    """What becomes of the sheet."""

    HOLD = 0
    FORWARD = 1
    BACK = 2


class Sides(IntEnum):
    """Which sides are scanned."""

    A = 1
    B = 2
    BOTH = 3


class Channel(IntEnum):
    """Which light, and how it becomes a value."""

    COLOUR = 0
    RED = 1
    GREEN = 2
    BLUE = 3
    INFRARED = 4
    ULTRAVIOLET = 5
    BLACK_WHITE = 6
    GREY_ANALOGUE = 7
    GREY_DIGITAL = 8


@dataclass(frozen=True, slots=True)
class ScanParameters:
    """One scan.

    Attributes:
        ultrasonic_level: of the double sheet sensor, 0 most sensitive to 3 least; None switches it off.
        hardware_deskew: the scanner straightens the image by itself.
        bits: per pixel: 1, 8 or 24.
        dpi: dots per inch in both directions: 200, 300 or 600.
        x_offset, width: in pixels; y_offset, height: in rows.
    """

    dpi: int
    x_offset: int
    width: int
    height: int
    y_offset: int = 0
    sides: Sides = Sides.BOTH
    after: AfterScan = AfterScan.HOLD
    ultrasonic_level: int | None = 0
    hardware_deskew: bool = False
    bits: int = 8
    channel: Channel = Channel.GREY_ANALOGUE
    paging: Paging = Paging.NONE
    picture: Picture = Picture.NONE
    motion: Motion = Motion.IGNORE_PAPER_SENSOR | Motion.PSEUDO_SENSOR

    def encode(self) -> bytes:
        ultrasonic = 0x20 if self.ultrasonic_level is None else self.ultrasonic_level << 6
        handling = ultrasonic | (0 if self.hardware_deskew else 0x10) | self.after
        flags = self.paging, self.picture, self.motion, 0, handling, 0, self.sides, 1
        area = self.x_offset, self.y_offset, self.width, self.height
        return _LAYOUT.pack(_SOURCE, *flags, _RAW, 0, self.bits, self.channel, self.dpi, self.dpi, *area)

    @classmethod
    def decode(cls, data: bytes) -> ScanParameters:
        """Read what a host sent.

        Raises:
            CodecError: not 40 bytes, not raw pixels from the feeder, or a value that does not exist.
        """
        if len(data) != PARAMETERS_SIZE:
            raise CodecError(f"scan parameters have {PARAMETERS_SIZE} bytes, not {len(data)}")
        (source, paging, picture, motion, _, handling, _, sides, _, form, _, bits, channel, dpi, dpi_down,
         x_offset, y_offset, width, height) = _LAYOUT.unpack(data)  # fmt: skip
        if source != _SOURCE or form != _RAW or dpi != dpi_down:
            raise CodecError("scan parameters ask for something else than raw pixels from the feeder")
        try:
            return cls(
                dpi,
                x_offset,
                width,
                height,
                y_offset,
                Sides(sides),
                AfterScan(handling & 0x03),
                None if handling & 0x20 else handling >> 6,
                not handling & 0x10,
                bits,
                Channel(channel),
                Paging(paging),
                Picture(picture),
                Motion(motion),
            )
        except ValueError as error:
            raise CodecError(f"scan parameters: {error}") from error


AREAS: Final = {200: (8, 1712, 9980), 300: (12, 2568, 14970)}
"""For each resolution the offset, width and greatest height that the makers' software uses."""


def parameters(
    dpi: int = 200, sides: Sides = Sides.BOTH, ultrasonic_level: int | None = 0, width: int | None = None
) -> ScanParameters:
    """The parameters of a ballot scan: 8-bit grey, held after the scan, no processing by the scanner.

    Args:
        dpi: a key of `AREAS`.
        sides: which.
        ultrasonic_level: as in `ScanParameters`.
        width: in pixels, when it is not that of `AREAS`.
    """
    offset, usual, height = AREAS[dpi]
    return ScanParameters(
        dpi, offset, usual if width is None else width, height, sides=sides, ultrasonic_level=ultrasonic_level
    )
