"""Bodies of all commands (scanner-protocols 1.3).  `frames.command_frame` makes them ready to send."""

from __future__ import annotations

from typing import Final, Literal

ENABLE_CRC: Final = b"\x1bK"
TEST_STRING: Final = b"D"
FIRMWARE: Final = b"V"
FIRMWARE_TIME: Final = b"\x1bV"
STATUS: Final = b"Q"
SETTINGS: Final = b"I"
SERIAL: Final = b"*"
ENTRY_SENSORS: Final = b"\x1bs"
TABLES: Final = b"W"
TABLES_NATIVE: Final = b"W0"
TABLES_HALF: Final = b"W1"
CALIBRATE_SENSORS: Final = b"C"
FEEDER_ON: Final = b"8"
FEEDER_OFF: Final = b"9"
HALF_RESOLUTION: Final = b"A"
MEDIUM_RESOLUTION: Final = b"@"
NATIVE_RESOLUTION: Final = b"B"
DUPLEX: Final = b"J"
TOP_ONLY: Final = b"G"
BOTTOM_ONLY: Final = b"H"
NATIVE_BITS: Final = b"y"
ONE_BIT: Final = b"z"
AUTO_START: Final = b"g"
"""Its meaning is inferred; the maker's demonstration program sends it."""
PICK_ON_COMMAND: Final = b"\x1bX"
"""The feeder must be enabled again for every sheet."""
PICK_FREELY: Final = b"\x1bY"
EJECT_PAUSE_ON: Final = b"M"
EJECT_PAUSE_OFF: Final = b"N"
RUN_OUT_ON: Final = b"\x1be"
RUN_OUT_OFF: Final = b"\x1bd"
"""Hold the sheet after the scan."""
HALF_SPEED: Final = b"j"
FULL_SPEED: Final = b"k"
NO_REVERSE: Final = b"\x1bO"
TOP_THRESHOLD_UP: Final = b"\x1b+"
TOP_THRESHOLD_DOWN: Final = b"\x1b-"
BOTTOM_THRESHOLD_UP: Final = b"\x1b>"
BOTTOM_THRESHOLD_DOWN: Final = b"\x1b<"
SAVE_THRESHOLD: Final = b"\x1b$"
LAMP_ON: Final = b"5"
LAMP_OFF: Final = b"6"
TO_FRONT_AND_HOLD: Final = b"1"
TO_REAR: Final = b"3"
OUT_OF_FRONT: Final = b"4"
RELEASE: Final = b"7"
RESCAN: Final = b"["
DOUBLE_FEED_ON: Final = b"n"
DOUBLE_FEED_OFF: Final = b"o"
DOUBLE_FEED_LED: Final = b"n3a30"
DOUBLE_FEED_SINGLE: Final = b"n3a10"
DOUBLE_FEED_DOUBLE: Final = b"n3a20"
DOUBLE_FEED_THRESHOLD: Final = b"n3a90"
DOUBLE_FEED_SENSORS: Final = b"n3a40"
SAVE_REGISTERS: Final = b"}"
REBOOT: Final = b"0"
FLOW_CONTROL: Final = b"\x1bU"
"""The maker's; nobody is known to need it."""

BOOT_EJECT: Final = 9
"""Register: which way a sheet goes when the scanner is switched on."""
NO_BOOT_EJECT: Final = 0x200
"""Its value for "none", as seen; the other bits are unknown."""


def set_serial(serial: str) -> bytes:
    """Write the serial number, eight ASCII characters, to flash."""
    data = serial.encode("ascii")
    if len(data) != 8:
        raise ValueError(f"a serial number has 8 characters, not {len(data)}")
    return SERIAL + data


def set_entry_sensors(covered: int) -> bytes:
    """How many sensors must be covered for a scan to begin."""
    return ENTRY_SENSORS + str(_within(covered, 1, 9)).encode()


def set_threshold(side: Literal["T", "B"], percent: int) -> bytes:
    """Level of 1-bit images, in percent of white: ``T`` is the top (front), ``B`` the bottom."""
    return b"\x1b%" + side.encode() + bytes((_within(percent, 0, 100),))


def set_longest(inches: float) -> bytes:
    """Longest document; a longer one is a jam.

    The byte is the length in units plus 0x20; the unit is 0.1 inch, and where that does not reach, the next of
    0.15, 0.2, ... inch that does.
    """
    hundredths = round(inches * 100)
    if hundredths <= 0:
        raise ValueError("a document has a length")
    for step in range(10):
        unit = 10 + 5 * step
        value = round(hundredths / unit) + 0x20
        if value <= 0xFF:
            return b"\x1bD" + bytes((value,)) + (bytes((ord("0") + step,)) if step else b"")
    raise ValueError(f"{inches:g} inches is longer than any document")


def set_intake_delay(milliseconds: int) -> bytes:
    """Delay before intake, in steps of 16 ms: a raw byte, not a decimal number (0x30 would be 256 ms)."""
    return b"\x1bj" + bytes((0x20 + _within(round(milliseconds / 16), 0, 0xC8),))


def calibrate_double_feed(sheets: int) -> bytes:
    """Measure one sheet, or two on each other."""
    return b"n1" + str(_within(sheets, 1, 2)).encode()


def set_double_feed_sensitivity(percent: int) -> bytes:
    return b"n3A" + str(_within(percent, 0, 100)).encode()


def set_double_feed_overlap(hundredths: int) -> bytes:
    """Shortest overlap that counts, in hundredths of an inch."""
    return b"n3B" + str(_within(hundredths, 10, 250)).encode()


def read_register(index: int) -> bytes:
    return b"<%03X" % _within(index, 0, 0xFF)


def write_register(index: int, value: int) -> bytes:
    return b">%03X%08X" % (_within(index, 0, 0xFF), _within(value, 0, 0xFFFFFFFF))


def _within(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise ValueError(f"{value} is not from {low} to {high}")
    return value
