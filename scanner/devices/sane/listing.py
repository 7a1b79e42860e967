"""Which scanners SANE sees on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scanner.errors import AddressError, ScannerError

PATIENCE: Final = 20.0
"""Seconds for a listing: backends ask the USB bus and the network, some of them slowly."""


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device that SANE found.

    Attributes:
        name: for ``sane:NAME``.
        maker, model, kind: as the backend says.
    """

    name: str
    maker: str
    model: str
    kind: str


def environment(device: str, config: Path | None) -> dict[str, str]:
    """What a `scanimage` for this device needs in its environment; nothing else of ours is passed on."""
    found = {} if config is None else {"SANE_CONFIG_DIR": str(config)}
    if device.startswith("net:"):
        # Without it a silent host holds the call for minutes (net.conf's connect_timeout; this goes before it).
        found["SANE_NET_TIMEOUT"] = "10"
    return found


def list_devices(config: Path | None = None, timeout: float = PATIENCE) -> list[FoundDevice]:
    """Ask SANE for its devices; an empty list where `scanimage` is not installed.

    Args:
        config: SANE's configuration folder, where it is not the system's.
        timeout: seconds.

    Raises:
        ScannerError: a backend does not answer.
    """
    program = shutil.which("scanimage")
    if program is None:
        return []
    variables = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", **environment("", config)}
    try:
        done = subprocess.run(  # noqa: S603  fixed arguments
            [program, "--formatted-device-list=%d\t%v\t%m\t%t%n"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=variables,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ScannerError(
            f"SANE found no end of looking for scanners within {timeout:g} s; switch network scanners on, or "
            "leave their backends out of /etc/sane.d/dll.conf"
        ) from error
    rows = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").splitlines()]
    return [FoundDevice(*row) for row in rows if len(row) == 4]


def only_device(config: Path | None) -> str:
    """The name of the one scanner there is.

    Raises:
        AddressError: there is none, or more than one; the message names them.
    """
    names = [device.name for device in list_devices(config)]
    if not names:
        raise AddressError("SANE sees no scanner; switch it on, plug it in, and see: retally scanners")
    if len(names) > 1:
        raise AddressError(f"SANE sees several scanners; give one of them: sane:{', sane:'.join(names)}")
    return names[0]
