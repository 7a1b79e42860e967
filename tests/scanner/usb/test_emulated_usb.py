"""USB scanners over the real libusb, on a bus that umockdev emulates.

What is run here says what would go wrong for a voter: `inside_link` for the link itself, `inside_device` for
each of the scanners.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scanner.usb.bench import SOCKETS
from tests.scanner.usb.families import FAMILIES

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
BINDINGS = "import gi; gi.require_version('UMockdev', '1.0'); from gi.repository import UMockdev"


@pytest.fixture(scope="module")
def emulation():
    """The emulator; skips with a reason where it is not installed, and fails under CI=true."""
    there = shutil.which("umockdev-wrapper") and Path(SYSTEM_PYTHON).exists()
    if there and subprocess.run([SYSTEM_PYTHON, "-c", BINDINGS], check=False).returncode == 0:
        return
    reason = "emulated USB is not installed: run 'tools/system-packages usb-emulation python3'"
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def on_emulated_usb(emulation, tmp_path):
    """Runs a test file where USB is emulated; the way that reads are split, and tests of it, may be chosen."""

    def run(inside, reads="whole", which="", **more):
        command = ["umockdev-wrapper", SYSTEM_PYTHON, HERE / "usbfs.py", tmp_path, reads, sys.executable]
        mine = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        ended = subprocess.run(
            [
                *command,
                "-m",
                "pytest",
                "-p",
                "no:cacheprovider",
                "--timeout",
                "120",
                "-k",
                which,
                HERE / inside,
            ],
            check=False,
            cwd=ROOT,
            env={**mine, SOCKETS: str(tmp_path), **more},
            capture_output=True,
            text=True,
            timeout=550,
        )
        assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
        assert " passed" in ended.stdout

    return run


def test_the_link(on_emulated_usb):
    on_emulated_usb("inside_link.py")


def test_the_link_where_large_reads_are_split(on_emulated_usb):
    on_emulated_usb("inside_link.py", "split", "image or burst or pulled or stall")


@pytest.mark.parametrize("name", list(FAMILIES))
def test_a_driver(on_emulated_usb, name):
    on_emulated_usb("inside_device.py", RETALLY_TEST_USB_FAMILY=name)
