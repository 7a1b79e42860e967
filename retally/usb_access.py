"""Who may open scanners on USB: the udev rule of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scanner.errors import ScannerError
from scanner.known import USB
from scanner.link.udev import RELOAD, RULES, udev_rules


class AccessError(ScannerError):
    """The rule cannot be written here."""


def rule(group: str | None) -> str:
    """The text of the rule.

    Raises:
        AccessError: a group that there is not on this machine.
    """
    if group is not None:
        import grp  # noqa: PLC0415 - there is none on Windows, where no rule is needed

        try:
            grp.getgrnam(group)
        except KeyError:
            raise AccessError(
                f"there is no group '{group}' on this machine; 'groupadd {group}' makes it"
            ) from None
    return udev_rules(USB, group)


def let_in(group: str | None, path: Path = RULES) -> Path:
    """Write the rule, and have udev read it.

    Raises:
        AccessError: no Linux, not root, or udev does not take it.
    """
    if sys.platform != "linux":
        raise AccessError("this machine needs no rule: it has no udev")
    text = rule(group)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")
    except PermissionError:
        raise AccessError(f"only root may write {path}; run: sudo retally scanners setup") from None
    if shutil.which(RELOAD[0][0]) is None:
        raise AccessError(f"{path} is written, and udev is not there to read it; restart the machine")
    for command in RELOAD:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": os.defpath})  # noqa: S603
        if done.returncode:
            raise AccessError(f"{path} is written, and udev did not read it ({done.stderr.strip()}); restart")
    return path
