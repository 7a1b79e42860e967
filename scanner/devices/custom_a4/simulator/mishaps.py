"""Faults of a script as things that happen to this device."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from scanner.devices.custom_a4.simulator.replies import REPLY_FAULTS
from scanner.devices.simulated.faults import FaultKind, Moment
from scanner.devices.simulated.paper import Spot

if TYPE_CHECKING:
    from scanner.devices.custom_a4.simulator.device import CustomA4Device

_ALL: Final = frozenset(Moment)
_SHEET: Final = _ALL - {Moment.CONNECTING}
_SCAN: Final = frozenset({Moment.BEFORE, Moment.DURING, Moment.AFTER})

CAN: Final[dict[FaultKind, frozenset[Moment]]] = {
    FaultKind.JAM: _SHEET,
    FaultKind.DOUBLE_FEED: _SCAN,
    FaultKind.COVER_OPEN: _ALL,
    FaultKind.SHEET_PULLED: _SCAN | {Moment.RETURNING},
    FaultKind.SECOND_SHEET: _SHEET - {Moment.BEFORE},
    FaultKind.SENSOR_STUCK: _ALL,
    FaultKind.SHORT_IMAGE: frozenset({Moment.DURING}),
    FaultKind.SILENT: _ALL,
    FaultKind.RESET: _ALL,
    FaultKind.UNPLUGGED: _ALL,
    FaultKind.BUSY: frozenset({Moment.CONNECTING}),
    **dict.fromkeys(REPLY_FAULTS, _ALL),
}
"""What can go wrong, and when.  This device has no check sums, no events and no request for calibration."""

BACK_AFTER: Final = 1.0
"""Seconds after a reset until the device is there again.  Assumed."""
LOST_ROWS: Final = 16


def happen(device: CustomA4Device, kind: FaultKind, moment: Moment) -> None:
    """Let it happen now."""
    if kind in REPLY_FAULTS:
        device.replies.fault = kind
        return
    _EFFECTS[kind](device, moment)


def _jam(device: CustomA4Device, moment: Moment) -> None:
    device.abort_scan()
    device.mechanics.jammed()


def _double(device: CustomA4Device, moment: Moment) -> None:
    """A second sheet goes along.  With the sensor switched off nobody notices."""
    device.paper.top(Spot.PATH)
    if device.parameters is not None and device.parameters.ultrasonic_level is not None:
        device.abort_scan()
        device.mechanics.jammed(double=True)


def _cover(device: CustomA4Device, moment: Moment) -> None:
    device.abort_scan()
    device.mechanics.open_cover()


def _pulled(device: CustomA4Device, moment: Moment) -> None:
    """Somebody pulls the sheet out, and keeps it until told where it belongs.

    Before the scan the scanner says "no document", and the sheet never left the entry; during it the rollers
    feel it; afterwards nothing is said.
    """
    mechanics = device.mechanics
    if moment is Moment.BEFORE:
        device.cancelled = True
    elif moment is Moment.DURING:
        device.abort_scan()
        mechanics.jammed(held_back=True)
    if moment is Moment.RETURNING:
        mechanics.take_out(Spot.RETURNED)
    else:
        mechanics.pull_out()


def _second(device: CustomA4Device, moment: Moment) -> None:
    """Somebody pushes the next sheet in; while paper moves out, the drive stops.  Assumed: not documented."""
    if device.mechanics.entry is None:
        device.paper.top(Spot.ENTRY)
    if moment in {Moment.ACCEPTING, Moment.RETURNING}:
        device.mechanics.stop()


def _stuck(device: CustomA4Device, moment: Moment) -> None:
    """One sensor stays covered: at the exit when paper goes there, otherwise in the entry."""
    if moment in {Moment.AFTER, Moment.ACCEPTING}:
        device.mechanics.stuck_exit = True
    else:
        device.mechanics.stuck_entry = True


def _short(device: CustomA4Device, moment: Moment) -> None:
    if device.scan is not None:
        device.scan.lose_rows(LOST_ROWS)


def _silent(device: CustomA4Device, moment: Moment) -> None:
    device.replies.silent = True


def _reset(device: CustomA4Device, moment: Moment) -> None:
    """The device starts anew by itself: paper stays where it is, jobs are forgotten."""
    device.power_off()
    device.timeline.after(BACK_AFTER, device.power_on)


def _unplugged(device: CustomA4Device, moment: Moment) -> None:
    """The USB cable is out.  Power is not: the motor goes on (reference 2.5: wait before reconnecting)."""
    device.unplug()


def _busy(device: CustomA4Device, moment: Moment) -> None:
    device.taken = True


_EFFECTS: Final[dict[FaultKind, Callable[[CustomA4Device, Moment], None]]] = {
    FaultKind.JAM: _jam,
    FaultKind.DOUBLE_FEED: _double,
    FaultKind.COVER_OPEN: _cover,
    FaultKind.SHEET_PULLED: _pulled,
    FaultKind.SECOND_SHEET: _second,
    FaultKind.SENSOR_STUCK: _stuck,
    FaultKind.SHORT_IMAGE: _short,
    FaultKind.SILENT: _silent,
    FaultKind.RESET: _reset,
    FaultKind.UNPLUGGED: _unplugged,
    FaultKind.BUSY: _busy,
}
