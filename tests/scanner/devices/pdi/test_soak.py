"""A county's worth of sheets: a driver that grows, or that loses one ballot in thousands, fails here."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from tests.scanner.devices.pdi.rig import Rig, fault

SHEETS = 5000
GROWTH = 4 << 20
"""Bytes by which the process may grow from the 500th sheet to the last: the books of the test itself."""
KINDS = ["jam", "double-feed", "sheet-pulled", "cover-open", "short-image", "unplugged", "no-short-packet"]


def resident() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
def test_five_thousand_sheets_in_constant_memory(tmp_path):
    faults = [fault(KINDS[at // 250 % len(KINDS)], "during", at) for at in range(250, SHEETS, 250)]
    rig = Rig(tmp_path, SHEETS, *faults, size=(60, 48))
    rig.device.log = None
    seen = {}
    curve = []
    for sheet in rig.scanner.sheets():
        number = rig.number(sheet)
        assert number not in seen, f"sheet {number} is counted twice"
        seen[number] = sheet.key
        rig.scanner.accept(sheet)
        if len(seen) % 500 == 0:
            curve.append(resident())
    rig.stored = seen
    rig.check()
    assert sorted(seen) == list(range(1, SHEETS + 1))
    assert curve[-1] - curve[0] < GROWTH, curve
