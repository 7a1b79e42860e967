"""Recorded sessions for tests, and ways to change them."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from scanner.link.recorder import Recorder
from scanner.link.session import Chain, Event, Header
from tests.scanner.devices.custom_a4.station import Station, station


def recorded_session(path: Path, *faults, refuse=lambda sheet: False, **more) -> Station:
    """Run a simulated Custom A4 while everything is recorded."""
    with Recorder(path, "sim+custom-a4:test") as tee:
        happened = station(*faults, tee=tee, **more).run(refuse)
        happened.scanner.close()
    return happened


def lines_of(path: Path) -> list[dict]:
    """All lines without their sums."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for line in lines:
        del line["sum"]
    return lines


def write_lines(path: Path, lines: list[dict]) -> Path:
    """Write lines with sums that fit: what somebody does who changes a recording on purpose."""
    chain = Chain()
    models = [Header.model_validate(lines[0]), *(Event.model_validate(line) for line in lines[1:])]
    path.write_bytes(b"".join(chain.seal(model) for model in models))
    return path


def data_of(line: dict) -> bytes:
    return base64.b64decode(line["data"])


def set_data(line: dict, data: bytes) -> None:
    line["data"] = base64.b64encode(data).decode()
