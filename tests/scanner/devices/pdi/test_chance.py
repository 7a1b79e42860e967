"""Many things go wrong in one batch, in any order: still no ballot is lost, and none is counted twice."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.devices.pdi.simulator import Quirks
from scanner.devices.simulated import Fault, FaultKind, Moment
from tests.scanner.devices.pdi.rig import Rig

SHEETS = 5
KINDS = [kind for kind in FaultKind if kind not in {FaultKind.NOISE, FaultKind.BUSY}]
MOMENTS = [moment for moment in Moment if moment is not Moment.CONNECTING]

faults = st.builds(Fault, st.sampled_from(KINDS), st.integers(1, SHEETS + 3), st.sampled_from(MOMENTS))
quirks = st.builds(Quirks, *[st.booleans()] * 5)


scripts = st.lists(faults, max_size=6, unique_by=lambda one: one.sheet)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(faults, max_size=6, unique_by=lambda one: one.sheet),
    st.frozensets(st.integers(1, SHEETS), max_size=3),
    quirks,
)
def test_whatever_happens(script, give_back, quirks):
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder), SHEETS, *script, quirks=quirks, size=(40, 16))
        rig.run(give_back)
        rig.faults._left.clear()  # some things cannot happen at some moments
        rig.check()
