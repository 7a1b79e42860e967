"""Profiles by name or path, changed by what the address says, with the hash that names them in evidence."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from scanner.devices.serial_omr.protocol.profile import Profile
from scanner.errors import AddressError

SHORT: Final = {
    "baud": "port.baud",
    "data_bits": "port.data_bits",
    "parity": "port.parity",
    "stop_bits": "port.stop_bits",
    "rtscts": "port.rtscts",
    "lines": "data.lines",
    "rows": "data.rows",
    "heads": "feeding.heads",
}
"""Options of an address that stand for a setting; any other is named by its path, ``times.cycle=20``."""

FOLDER: Final = resources.files("scanner.devices.serial_omr") / "profiles"


def profile_names() -> tuple[str, ...]:
    """The profiles that come with the program."""
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml"))
    )


def is_setting(option: str) -> bool:
    """Whether an option of an address changes a setting."""
    return option in SHORT or "." in option


def load_profile(name: str, changes: Mapping[str, str]) -> Profile:
    """Read a profile.

    Args:
        name: of one that comes with the program, or the path of a TOML file.
        changes: settings by their short name or path, as text: TOML where it is TOML, numbers with commas are a
            list, and all else is a string.

    Raises:
        AddressError: there is none, or a setting that is wrong; the message names the field.
    """
    table = _table(name)
    for option, text in changes.items():
        _put(table, SHORT.get(option, option), _value(text))
    try:
        return Profile.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise AddressError(f"profile {name}: {where + ': ' if where else ''}{why}") from error


def fingerprint(profile: Profile) -> str:
    """SHA-256 over all settings, defaults included, in hexadecimal."""
    text = json.dumps(profile.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def label(profile: Profile) -> str:
    """How level sheets name the profile: its name and the beginning of its fingerprint."""
    return f"{profile.name} {fingerprint(profile)[:12]}"


def _table(name: str) -> dict[str, Any]:
    try:
        if name in profile_names():
            text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        else:
            text = Path(name).expanduser().read_text(encoding="utf-8")
        return tomllib.loads(text)
    except OSError as error:
        known = ", ".join(profile_names())
        raise AddressError(
            f"profile {name}: {error.strerror}; give the path of a profile, or one of: {known}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AddressError(f"profile {name}: not a TOML file: {error}") from error


def _put(table: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        inner = table.setdefault(parent, {})
        if not isinstance(inner, dict):
            raise AddressError(f"profile: {path} is no setting")
        table = inner
    table[last] = value


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        pass
    try:
        return tomllib.loads(f"value = [{text}]")["value"] if "," in text else text
    except tomllib.TOMLDecodeError:
        return text
