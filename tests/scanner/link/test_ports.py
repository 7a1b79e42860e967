"""A port that is not listed is a reader that nobody finds on the morning of the recount."""

from __future__ import annotations

from types import SimpleNamespace

from scanner.link import ports
from scanner.link.ports import SerialPort, serial_ports


def test_ports_are_listed_by_path_with_what_they_are(monkeypatch):
    found = [
        SimpleNamespace(device="/dev/ttyUSB1", name="ttyUSB1", description="USB Serial", vid=0x403, pid=0x6001),
        SimpleNamespace(device="/dev/ttyS0", name="ttyS0", description="n/a", vid=None, pid=None),
    ]
    monkeypatch.setattr(ports.list_ports, "comports", lambda: found)
    assert serial_ports() == (
        SerialPort("/dev/ttyS0", "ttyS0"),
        SerialPort("/dev/ttyUSB1", "USB Serial", "0403:6001"),
    )
