"""A sheet that somebody pulled out and holds, and of which the station that should have said so knows nothing.

The books have no such sheet.  Nobody but the operator knows of it, so what is asked when the station goes on
must cover it: laid on the counted stack it would be a vote lost.
"""

from __future__ import annotations

import pytest

from retally.station import ReturnPolicy
from scanner import Ask
from scanner.devices.pdi.simulator.quirks import Quirks
from scanner.devices.simulated import Fault, FaultKind, Moment
from tests.retally.paper_families import CustomA4Paper, PdiPaper
from tests.retally.paper_machine import PaperMachine

FAMILIES = [(PdiPaper, Quirks()), (CustomA4Paper, None)]
PULLED = [Moment.DURING, Moment.AFTER]
KILLS = range(0, 45, 3)
"""Moments of a run, from before the first feed until after the first sheet."""


def fresh(family: type[PaperMachine], make: Quirks | None) -> PaperMachine:
    """Before its first run; `teardown` scans to the end, and holds the paper against the books."""
    machine = family()
    machine.make = make
    machine.device = machine.rig(machine.folder, machine.sheets)
    machine.overvoted, machine.policy = set(), ReturnPolicy.parse("none")
    machine.step, machine.device.clock.step = machine.device.clock.step, machine.mortal_step
    return machine


@pytest.fixture(params=FAMILIES, ids=["pdi", "custom-a4"])
def machine(request):
    machine = fresh(*request.param)
    yield machine
    machine.teardown()


@pytest.mark.parametrize("lost", [FaultKind.UNPLUGGED, FaultKind.RESET], ids=lambda kind: kind.value)
@pytest.mark.parametrize("pulled", PULLED, ids=lambda moment: moment.value)
def test_when_the_cable_goes_before_the_scanner_says_it(machine, pulled, lost):
    for kind in (FaultKind.SHEET_PULLED, lost):
        machine.device.faults.add(Fault(kind, 1, pulled))
    machine.finish()
    stacks = [notice for notice in machine.heard if notice.ask is Ask.CHECK_STACK]
    assert all("one you hold and were told nothing of" in str(notice) for notice in stacks)
    assert stacks or any(notice.ask is Ask.PUT_BACK for notice in machine.heard)


@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("pulled", PULLED, ids=lambda moment: moment.value)
def test_when_the_station_is_killed_before_it_says_it(machine, pulled, kill):
    machine.device.faults.add(Fault(FaultKind.SHEET_PULLED, 1, pulled))
    machine.fuse.left = kill
    machine.run()


def test_after_it_was_read_and_behind_jams_it_is_counted_once():
    """The Custom A4 says nothing of a sheet pulled out after its image: it is missed when it is moved."""
    machine = fresh(CustomA4Paper, None)
    for kind, feed, moment in [
        *[(FaultKind.JAM, 0, Moment.BEFORE)] * 3,
        (FaultKind.SENSOR_STUCK, 1, Moment.AFTER),
        (FaultKind.SHEET_PULLED, 1, Moment.AFTER),
        (FaultKind.SLOW, 0, Moment.CONNECTING),
    ]:
        machine.device.faults.add(Fault(kind, feed, moment))
    machine.teardown()
