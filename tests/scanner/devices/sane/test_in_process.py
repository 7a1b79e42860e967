"""The `scanimage` of the random sequences is a double: where it differs from the real one, they are void."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner import Surroundings
from scanner.devices.sane.child import ScanimageLink
from scanner.devices.sane.listing import environment
from scanner.devices.sane.protocol.command import prelude
from scanner.devices.sane.scanimage import Scanimage
from scanner.devices.sane.settings import Settings
from scanner.devices.sane.simulator.feeder import Feeder
from scanner.devices.sane.simulator.model import SimulatedFi
from scanner.devices.sane.simulator.opening import private_config, serve
from scanner.devices.simulated import Fault, Faults, Paper, Spot
from scanner.link import SimulatedClock
from tests.retally.paper_sane import SanePaper, sane_rig
from tests.scanner.devices.sane.in_process import InProcessScanimage
from tests.scanner.devices.sane.simulation import Station, numbers_at

FAST = {("jam", "during"), ("sensor-stuck", "during"), ("reset", "before"), ("unplugged", "after")}
FAULTS = [
    pytest.param(kind, moment, marks=[] if (kind.value, moment.value) in FAST else pytest.mark.slow)
    for kind, moment in SanePaper.can
    if moment.value != "connecting"
]


def test_the_options_of_a_device_read_the_same():
    device = SimulatedFi(Feeder(Paper([]), Faults()), lambda page: pytest.fail("no page is wanted"))
    double = Scanimage(InProcessScanimage(device, SimulatedClock()), "net:test:fi", 5.0)
    with serve(device) as server:
        name = f"net:{server.host}:{device.NAME}"
        link = ScanimageLink(environment(name, private_config(server.host)))
        real = Scanimage(link, name, 5.0)
        first = real.options()
        arguments = [*prelude(first, Settings()), "--resolution=200", "-x100.00", "--endorser=yes"]
        for asked in ([], arguments):
            assert double.options(asked) == real.options(asked)
        link.close()


@pytest.mark.parametrize("sides", ["front", "duplex"])
@pytest.mark.parametrize(("kind", "moment"), FAULTS, ids=lambda part: part.value)
def test_a_fault_is_told_and_ends_as_with_the_real_one(kind, moment, sides, tmp_path):
    """What is told, and where the paper is; how often a notice is repeated depends on the time alone."""
    real = Station()
    with real.open(tmp_path, 3, f"wait=1&sides={sides}", f"{kind.value} 2 {moment.value}") as scanner:
        real.take_all(scanner)
        piles = numbers_at(scanner, Spot.COUNTED)
    double = Station()
    rig = sane_rig(3, duplex=sides == "duplex", imprint=False)
    rig.faults.add(Fault(kind, 2, moment))
    with rig.open(replace(Surroundings(), notify=double.notices.append)) as scanner:
        double.take_all(scanner)
    assert len(double.stored) == len(real.stored) == 3
    assert [sheet.number for sheet in rig.paper.at(Spot.COUNTED)] == piles
    assert list(dict.fromkeys(double.told)) == list(dict.fromkeys(real.told))
