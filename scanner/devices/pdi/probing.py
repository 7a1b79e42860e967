"""What a connected scanner says of itself, for people who probe it."""

from __future__ import annotations

from scanner.devices.pdi.calibration import double_feed_readings
from scanner.devices.pdi.conversation import Conversation
from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.geometry import WIDTHS, Geometry
from scanner.devices.pdi.protocol.replies import ARRAYS, DeviceSettings, Firmware, entry_sensors_of
from scanner.devices.pdi.settings import ScanSettings


def report_of(line: Conversation, settings: ScanSettings, geometry: Geometry) -> dict[str, str]:
    """Ask for everything that moves no paper.  Only while no sheet is awaited.

    Raises:
        Trouble: the scanner does not answer.
    """
    firmware = line.understood(commands.FIRMWARE, Firmware.decode)
    built = line.ask(commands.FIRMWARE_TIME)[1:].decode("ascii", "replace")
    serial = line.ask(commands.SERIAL)[1:].decode("ascii", "replace")
    status = line.status()
    said = line.understood(commands.SETTINGS, DeviceSettings.decode)
    required, there = line.understood(commands.ENTRY_SENSORS, entry_sensors_of)
    readings = double_feed_readings(line)
    odd = "" if geometry.width == WIDTHS[geometry.dpi] else f" (a PageScan has {WIDTHS[geometry.dpi]})"
    return {
        "firmware": f"product {firmware.product}, {firmware.major}.{firmware.minor}, logic {firmware.logic}",
        "built": built,
        "serial number": serial,
        "cover": "open" if status.cover_open else "closed",
        "paper path": "a sheet is in it" if status.document else "free",
        "sensors": ", ".join(status.covered) or "none covered",
        "jam": "yes" if status.jam else "no",
        "feeder": "on" if status.enabled else "off",
        "calibration": "needed" if said.calibration_needed or status.calibration_needed else "not needed",
        "arrays": f"{ARRAYS.get(said.arrays, str(said.arrays))}, {geometry.width} pixels each{odd}",
        "entry sensors": f"{required} of {there} must be covered",
        "double-feed sensor": ", ".join(f"{name} {value}" for name, value in readings.items()),
        "settings": settings.words,
    }
