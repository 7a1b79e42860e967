"""A tester's own program, or our driver in another process, at a simulated reader."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scanner.address import parse_address
from scanner.devices.serial_omr.simulator.serving import line_of
from scanner.surroundings import Surroundings
from tests.scanner.devices.serial_omr.cards import LevelEyes, folder_of

OTHER_PROGRAM = """
import sys, serial, warnings
warnings.simplefilter("ignore")
with serial.serial_for_url(sys.argv[1], timeout=3) as port:
    def ask(command, size):
        port.write(command + b"\\r")
        return port.read(size)
    print(ask(b"\\x18", 1), ask(b"?", 1), ask(b"\\x05T", 3), ask(b"?", 1), ask(b"?", 1))
"""


@pytest.mark.parametrize("kind", ["pty", "rfc2217"])
def test_another_program_drives_it(tmp_path, kind):
    folder = folder_of(tmp_path / "cards", 2)
    address = parse_address(f"sim+serial:{folder}?profile=sekonic-sr")
    where = tmp_path / "reader" if kind == "pty" else 0
    with line_of(address, Surroundings(optics=LevelEyes()), where, speed=10)[0] as bench:
        command = [sys.executable, "-c", OTHER_PROGRAM, bench.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == ["b'\\x06'", "b'0'", "b'008'", "b'0'", "b'B'"]
