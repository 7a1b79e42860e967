"""Everything that the driver learns comes over its link, so a recording of the link is a recording of the run.

If some of it came from elsewhere, a session recorded at a county could not be replayed to find where a ballot
went.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.address import parse_address
from scanner.device_scanner import DeviceScanner
from scanner.devices.sane.child import ScanimageLink
from scanner.devices.sane.driver import build_sane
from scanner.devices.sane.listing import environment
from scanner.devices.sane.simulator.feeder import Feeder
from scanner.devices.sane.simulator.model import SimulatedFi
from scanner.devices.sane.simulator.opening import private_config, serve
from scanner.devices.simulated import Fault, FaultKind, Faults, Moment, Paper
from scanner.folder import open_folder
from scanner.link import SimulatedClock, Transport
from scanner.surroundings import Surroundings
from tests.scanner.devices.pictures import DrawnOptics, fill_with_sheets

Event = tuple[str, int, bytes | None]


@dataclass
class Heard:
    """A link, and what passed."""

    link: Transport
    events: list[Event] = field(default_factory=list)

    def write(self, data: bytes, *, pipe: int = 0, timeout: float = 1.0) -> None:
        self.events.append(("write", pipe, data))
        self.link.write(data, pipe=pipe, timeout=timeout)

    def read(self, *, pipe: int = 0, timeout: float) -> bytes | None:
        data = self.link.read(pipe=pipe, timeout=timeout)
        self.events.append(("read", pipe, data))
        return data

    def drain(self, *, pipe: int = 0, grace: float) -> bytes:
        raise NotImplementedError

    def close(self) -> None:
        self.link.close()


@dataclass
class Replayed:
    """What passed, once more; the driver must do the very same."""

    events: list[Event]

    def write(self, data: bytes, *, pipe: int = 0, timeout: float = 1.0) -> None:
        assert self.events.pop(0) == ("write", pipe, data)

    def read(self, *, pipe: int = 0, timeout: float) -> bytes | None:
        what, recorded, data = self.events.pop(0)
        assert (what, recorded) == ("read", pipe)
        return data

    def drain(self, *, pipe: int = 0, grace: float) -> bytes:
        raise NotImplementedError

    def close(self) -> None:
        pass


def test_a_recorded_run_with_a_double_feed_replays_without_scanimage(tmp_path):
    folder = fill_with_sheets(tmp_path / "sheets", 3)
    with open_folder(parse_address(f"folder:{folder}"), Surroundings()) as recording:
        sheets = []
        for sheet in recording.sheets():
            sheets.append(sheet)
            recording.accept(sheet)
    device = SimulatedFi(
        Feeder(Paper(sheets), Faults((Fault(FaultKind.DOUBLE_FEED, 2, Moment.DURING),))), DrawnOptics().pixels
    )
    device.feeder.aside = 0
    with serve(device) as server:
        name = f"net:{server.host}:fi"
        variables = environment(name, private_config(server.host))
        heard = Heard(ScanimageLink(variables))
        first = run(name, heard)
    codes = [code for code, _ in first]
    assert codes.count("sheet") == 1 and "double-feed" in codes
    replayed = Replayed(list(heard.events))
    assert run(name, replayed) == first
    assert not replayed.events


def run(name: str, link: Transport) -> list[tuple[str, object]]:
    """Drive until a notice asks for a person; gives everything that came out."""
    out: list[tuple[str, object]] = []
    address = parse_address(f"sane:{name}?dpi=50&page=2.2x2.8&imprint=A")
    clock = SimulatedClock()
    scanner = DeviceScanner(
        address.text,
        build_sane(lambda: link, clock, address),
        Surroundings(notify=lambda notice: hear(notice.code, str(notice)), clock=clock),
    )

    def hear(code: str, text: str) -> None:
        out.append((code, text))
        scanner.stop()

    with scanner:
        for sheet in scanner.sheets():
            out.append(("sheet", sheet))
            scanner.accept(sheet)
    return out
