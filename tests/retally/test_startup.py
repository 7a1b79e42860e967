"""Help must answer at once: an operator asks for it with a queue of sheets waiting."""

import subprocess
import sys

CHECK = """
import contextlib, io, sys
from retally.app import main
for command in ("case", "scan", "status", "totals", "compare", "report", "verify", "read", "demo", "case new"):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main([*command.split(), "--help"]) == 0, command
    assert len(out.getvalue()) > 200, command
slow = [name for name in ("numba", "cv2", "numpy", "PIL", "pypdfium2") if name in sys.modules]
assert slow == [], slow
"""


def test_no_help_loads_the_image_libraries():
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
