"""From our settings and the options of a device to the arguments of ``scanimage``.

Only options that the device has are set.  What would lose a sheet or mix up two is never left to a default.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scanner.devices.sane.protocol.imprint import Imprint
from scanner.devices.sane.protocol.options import DeviceOption, Options
from scanner.devices.sane.settings import Settings
from scanner.errors import AddressError

MM: Final = 25.4

PAGE_NAME: Final = "p%06d.pnm"
"""Names of the page files, within a folder of our own."""

BATCH: Final = ("--format=pnm", f"--batch={PAGE_NAME}", "--batch-print", "--batch-prompt")

OFF: Final = ("buffermode", "prepick", "overscan", "swskip", "swcrop", "swdeskew", "swdespeck", "swderotate")
"""Switched off wherever a device has them.  buffermode and prepick draw a sheet in before it is asked for: on a
cancel nobody knows where it goes (scanner-protocols 10, SANE 4).  swskip leaves out blank pages, and then the
back of a sheet would be taken for the front of the next.  The others bend or cut the image."""

FEEDERS: Final = ("ADF Front", "ADF Simplex", "Automatic Document Feeder", "ADF", "Feeder")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a device is asked.

    Attributes:
        arguments: of every call that scans.
        imprints: the device prints our imprint.
        sensors: names of the sensors that the device has, of those that we look at.
        left_out: wishes that it cannot fulfil, in words, for the operator.
    """

    arguments: tuple[str, ...]
    imprints: bool
    sensors: frozenset[str]
    left_out: tuple[str, ...]


SENSORS: Final = ("page-loaded", "cover-open", "double-feed", "error-code")


def check_name(device: str) -> None:
    """Refuse a device name that is none: it would be taken for an option of ``scanimage``.

    Raises:
        AddressError: it begins with a dash, is empty, or has characters that cannot be printed.
    """
    if not device or device.startswith("-") or not device.isprintable():
        raise AddressError(f"{device!r} is no name of a SANE device; see: retally scanners")


def prelude(options: Options, settings: Settings) -> list[str]:
    """The choices that change other options: source, mode, the stop at a double feed, the size of the page.

    The scan area of SANE's fujitsu backend, for one, is no larger than the page that is set.

    Raises:
        AddressError: the device has no such feeder or mode.
    """
    arguments = []
    source = options.get("source")
    if source is not None:
        arguments.append(f"--source={_source(source, settings)}")
    elif settings.duplex:
        raise AddressError("this scanner has no feeder for both sides; add ?sides=front to its address")
    mode = options.get("mode")
    if mode is not None:
        wanted = mode.choice(*(("gray", "grey") if settings.mode == "gray" else ("lineart", "binary", "black")))
        if wanted is None:
            have = ", ".join(mode.choices)
            raise AddressError(f"this scanner has no mode {settings.mode}; it has: {have}")
        arguments.append(f"--mode={wanted}")
    action = options.get("df-action")
    if action is not None and settings.double_feed and (stop := action.choice("stop")) is not None:
        arguments.append(f"--df-action={stop}")
    return arguments + _area(options, settings, ("page-width", "page-height"))


def make_plan(options: Options, settings: Settings) -> Plan:
    """Work out all arguments.

    Args:
        options: of the device, as they are after `prelude` was set.
        settings: ours.

    Raises:
        AddressError: the device cannot do what was asked for.
    """
    arguments = [*prelude(options, settings), *_resolution(options, settings)]
    arguments += _area(options, settings, ("x", "y"))
    left_out = []
    for detection in settings.double_feed:
        if _can_set(options.get(f"df-{detection}")):
            arguments.append(f"--df-{detection}=yes")
        else:
            left_out.append(f"it does not say that it can detect double feeds by {detection}")
    for name in OFF:
        option = options.get(name)
        if option is not None and _can_set(option):
            arguments.append(f"--{name}={_off(option)}")
    if _can_set(options.get("bgcolor")) and (black := options["bgcolor"].choice("black")) is not None:
        arguments.append(f"--bgcolor={black}")
    for name, value in settings.extra.items():
        if name not in options:
            raise AddressError(f"this scanner has no option {name!r}")
        arguments.append(f"--{name}={value}")
    sensors = frozenset(name for name in SENSORS if name in options and options[name].active)
    return Plan(tuple(arguments), _imprints(options, settings), sensors, tuple(left_out))


def imprint_arguments(imprint: Imprint, number: int) -> list[str]:
    """The arguments for a batch whose first sheet has this number."""
    bits = 16 if imprint.digits == 5 else 24
    return [
        "--endorser=yes",
        f"--endorser-bits={bits}",
        f"--endorser-val={number}",
        "--endorser-step=1",
        f"--endorser-string={imprint.template}",
    ]


def _source(source: DeviceOption, settings: Settings) -> str:
    if settings.source is not None:
        if settings.source not in source.choices:
            have = ", ".join(source.choices)
            raise AddressError(f"this scanner has no source {settings.source!r}; it has: {have}")
        return settings.source
    words: Sequence[str] = ("ADF Duplex", "Duplex") if settings.duplex else FEEDERS
    found = source.choice(*words)
    if found is None or (not settings.duplex and "duplex" in found.lower()):
        what = "for both sides; add ?sides=front" if settings.duplex else "that we know; add ?source=NAME"
        raise AddressError(f"this scanner has no feeder {what}. It has: {', '.join(source.choices)}")
    return found


def _resolution(options: Options, settings: Settings) -> list[str]:
    arguments = []
    option = options.get("resolution")
    if option is not None:
        if not _admits(option, settings.dpi):
            raise AddressError(f"this scanner cannot scan at {settings.dpi} dpi; choose another with ?dpi=")
        arguments.append(f"--resolution={settings.dpi}")
    depth = options.get("depth")
    if depth is not None and _can_set(depth) and _admits(depth, 8) and settings.mode == "gray":
        arguments.append("--depth=8")
    return arguments


def _area(options: Options, settings: Settings, names: tuple[str, str]) -> list[str]:
    """Set width and height, in millimetres; names of the two options."""
    arguments = []
    for name, page, margin in zip(names, settings.page, settings.margins, strict=True):
        option = options.get(name)
        if option is None or not _can_set(option):
            continue
        wanted = (page + margin) * MM
        most = option.span[1] if option.span is not None else wanted
        # SANE rounds its ranges; a tenth of a millimetre less is no part of a ballot that is lost.
        if most < page * MM - 0.1:
            raise AddressError(
                f"this scanner takes {most / MM:.1f} inches at most ({name}), and the page has {page:g}; "
                "give its size with ?page="
            )
        # A one-letter option takes its value without the equals sign.
        arguments.append(f"{f'-{name}' if len(name) == 1 else f'--{name}='}{min(wanted, most):.2f}")
    return arguments


def _imprints(options: Options, settings: Settings) -> bool:
    if settings.imprint is None:
        return False
    needed = ("endorser", "endorser-bits", "endorser-val", "endorser-step", "endorser-string")
    for name in needed:
        # Without an imprinter the option is there, and read-only (scanner-protocols 3.1).
        if name not in options or not options[name].settable:
            raise AddressError(
                f"this scanner has no imprinter (its option {name} cannot be set); leave imprint out"
            )
    return True


def _can_set(option: DeviceOption | None) -> bool:
    return option is not None and option.settable and option.active


def _admits(option: DeviceOption, value: int) -> bool:
    if option.span is not None:
        return option.span[0] <= value <= option.span[1]
    return not option.choices or any(choice == str(value) for choice in option.choices)


def _off(option: DeviceOption) -> str:
    return option.choice("off", "no") or "0"
