"""The feeder: on for one sheet at most, and off again for certain."""

from __future__ import annotations

from typing import Final

from scanner.devices.pdi import troubles
from scanner.devices.pdi.conversation import TIMES, Conversation
from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.geometry import Sides
from scanner.devices.pdi.protocol.replies import DeviceSettings, entry_sensors_of, threshold_of
from scanner.devices.pdi.protocol.status import Status
from scanner.devices.pdi.settings import ScanSettings
from scanner.trouble import Trouble, TroubleKind

RESOLUTIONS: Final = {
    200: commands.HALF_RESOLUTION,
    300: commands.MEDIUM_RESOLUTION,
    400: commands.NATIVE_RESOLUTION,
}
SIDES: Final = {
    Sides.BOTH: commands.DUPLEX,
    Sides.FRONT: commands.TOP_ONLY,
    Sides.BACK: commands.BOTTOM_ONLY,
}
ARRAYS: Final = {Sides.FRONT: 1, Sides.BACK: 2, Sides.BOTH: 3}


def feeder_off(line: Conversation) -> Status:
    """Turn the feeder off, and make sure that it is.

    Returns:
        The status afterwards.

    Raises:
        Trouble: it stays on, or the scanner does not answer.
    """
    for _ in range(TIMES):
        line.tell(commands.FEEDER_OFF)
        status = line.status()
        if not status.enabled:
            return status
    raise Trouble(TroubleKind.DEVICE, "the feeder cannot be turned off", troubles.detail(status))


def configure(line: Conversation, settings: ScanSettings) -> DeviceSettings:
    """Set everything that scanning depends on, in the order that is known to work (1.7), and check it.

    Sent before every sheet: what is on at power-on is not known, and it may let an undecided ballot go.

    Returns:
        What the scanner says of its settings.

    Raises:
        Trouble: the scanner does not take a setting.
    """
    for _ in range(TIMES):
        before = line.refusals
        line.tell(
            RESOLUTIONS[settings.dpi],
            SIDES[settings.sides],
            commands.AUTO_START,
            commands.PICK_ON_COMMAND,
            commands.set_double_feed_sensitivity(settings.sensitivity),
            commands.set_double_feed_overlap(settings.overlap),
            commands.DOUBLE_FEED_ON if settings.double_feed else commands.DOUBLE_FEED_OFF,
            commands.ONE_BIT if settings.bilevel else commands.NATIVE_BITS,
            commands.RUN_OUT_OFF,
            commands.FULL_SPEED if settings.full_speed else commands.HALF_SPEED,
        )
        if settings.sides is not Sides.BACK:
            _threshold(line, "T", settings.top)
        if settings.sides is not Sides.FRONT:
            _threshold(line, "B", settings.bottom)
        _entry_sensors(line, settings.entry_sensors)
        line.tell(commands.set_longest(settings.longest), commands.set_intake_delay(settings.intake_delay))
        said = line.understood(commands.SETTINGS, DeviceSettings.decode)
        if line.refusals == before:
            break
    else:
        raise Trouble(TroubleKind.DEVICE, "the scanner refuses its settings", f"{TIMES} times")
    bits = 1 if settings.bilevel else 8
    if (said.dpi, said.bits, said.arrays) != (settings.dpi, bits, ARRAYS[settings.sides]):
        text = "the scanner does not take its settings"
        raise Trouble(
            TroubleKind.DEVICE, text, f"it says {said.dpi} dpi, {said.bits} bit, arrays {said.arrays}"
        )
    return said


def _threshold(line: Conversation, side: str, percent: int) -> None:
    wanted = (side, percent)
    body = commands.set_threshold("T" if side == "T" else "B", percent)
    if line.understood(body, threshold_of) != wanted:
        raise Trouble(TroubleKind.DEVICE, "the scanner does not take its threshold", f"{side} {percent} %")


def _entry_sensors(line: Conversation, wanted: int) -> None:
    required, there = line.understood(commands.set_entry_sensors(wanted), entry_sensors_of)
    if required != wanted:
        text = f"the scanner has {there} entry sensors and needs {required} of them covered, not {wanted}"
        raise Trouble(TroubleKind.DEVICE, text)
