"""The same driver over a real pseudo-terminal and a real RFC 2217 port, with real pySerial on both ends."""

from __future__ import annotations

import time

import pytest

from scanner.address import parse_address
from scanner.device_scanner import DeviceScanner
from scanner.devices.serial_omr.opening import line_settings, open_serial, profile_of
from scanner.devices.serial_omr.simulator.hands import ReaderHands
from scanner.devices.serial_omr.simulator.head import Head
from scanner.devices.serial_omr.simulator.opening import loaded
from scanner.devices.simulated import Fault, FaultKind, Faults, Moment, Paper, Person, Spot
from scanner.devices.simulated.pty_bench import PtyBench
from scanner.devices.simulated.rfc2217_bench import Rfc2217Bench
from scanner.link.errors import LinkBusyError, LinkLostError
from scanner.link.serial import LineSettings, SerialTransport
from scanner.surroundings import Surroundings
from tests.scanner.contract import ScannerContract
from tests.scanner.devices.serial_omr.cards import LevelEyes, captured, number_of

SPEED = 20.0
"""The simulated device and its person live so many times faster than we do; time-outs are ours."""

FAST = "times.cycle=2&times.first_byte=0.4&times.between_bytes=0.1"


class Late:
    """A person who feeds only when somebody listens, as one must at a reader that sends unasked."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.may_feed = False

    def due(self):
        return self.person.due() if self.may_feed else None

    def advance(self, now: float) -> None:
        if self.may_feed:
            self.person.advance(now)


class Plugged:
    """A reader on a line, and the surroundings in which its person hears what the operator is told."""

    def __init__(self, query: str, kind: str, folder, sheets: int, *faults: Fault) -> None:
        self.query = query
        profile = profile_of(parse_address(f"serial:x?{query}"))
        self.paper = Paper([captured(number) for number in range(1, sheets + 1)])
        self.reader = loaded(profile, self.paper, Faults(faults), Head(profile, LevelEyes()))
        self.person = Person(self.paper, ReaderHands(self.reader))
        self.late = Late(self.person)
        self.notices = []
        self.asked = 0
        self.through: float | None = None
        if kind == "pty":
            self.bench = PtyBench(folder / "ttyREADER", self.reader, self.late, speed=SPEED)
            self.url = str(self.bench.path)
        else:
            self.bench = Rfc2217Bench(line_settings(profile.port), self.reader, self.late, speed=SPEED)
            self.url = self.bench.url
        self.bench.start()

    def open(self, **more: str) -> DeviceScanner:
        extra = "".join(f"&{name}={value}" for name, value in more.items())
        return open_serial(parse_address(f"serial:{self.url}?{self.query}{extra}"), self.around)

    @property
    def around(self) -> Surroundings:
        return Surroundings(notify=self.hear, finished=self.finished, confirmed=self.confirmed)

    def hear(self, notice) -> None:
        with self.bench.lock:
            self.notices.append(notice)
            self.person.hear(notice)

    def finished(self) -> bool:
        """Says that the pile is through once everything has been quiet for a while: the person looks up."""
        with self.bench.lock:
            self.asked += 1
            self.late.may_feed = self.asked > 1  # the first time is before the scanner connects
            if not (self.person.done and self.reader.quiet):
                self.through = None
                return False
            self.through = self.through or time.monotonic()
            return time.monotonic() - self.through > 0.5

    def confirmed(self, notice) -> bool:
        with self.bench.lock:
            return self.person.idle


@pytest.fixture
def plugged(tmp_path):
    there = []

    def plug(query: str, kind: str, sheets: int = 4, *faults: Fault) -> Plugged:
        there.append(Plugged(f"{query}&{FAST}", kind, tmp_path, sheets, *faults))
        return there[-1]

    yield plug
    for one in there:
        one.bench.close()


def feed(scanner) -> list[int]:
    stored = []
    with scanner:
        for sheet in scanner.sheets():
            scanner.accept(sheet)
            stored.append(number_of(sheet.front))
    return stored


class LineContract(ScannerContract):
    replays = False
    kind = ""
    profile = ""

    @pytest.fixture(autouse=True)
    def _plug(self, plugged):
        self.plug = plugged

    def open_loaded(self, folder, sheets):
        return self.plug(f"profile={self.profile}", self.kind, sheets).open()


class TestSekonicOverPty(LineContract):
    kind, profile = "pty", "sekonic-sr"


class TestSekonicOverRfc2217(LineContract):
    kind, profile = "rfc2217", "sekonic-sr"


class TestLevelLineOverPty(LineContract):
    kind, profile = "pty", "level-line"


@pytest.mark.parametrize("kind", ["pty", "rfc2217"])
@pytest.mark.parametrize("profile", ["sekonic-sr", "axiome-form", "line-ascii", "scantron-esc"])
def test_a_batch(plugged, kind, profile):
    line = plugged(f"profile={profile}", kind)
    assert feed(line.open()) == [1, 2, 3, 4]
    assert [sheet.number for sheet in line.paper.stack] == [1, 2, 3, 4]


@pytest.mark.parametrize("kind", ["pty", "rfc2217"])
@pytest.mark.parametrize("profile", ["sekonic-sr", "level-line"])
@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.DURING])
def test_the_cable_is_pulled_and_put_back(plugged, kind, profile, moment):
    line = plugged(f"profile={profile}", kind, 4, Fault(FaultKind.UNPLUGGED, 2, moment))
    stored = feed(line.open())
    assert sorted(stored) == [1, 2, 3, 4]
    assert [sheet.number for sheet in line.paper.stack] == stored
    assert "disconnected" in {notice.code for notice in line.notices}


@pytest.mark.parametrize("kind", ["pty", "rfc2217"])
@pytest.mark.parametrize("fault", [FaultKind.SPLIT_REPLY, FaultKind.NOISE, FaultKind.JAM, FaultKind.SILENT])
def test_faults_over_a_real_line(plugged, kind, fault):
    line = plugged("profile=sekonic-sr", kind, 4, Fault(fault, 2, Moment.DURING))
    stored = feed(line.open())
    assert sorted(stored) == [1, 2, 3, 4]
    assert [sheet.number for sheet in line.paper.stack] == stored
    assert not line.paper.at(Spot.PATH)


def test_seven_bits_and_even_parity_are_negotiated(plugged):
    query = "profile=level-line&parity=even&data_bits=7&stop_bits=2&baud=19200"
    line = plugged(query, "rfc2217")
    scanner = line.open()
    sheet = next(scanner.sheets())
    assert line.bench.settings == LineSettings(19200, 7, "E", 2)
    scanner.accept(sheet)
    scanner.close()


@pytest.mark.parametrize("wrong", [{"baud": "4800"}, {"parity": "odd"}, {"data_bits": "7"}, {"stop_bits": "2"}])
def test_wrong_settings_are_found_at_once(plugged, wrong):
    line = plugged("profile=sekonic-sr", "rfc2217")
    with line.open(**wrong) as scanner, pytest.raises(LinkLostError, match="compare its port settings"):
        next(scanner.sheets())
    assert line.reader.feeds == 0


def test_one_host_at_a_time(plugged):
    line = plugged("profile=sekonic-sr", "pty")
    first = SerialTransport(line.url, LineSettings())
    with pytest.raises(LinkBusyError, match="another program"):
        SerialTransport(line.url, LineSettings())
    first.close()
    SerialTransport(line.url, LineSettings()).close()


def test_a_port_that_is_not_there(tmp_path):
    with pytest.raises(LinkLostError, match="is not there"):
        SerialTransport(str(tmp_path / "ttyNONE"), LineSettings())
    with pytest.raises(LinkLostError, match="check the address"):
        SerialTransport("rfc2217://127.0.0.1:9", LineSettings())


def test_a_pseudo_terminal_has_no_modem_lines(plugged):
    """ENOTTY is no answer, and no reason to stop."""
    line = plugged("profile=sekonic-sr", "pty")
    transport = SerialTransport(line.url, LineSettings(dtr=True, rts=True))
    assert transport.modem_line("cts") is None
    transport.close()
    transport.close()
    with pytest.raises(LinkLostError):
        transport.read(timeout=0)
