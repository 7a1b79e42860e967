"""One option of a simulated device, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Final

from scanner.devices.sane.simulator.wire import pointer, string, word, words

Value = bool | int | float | str


class Type(IntEnum):
    BOOL = 0
    INT = 1
    FIXED = 2
    STRING = 3
    BUTTON = 4
    GROUP = 5


class Unit(IntEnum):
    NONE = 0
    MM = 3
    DPI = 4


class Cap(IntFlag):
    """What may be done with an option; `HARD_SELECT` is set at the device, as a sensor is."""

    SOFT_SELECT = 1
    HARD_SELECT = 2
    SOFT_DETECT = 4
    INACTIVE = 32
    ADVANCED = 64


SETTABLE: Final = Cap.SOFT_SELECT | Cap.SOFT_DETECT
SENSOR: Final = Cap.HARD_SELECT | Cap.SOFT_DETECT | Cap.ADVANCED
READ_ONLY: Final = Cap.SOFT_DETECT

TEXT_SIZE: Final = 81
"""Bytes of a string option, its NUL included."""

FIXED_ONE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Option:
    """An option.

    Attributes:
        name: as after ``--``; empty for the number of options and for the titles of groups.
        kind: how its value goes over the wire.
        cap: what may be done with it.
        unit: of its value.
        choices: the texts or numbers it may have; empty where any, or a range.
        span: least, greatest and step.
    """

    name: str
    kind: Type
    cap: Cap = SETTABLE
    unit: Unit = Unit.NONE
    choices: tuple[str, ...] | tuple[int, ...] = ()
    span: tuple[float, float, float] | None = None

    def describe(self, inactive: bool) -> bytes:
        """The descriptor; `inactive` where other options make it meaningless now."""
        cap = self.cap | Cap.INACTIVE if inactive else self.cap
        size = TEXT_SIZE if self.kind is Type.STRING else 0 if self.kind is Type.GROUP else 4
        head = string(self.name) + string(self.name.replace("-", " ").capitalize()) + string(f"{self.name}.")
        return head + b"".join(word(item) for item in (self.kind, self.unit, size, cap)) + self._constraint()

    def _constraint(self) -> bytes:
        if self.span is not None:
            return word(1) + pointer(b"".join(word(self._number(item)) for item in self.span))
        texts = [item for item in self.choices if isinstance(item, str)]
        if texts:
            return word(3) + word(len(texts) + 1) + b"".join(string(item) for item in [*texts, None])
        numbers = [item for item in self.choices if isinstance(item, int)]
        if numbers:
            return word(2) + words([len(numbers), *(self._number(item) for item in numbers)])
        return word(0)

    def encode(self, value: Value) -> bytes:
        """Type, size and value of an answer."""
        if self.kind is Type.STRING:
            data = str(value).encode("latin-1")[: TEXT_SIZE - 1].ljust(TEXT_SIZE, b"\0")
            return word(self.kind) + word(len(data)) + word(len(data)) + data
        if self.kind in (Type.BUTTON, Type.GROUP):
            return word(self.kind) + word(0)
        return word(self.kind) + word(4) + words([self._number(value)])

    def decode(self, number: int) -> Value:
        """The value of a word that the client sent."""
        if self.kind is Type.BOOL:
            return bool(number)
        return number / FIXED_ONE if self.kind is Type.FIXED else number

    def _number(self, value: Value) -> int:
        return round(float(value) * FIXED_ONE) if self.kind is Type.FIXED else int(value)
