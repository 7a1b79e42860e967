"""What a device can be asked for, as ``scanimage -A`` prints it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

STATES: Final = frozenset({"inactive", "read-only", "hardware", "advanced"})
"""Words in brackets that are no value."""

_LINE: Final = re.compile(
    r" {4}(?:--(?P<long>[a-z0-9][a-z0-9-]*)|-(?P<short>[a-z]))(?P<rest>.*)", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r" \[([^\]]*)\]$")
_STEPS: Final = re.compile(r" \(in steps of [0-9.e-]+\)$")
_SPAN: Final = re.compile(r"(?:auto\|)?(-?[0-9.]+)\.\.(-?[0-9.]+)([a-z%]*)")
_UNIT: Final = re.compile(r"(?<=[0-9])(?:dpi|mm|bit|pel|us|%)$")


@dataclass(frozen=True, slots=True)
class DeviceOption:
    """One option of a device.

    Attributes:
        name: without the dashes; one letter for the scan area.
        choices: the values it may have, as written; empty where any, or a range.
        span: least and greatest value, in its own unit; None where it is no range.
        value: what it is set to; None where the device does not say, or it is a text with brackets in it.
        settable: a program may set it: neither read-only nor a switch or sensor at the device.
        active: it means something now; other options can change that.
    """

    name: str
    choices: tuple[str, ...] = ()
    span: tuple[float, float] | None = None
    value: str | None = None
    settable: bool = True
    active: bool = True

    def choice(self, *words: str) -> str | None:
        """The first value that has one of these words in it, in the order of the words, whatever its case."""
        for word in words:
            for value in self.choices:
                if word.lower() in value.lower():
                    return value
        return None


Options = Mapping[str, DeviceOption]


def read_options(text: str) -> dict[str, DeviceOption]:
    """Read the output of ``scanimage -A``; descriptions, titles and lines of another shape are passed over."""
    found = (_read_line(line) for line in text.splitlines())
    return {option.name: option for option in found if option is not None}


def _read_line(line: str) -> DeviceOption | None:
    match = _LINE.fullmatch(line.rstrip())
    if match is None:
        return None
    rest = match["rest"]
    words: list[str] = []
    while (bracket := _BRACKETS.search(rest)) is not None:
        words.insert(0, bracket[1])
        rest = rest[: bracket.start()]
    states = set()
    while words and words[-1] in STATES:
        states.add(words.pop())
    name = match["long"] or match["short"]
    choices, span = _constraint(_STEPS.sub("", rest))
    value = words[0] if words else None
    return DeviceOption(
        name, choices, span, value, not states & {"read-only", "hardware"}, "inactive" not in states
    )


def _constraint(text: str) -> tuple[tuple[str, ...], tuple[float, float] | None]:
    if text.startswith("[=("):
        return tuple(text[3:].rstrip(")]").split("|")), None
    text = text.strip()
    span = _SPAN.fullmatch(text)
    if span is not None:
        return (), (float(span[1]), float(span[2]))
    if not text or text.startswith("<") or text.endswith(",..."):
        return (), None
    return tuple(_UNIT.sub("", item) for item in text.split("|")), None
