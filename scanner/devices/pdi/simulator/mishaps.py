"""What each fault of a script does to a simulated scanner, apart from its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.devices.pdi.simulator.outbox import Outbox
from scanner.devices.simulated.faults import FaultKind

if TYPE_CHECKING:
    from scanner.devices.pdi.simulator.mechanism import Mechanism


def sufferings_of(mechanism: Mechanism, outbox: Outbox) -> dict[FaultKind, Callable[[], object]]:
    """By kind of fault, what it sets off; jams and the like are the paper path's own."""

    def lose_cable() -> None:
        mechanism.unplug = True
        outbox.cut = True

    def lose_calibration() -> None:
        mechanism.calibration_needed = True
        outbox.event("02")

    def garble() -> None:
        mechanism.garbled += 1

    return {
        FaultKind.SILENT: mechanism.fall_silent,
        FaultKind.RESET: lambda: setattr(mechanism, "restart", True),
        FaultKind.UNPLUGGED: lose_cable,
        FaultKind.SLOW: lambda: setattr(outbox, "slow", True),
        FaultKind.SPLIT_REPLY: lambda: setattr(outbox, "split", True),
        FaultKind.MERGED_REPLIES: lambda: setattr(outbox, "merged", True),
        FaultKind.CRC_ERROR: garble,
        FaultKind.STALE_REPLY: lambda: outbox.stale(mechanism.last_status),
        FaultKind.SENSOR_STUCK: lambda: setattr(mechanism.path, "stuck", True),
        FaultKind.CALIBRATION_NEEDED: lose_calibration,
        FaultKind.SECOND_SHEET: mechanism.path.put_in_entry,
        FaultKind.IMAGE_EARLY: lambda: setattr(mechanism, "early", True),
        FaultKind.NO_SHORT_PACKET: lambda: setattr(mechanism, "whole", True),
    }
