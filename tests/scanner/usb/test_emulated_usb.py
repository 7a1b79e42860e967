"""USB scanners over the real libusb, on a bus that umockdev emulates.

What is run here says what would go wrong for a voter: `inside_link` for the link itself, `inside_pdi` and
`inside_custom` for the conformance of the two scanners.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scanner.usb.bench import SOCKETS

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


@pytest.mark.parametrize(
    ("inside", "reads", "which"),
    [("inside_link.py", "whole", ""), ("inside_link.py", "split", "image or burst or pulled or stall")],
)
def test_inside(emulation, tmp_path, inside, reads, which):
    command = ["umockdev-wrapper", SYSTEM_PYTHON, HERE / "usbfs.py", tmp_path, reads, sys.executable]
    run = subprocess.run(
        [*command, "-m", "pytest", "-p", "no:cacheprovider", "--timeout", "120", "-k", which, HERE / inside],
        check=False,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        | {SOCKETS: str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    assert " passed" in run.stdout
