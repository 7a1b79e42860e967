"""The language of the PageScan: pure codecs without any I/O and without a clock."""

from scanner.devices.pdi.protocol.crc import crc8
from scanner.devices.pdi.protocol.events import EVENTS, Happening, happening
from scanner.devices.pdi.protocol.frames import CommandParser, ReplyParser, command_frame, reply_frame
from scanner.devices.pdi.protocol.geometry import Geometry, Sides
from scanner.devices.pdi.protocol.replies import DeviceSettings, Firmware
from scanner.devices.pdi.protocol.status import Status
from scanner.devices.pdi.protocol.tables import CalibrationTable

__all__ = [
    "EVENTS",
    "CalibrationTable",
    "CommandParser",
    "DeviceSettings",
    "Firmware",
    "Geometry",
    "Happening",
    "ReplyParser",
    "Sides",
    "Status",
    "command_frame",
    "crc8",
    "happening",
    "reply_frame",
]
