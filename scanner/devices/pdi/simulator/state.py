"""What is set in a simulated scanner: settings that power-on undoes, and flash that it does not."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.devices.pdi.protocol.geometry import Sides


@dataclass(slots=True)
class Flash:
    """Kept without power.

    Attributes:
        registers: register 9 says which way a sheet goes at power-on; 0 is assumed to be the rear.
    """

    serial: str = "SIM00001"
    registers: dict[int, int] = field(default_factory=lambda: {9: 0})
    thresholds: dict[str, int] = field(default_factory=lambda: {"T": 75, "B": 75})
    double_feed: dict[bytes, int] = field(
        default_factory=lambda: {
            b"n3a30": 61,
            b"n3a10": 118,
            b"n3a20": 72,
            b"n3a90": 95,
            b"n3a40": 1,
        }
    )


@dataclass(slots=True)
class State:
    """As it is after power-on.

    The states at power-on of run-out, pick mode and bit depth are not known (scanner-protocols 10): here they
    are those with which a driver that forgets to set them would lose a sheet.
    """

    crc: bool = False
    enabled: bool = False
    dpi: int = 200
    sides: Sides = Sides.FRONT
    bilevel: bool = False
    pick_on_command: bool = False
    eject_pause: bool = False
    run_out: bool = True
    full_speed: bool = True
    double_feed: bool = False
    sensitivity: int = 50
    overlap: int = 100
    longest: float = 22.3
    delay: float = 0.0
    entry_sensors: int = 1
    sensors_there: int = 5
    registers: dict[int, int] = field(default_factory=dict)
    thresholds: dict[str, int] = field(default_factory=dict)

    @classmethod
    def at_power_on(cls, flash: Flash) -> State:
        return cls(registers=dict(flash.registers), thresholds=dict(flash.thresholds))
