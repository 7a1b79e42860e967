"""Calibrating the image sensors and the double-feed sensor, with a person who puts sheets in."""

from __future__ import annotations

from typing import Final

from scanner.clock import Clock
from scanner.devices.pdi import troubles
from scanner.devices.pdi.conversation import Conversation
from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.events import (
    DOUBLE_FEED_CALIBRATED,
    SENSORS_CALIBRATED,
)
from scanner.devices.pdi.protocol.replies import value_of
from scanner.trouble import Trouble, TroubleKind

PATIENCE: Final = 60.0
"""Seconds for a person to put a sheet in; the scanner gives up sooner by itself.  Ours."""

READINGS: Final = {
    "light": commands.DOUBLE_FEED_LED,
    "one sheet": commands.DOUBLE_FEED_SINGLE,
    "two sheets": commands.DOUBLE_FEED_DOUBLE,
    "threshold": commands.DOUBLE_FEED_THRESHOLD,
    "sensors": commands.DOUBLE_FEED_SENSORS,
}


def calibrate_sensors(line: Conversation, clock: Clock) -> list[str]:
    """Calibrate the image sensors with a clean white sheet that a person puts in.

    Returns:
        What the scanner remarked meanwhile.

    Raises:
        Trouble: it did not work; CALIBRATION_NEEDED says why.
    """
    line.in_step()
    line.events()
    line.tell(commands.CALIBRATE_SENSORS)
    return _until(line, clock, SENSORS_CALIBRATED)


def calibrate_double_feed(line: Conversation, clock: Clock, sheets: int) -> None:
    """Measure one sheet, or two on each other, that a person puts in.

    Raises:
        Trouble: it did not work; CALIBRATION_NEEDED says why.
    """
    line.in_step()
    line.events()
    line.tell(commands.calibrate_double_feed(sheets))
    _until(line, clock, DOUBLE_FEED_CALIBRATED)


def double_feed_readings(line: Conversation) -> dict[str, int]:
    """What the double-feed sensor measures, as plain numbers of the maker's own scale.

    Raises:
        Trouble: the scanner does not answer.
    """
    found = {}
    for name, body in READINGS.items():
        found[name] = line.understood(body, lambda answer, body=body: value_of(answer, body))  # type: ignore[misc]
    return found


def _until(line: Conversation, clock: Clock, done: str) -> list[str]:
    remarks: list[str] = []
    until = clock.now() + PATIENCE
    before = line.refusals
    while (left := until - clock.now()) > 0 and line.refusals == before:
        event = line.event(min(left, 1.0))
        if event is None:
            continue
        if event.code == done:
            return remarks
        if event.text:
            remarks.append(event.text.strip())
        trouble = troubles.of_event(event)
        if trouble is not None:
            raise trouble
    if line.refusals != before:
        raise Trouble(TroubleKind.DEVICE, "the scanner does not take the command to calibrate")
    text = "the scanner did not say that it is calibrated; calibrate it once more"
    raise Trouble(TroubleKind.CALIBRATION_NEEDED, text)
