"""What the address of a SANE scanner may ask for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scanner.address import Address
from scanner.devices.sane.protocol.imprint import Imprint
from scanner.errors import AddressError

PAGES: Final = {"letter": (8.5, 11.0), "legal": (8.5, 14.0), "ledger": (11.0, 17.0)}
"""Inches, width and height."""

OPTION_PREFIX: Final = "set-"
_OPTION: Final = re.compile(r"[a-z][a-z0-9-]*")
_SIZE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)x([0-9]+(?:\.[0-9]+)?)")

OURS: Final = frozenset(
    {"source", "mode", "resolution", "depth", "page-width", "page-height", "format", "batch", "device-name"}
    | {"device", "output-file", "batch-count", "batch-start", "batch-increment", "batch-double", "config"}
    | {"df-action", "df-thickness", "df-length", "buffermode", "prepick", "swskip", "swcrop", "swdeskew"}
    | {"endorser", "endorser-string", "endorser-val", "endorser-step", "endorser-bits"}
)
"""Options that the driver sets by itself, or that would change what the driver relies on."""

KNOWN: Final = (
    *("dpi", "mode", "sides", "source", "page", "margins", "df", "wait", "silence"),
    *("imprint", "first", "digits", "longest", "run", "config"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one ``sane:`` address.

    Attributes:
        dpi: dots per inch.
        mode: ``gray`` or ``lineart``.
        duplex: both sides are scanned.
        source: the device's name of the feeder, where ours are not found in it.
        page: size of the ballot, inches.
        margins: what is scanned beyond it, inches: the guides of big models are not centred, and a page may
            lie askew.  The defaults are those of an existing central-count system (scanner-protocols 3.1).
        double_feed: which of the device's detections are switched on: ``thickness``, ``length``.
        wait: an empty feeder does not end the run.
        silence: seconds without progress after which the device is given up.
        imprint: what is printed on the sheets; None for nothing.
        first: number of the first imprint.
        config: SANE's configuration folder, where it is not the system's.
        extra: further options of the device, by name.
    """

    dpi: int = 200
    mode: str = "gray"
    duplex: bool = True
    source: str | None = None
    page: tuple[float, float] = PAGES["letter"]
    margins: tuple[float, float] = (2.0, 0.25)
    double_feed: tuple[str, ...] = ("thickness", "length")
    wait: bool = False
    silence: float = 45.0
    imprint: Imprint | None = None
    first: int = 1
    config: Path | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


def read_settings(address: Address) -> Settings:
    """Read and check the options of an address.

    Args:
        address: of the scanner.  Its option ``run`` stands in every imprint, so that two runs never print the
            same; whoever opens a device adds it.

    Raises:
        AddressError: an unknown option, or a value that cannot be.
    """
    extra = _extra(address)
    Address(
        address.text,
        address.scheme,
        address.path,
        {name: value for name, value in address.options.items() if not name.startswith(OPTION_PREFIX)},
    ).only(*KNOWN)
    detections = {
        "both": ("thickness", "length"),
        "thickness": ("thickness",),
        "length": ("length",),
        "off": (),
    }
    silence = _number(address, "silence", "45", lambda value: 0.1 <= value <= 3600)
    page = address.options.get("page", "letter")
    return Settings(
        dpi=int(_number(address, "dpi", "200", lambda value: 50 <= value <= 1200 and value.is_integer())),
        mode=address.choice("mode", "gray", "lineart"),
        duplex=address.choice("sides", "duplex", "front") == "duplex",
        source=address.options.get("source"),
        page=PAGES[page] if page in PAGES else _size(address, "page", page),
        margins=_size(address, "margins", address.options.get("margins", "2x0.25")),
        double_feed=detections[address.choice("df", *detections)],
        wait=address.choice("wait", "0", "1") == "1",
        silence=silence,
        imprint=_imprint(address),
        first=int(_number(address, "first", "1", lambda value: 0 <= value <= 65535 and value.is_integer())),
        config=Path(address.options["config"]).expanduser() if "config" in address.options else None,
        extra=extra,
    )


def _extra(address: Address) -> dict[str, str]:
    extra = {}
    for name, value in address.options.items():
        if not name.startswith(OPTION_PREFIX):
            continue
        option = name.removeprefix(OPTION_PREFIX)
        if not _OPTION.fullmatch(option) or option in OURS:
            raise AddressError(f"{address.text}: {name} cannot be set: the driver sets it, or it is no option")
        if "\0" in value or "\n" in value:
            raise AddressError(f"{address.text}: the value of {name} is one line of text")
        extra[option] = value
    return extra


def _number(address: Address, name: str, default: str, fits: Callable[[float], bool]) -> float:
    text = address.options.get(name, default)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or not fits(value):
        raise AddressError(f"{address.text}: {name} cannot be {text!r}")
    return value


def _size(address: Address, name: str, text: str) -> tuple[float, float]:
    match = _SIZE.fullmatch(text)
    if match is None or (name == "page" and min(float(match[1]), float(match[2])) <= 0):
        raise AddressError(
            f"{address.text}: {name} is {', '.join(PAGES)} or inches such as 8.5x14, not {text!r}"
        )
    return float(match[1]), float(match[2])


def _imprint(address: Address) -> Imprint | None:
    prefix = address.options.get("imprint")
    if prefix is None:
        return None
    digits = int(address.choice("digits", "5", "8"))
    longest = int(_number(address, "longest", "40", lambda value: 1 <= value <= 80 and value.is_integer()))
    run = address.options.get("run")
    imprint = Imprint(prefix if run is None else f"{prefix}{run}-", digits, longest)
    fault = imprint.fault()
    if fault is not None:
        raise AddressError(f"{address.text}: {imprint.template!r} cannot be printed: {fault}")
    return imprint
