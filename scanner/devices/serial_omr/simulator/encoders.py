"""What a reader sends of a card: the other direction of `protocol.decoders`, written from the manuals again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from scanner.devices.serial_omr.protocol.profile import Data
from scanner.levels import DARKEST

Columns = Sequence[Sequence[int | None]]
"""For each timing mark of the card, in the order of feeding, the level of each line."""

Marks = Callable[[int | None], bool]


def is_darkest(level: int | None) -> bool:
    """For readers that say marked or not: the scale of their profile has one step."""
    return level == DARKEST


def hex_column(columns: Columns, data: Data, marks: Marks = is_darkest) -> bytes:
    parts = []
    for column in columns:
        digits = "".join("1" if marks(level) else "0" for level in column)
        digits += "0" * (-len(digits) % 4)  # the 16th line of a 15-line card is always 0 (manual)
        parts.append(f"{int(digits, 2):0{len(digits) // 4}X}")
    return _joined(parts, data)


def list_column(columns: Columns, data: Data, marks: Marks = is_darkest) -> bytes:
    text = ""
    for column in columns:
        names = "".join(name for name, level in zip(data.names, column, strict=False) if marks(level))
        text += (names[::-1] or " ") + "\r"  # the manual's example has the higher name first
    return text.encode("latin-1")


def list_density(columns: Columns, data: Data) -> bytes:
    text = ""
    for column in columns:
        pairs = [
            name + chr(0x30 + _step(level, data))
            for name, level in zip(data.names, column, strict=False)
            if level
        ]
        text += ("".join(reversed(pairs)) or " ") + "\r"
    return text.encode("latin-1")


def hex_line_12(columns: Columns, data: Data) -> bytes:
    return _joined(
        [
            f"{int(''.join('1' if is_darkest(level) else '0' for level in column), 2):012X}"
            for column in columns
        ],
        data,
    )


def coordinates_4(columns: Columns, data: Data) -> bytes:
    return "".join(
        f"{row:02}{track:02}"
        for row, column in enumerate(columns, 1)
        for track, level in enumerate(column, 1)
        if is_darkest(level)
    ).encode("ascii")


def level_string(columns: Columns, data: Data) -> bytes:
    return _joined(["".join(f"{level or 0:X}" for level in column) for column in columns], data)


def ascii_record(columns: Columns, data: Data) -> bytes:
    def letter(level: int | None) -> str:
        return data.unsure[0] if level is None else data.marked[0] if is_darkest(level) else data.empty[0]

    return _joined(["".join(letter(level) for level in column) for column in columns], data)


ENCODERS: Final[dict[str, Callable[[Columns, Data], bytes]]] = {
    "hex-column": hex_column,
    "list-column": list_column,
    "list-density": list_density,
    "hex-line-12": hex_line_12,
    "coordinates-4": coordinates_4,
    "level-string": level_string,
    "ascii-record": ascii_record,
}


def _step(level: int, data: Data) -> int:
    step = min(level, data.steps)
    return step if data.darkest == "high" else data.steps + 1 - step


def _joined(parts: list[str], data: Data) -> bytes:
    return "".join(part + data.row_end for part in parts).encode("latin-1")
