"""What a simulated scanner does at each command (scanner-protocols 1.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.geometry import Sides
from scanner.devices.pdi.protocol.replies import TEST_REPLY, DeviceSettings, Firmware, threshold_reply
from scanner.devices.pdi.protocol.status import Status
from scanner.devices.pdi.protocol.tables import BOTTOM, TOP
from scanner.devices.pdi.simulator.calibrator import Calibrator
from scanner.devices.pdi.simulator.mechanism import Mechanism
from scanner.devices.pdi.simulator.outbox import Outbox
from scanner.devices.pdi.simulator.path import Place
from scanner.devices.pdi.simulator.state import Flash, State
from scanner.devices.simulated.faults import Moment

VERSION: Final = Firmware("9072", "20", "05", "1")
BUILT: Final = b"XMar 04 2022/10:21:09"
NATIVE: Final = 400

_STEPS: Final = {b"\x1b+": ("T", 1), b"\x1b-": ("T", -1), b"\x1b>": ("B", 1), b"\x1b<": ("B", -1)}
_ARRAYS: Final = {Sides.FRONT: 1, Sides.BACK: 2, Sides.BOTH: 3}


class CommandSet:
    """Carries out commands whose checksum is right."""

    def __init__(self, mechanism: Mechanism, calibrator: Calibrator, outbox: Outbox, flash: Flash) -> None:
        self._mechanism = mechanism
        self._calibrator = calibrator
        self._outbox = outbox
        self._flash = flash
        self._looks = 0
        """Questions for the status since the sheet is held: the second comes with the decision on it."""
        self._exact: dict[bytes, Callable[[], None]] = {
            commands.ENABLE_CRC: lambda: self._set(crc=True),
            commands.TEST_STRING: lambda: outbox.reply(TEST_REPLY),
            commands.FIRMWARE: lambda: outbox.reply(VERSION.encode()),
            commands.FIRMWARE_TIME: lambda: outbox.reply(BUILT),
            commands.STATUS: self._status,
            commands.SETTINGS: self._settings,
            commands.SERIAL: lambda: outbox.reply(b"*" + flash.serial.encode("ascii")),
            commands.ENTRY_SENSORS: self._sensors,
            commands.TABLES: lambda: self._tables(NATIVE),
            commands.TABLES_NATIVE: lambda: self._tables(NATIVE),
            commands.TABLES_HALF: lambda: self._tables(200),
            commands.CALIBRATE_SENSORS: calibrator.begin,
            commands.FEEDER_ON: mechanism.enable,
            commands.FEEDER_OFF: mechanism.disable,
            commands.HALF_RESOLUTION: lambda: self._set(dpi=200),
            commands.MEDIUM_RESOLUTION: lambda: self._set(dpi=300),
            commands.NATIVE_RESOLUTION: lambda: self._set(dpi=400),
            commands.DUPLEX: lambda: self._set(sides=Sides.BOTH),
            commands.TOP_ONLY: lambda: self._set(sides=Sides.FRONT),
            commands.BOTTOM_ONLY: lambda: self._set(sides=Sides.BACK),
            commands.NATIVE_BITS: lambda: self._set(bilevel=False),
            commands.ONE_BIT: lambda: self._set(bilevel=True),
            commands.PICK_ON_COMMAND: lambda: self._set(pick_on_command=True),
            commands.PICK_FREELY: lambda: self._set(pick_on_command=False),
            commands.EJECT_PAUSE_ON: lambda: self._set(eject_pause=True),
            commands.EJECT_PAUSE_OFF: lambda: self._set(eject_pause=False),
            commands.RUN_OUT_ON: lambda: self._set(run_out=True),
            commands.RUN_OUT_OFF: lambda: self._set(run_out=False),
            commands.HALF_SPEED: lambda: self._set(full_speed=False),
            commands.FULL_SPEED: lambda: self._set(full_speed=True),
            commands.DOUBLE_FEED_ON: lambda: self._set(double_feed=True),
            commands.DOUBLE_FEED_OFF: lambda: self._set(double_feed=False),
            commands.SAVE_THRESHOLD: self._save_thresholds,
            commands.TO_FRONT_AND_HOLD: mechanism.to_front,
            commands.OUT_OF_FRONT: mechanism.to_front,
            commands.TO_REAR: mechanism.to_rear,
            commands.RELEASE: mechanism.to_rear,  # to the rear is assumed
            commands.RESCAN: mechanism.rescan,
            commands.SAVE_REGISTERS: lambda: flash.registers.update(self._state.registers),
            commands.REBOOT: self._reboot,
        } | dict.fromkeys(
            (
                commands.AUTO_START,
                commands.NO_REVERSE,
                commands.LAMP_ON,
                commands.LAMP_OFF,
                commands.FLOW_CONTROL,
            ),
            lambda: None,
        )

    @property
    def _state(self) -> State:
        return self._mechanism.state

    def carry_out(self, body: bytes) -> None:
        """Do it, or say that there is no such command."""
        act = self._exact.get(body)
        if act is not None:
            act()
        elif body in _STEPS:
            side, step = _STEPS[body]
            self._threshold(side, self._state.thresholds[side] + step)
        elif body in self._flash.double_feed:
            self._outbox.reply(body + b"=%d" % self._flash.double_feed[body])
        else:
            try:
                known = self._with_value(body)
            except (ValueError, KeyError):
                known = False
            if not known:
                self._outbox.event("05")

    def _with_value(self, body: bytes) -> bool:
        """Commands that carry a value; False when this is none."""
        if body[:2] == b"\x1b%" and len(body) == 4:
            self._threshold(chr(body[2]), body[3])
        elif body[:2] == b"\x1bs" and len(body) == 3:
            self._set(entry_sensors=int(body[2:]))
            self._sensors()
        elif body[:2] == b"\x1bD" and len(body) in {3, 4}:
            unit = 10 if len(body) == 3 else (body[3] - ord("0")) * 5 + 10
            self._set(longest=(body[2] - 0x20) * unit / 100)
        elif body[:2] == b"\x1bj" and len(body) == 3:
            good = 0x20 <= body[2] <= 0xE8
            self._set(delay=(body[2] - 0x20) * 0.016 if good else 0.001)
        elif body[:1] == b"*" and len(body) == 9:
            self._flash.serial = body[1:].decode("ascii")
            self._outbox.reply(body)
        elif body[:1] == b"<" and len(body) == 4:
            self._register(body[:1], int(body[1:], 16))
        elif body[:1] == b">" and len(body) == 12:
            self._state.registers[int(body[1:4], 16)] = int(body[4:], 16)
            self._register(body[:1], int(body[1:4], 16))
        elif body[:3] == b"n3A":
            self._set(sensitivity=int(body[3:]))
        elif body[:3] == b"n3B":
            self._set(overlap=int(body[3:]))
        elif body in {b"n11", b"n12"}:
            self._calibrator.begin_double_feed(int(body[2:]))
        else:
            return False
        return True

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self._state, name, value)

    def _status(self) -> None:
        mechanism = self._mechanism
        self._looks = self._looks + 1 if mechanism.path.place is Place.HELD and not mechanism.moving else 0
        if self._looks == 2:
            self._pulled_while_held()
        first, second, third = mechanism.path.bits()
        if mechanism.path.place is Place.FRONT and mechanism.quirks.front_is_inside:
            third |= 0x20
        first |= (0x10 if mechanism.cover_open else 0) | (0x40 if self._state.enabled else 0)
        first |= 0x08 if self._state.full_speed else 0
        third |= (0x02 if mechanism.aborted else 0) | (0x40 if mechanism.calibration_needed else 0)
        if not (mechanism.path.inside or mechanism.cover_open or mechanism.calibration_needed):
            third |= 0x01
        body = Status(first, second, third).encode()
        mechanism.last_status = body
        self._outbox.reply(body)

    def _pulled_while_held(self) -> None:
        """Somebody pulls the sheet out after it was scanned, and before it is decided on."""
        for moment in (Moment.ACCEPTING, Moment.RETURNING):
            if self._mechanism.pulled(moment):
                self._mechanism.path.pull_out()

    def _settings(self) -> None:
        state = self._state
        self._mechanism.fit()
        pixels = self._mechanism.arrays.width(state.dpi) * (2 if state.sides is Sides.BOTH else 1)
        needed = self._mechanism.calibration_needed
        bits = 1 if state.bilevel else 8
        self._outbox.reply(DeviceSettings(state.dpi, bits, pixels, _ARRAYS[state.sides], needed, 2).encode())

    def _sensors(self) -> None:
        self._outbox.reply(b"s%d%d" % (self._state.entry_sensors, self._state.sensors_there))

    def _tables(self, dpi: int) -> None:
        self._mechanism.fit()
        self._outbox.reply(*(self._mechanism.arrays.table(side, dpi).encode() for side in (TOP, BOTTOM)))

    def _threshold(self, side: str, percent: int) -> None:
        if side not in {"T", "B"} or not 0 <= percent <= 100:
            raise ValueError(f"{side} {percent}")
        self._state.thresholds[side] = percent
        self._outbox.reply(threshold_reply(side, percent))

    def _save_thresholds(self) -> None:
        self._flash.thresholds.update(self._state.thresholds)
        # One answer or two is not known; one a side, with the last calibrated value behind it.
        self._outbox.reply(*(threshold_reply(side, self._state.thresholds[side]) + b"4B" for side in "TB"))

    def _register(self, tag: bytes, index: int) -> None:
        value = self._state.registers.get(index, 0)
        self._outbox.reply(tag + b"%03X%08X" % (index, value))

    def _reboot(self) -> None:
        self._mechanism.restart = True
