"""A toy family of scanners: the least device that has a paper path, sensors, a person at it and things going
wrong.

`ToyDevice` is the truth (what a simulator is), `ToyMachine` the driver over it, `toy_rig` both with their
person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scanner.device_scanner import DeviceScanner
from scanner.devices.simulated import Fault, FaultKind, Faults, Moment, Paper, Person, SimulatedSheet, Spot
from scanner.devices.simulated.opening import with_person
from scanner.interface import ScannerInfo
from scanner.link import LinkBusyError, LinkLostError, SimulatedClock
from scanner.machine import Capture, Leftover, Machine, Wanted
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Surroundings
from scanner.trouble import Trouble, TroubleKind

KINDS = (
    FaultKind.JAM, FaultKind.DOUBLE_FEED, FaultKind.COVER_OPEN, FaultKind.SHEET_PULLED, FaultKind.SECOND_SHEET,
    FaultKind.SENSOR_STUCK, FaultKind.CALIBRATION_NEEDED, FaultKind.SHORT_IMAGE, FaultKind.SILENT,
    FaultKind.RESET, FaultKind.UNPLUGGED, FaultKind.BUSY,
)  # fmt: skip
"""What the toy can do wrong."""

FEEDING = (Moment.BEFORE, Moment.DURING, Moment.AFTER)
ONLY = {
    FaultKind.DOUBLE_FEED: FEEDING,
    FaultKind.SHORT_IMAGE: FEEDING,
    FaultKind.SECOND_SHEET: (Moment.ACCEPTING, Moment.RETURNING),
    FaultKind.SHEET_PULLED: (*FEEDING, Moment.ACCEPTING, Moment.RETURNING),
}
"""When a fault can happen that cannot happen at any time."""


def possible(holds: bool) -> list[tuple[FaultKind, Moment]]:
    """What can go wrong when."""
    moments = [moment for moment in Moment if holds or moment is not Moment.RETURNING]
    return [(kind, moment) for kind in KINDS for moment in moments if moment in ONLY.get(kind, Moment)]


TROUBLES = {
    FaultKind.JAM: TroubleKind.JAM,
    FaultKind.DOUBLE_FEED: TroubleKind.DOUBLE_FEED,
    FaultKind.COVER_OPEN: TroubleKind.COVER_OPEN,
    FaultKind.SHEET_PULLED: TroubleKind.SHEET_PULLED,
    FaultKind.SECOND_SHEET: TroubleKind.SECOND_SHEET,
    FaultKind.SENSOR_STUCK: TroubleKind.SENSOR_STUCK,
    FaultKind.CALIBRATION_NEEDED: TroubleKind.CALIBRATION_NEEDED,
    FaultKind.SHORT_IMAGE: TroubleKind.SHORT_IMAGE,
    FaultKind.SILENT: TroubleKind.SILENT,
}


LASTING = {
    TroubleKind.COVER_OPEN, TroubleKind.SENSOR_STUCK, TroubleKind.CALIBRATION_NEEDED, TroubleKind.SILENT,
}  # fmt: skip
"""Troubles that a person must end with more than taking the paper out."""


def recorded(sheets: int) -> list[CapturedSheet]:
    """Sheets of one page each; the page's bytes are the number of the sheet."""
    return [
        CapturedSheet(f"{number}", PageImage(b"%d" % number, "image/png", 0, f"{number}"), None, "toy:")
        for number in range(1, sheets + 1)
    ]


class ToyDevice:
    """The paper and the sensors.  `Handles` for its person."""

    def __init__(self, paper: Paper, faults: Iterable[Fault] = (), *, holds: bool = True) -> None:
        self.paper = paper
        self.faults = Faults(tuple(it for it in faults if (it.kind, it.moment) in possible(holds)))
        self.holds = holds
        self.feeds = 0
        self.entry: list[SimulatedSheet] = []
        self.path: list[SimulatedSheet] = []
        self.hands: list[SimulatedSheet] = []
        self.attached = True
        self.busy = False
        self.ejects = False
        self.eager = False
        """The person puts in the next sheet while the last one is still in the path."""
        self.stuck: TroubleKind | None = None
        """A trouble that only a person ends: cover, sensor, calibration, silence."""

    @property
    def entry_free(self) -> bool:
        return not self.entry and (self.eager or not self.path)

    def insert(self) -> None:
        sheet = self.paper.top(Spot.ENTRY)
        if sheet is not None:
            self.entry.append(sheet)

    def take_out(self, spot: Spot) -> None:
        self.clear_entry()
        for sheet in reversed(self.path + self.hands):
            self.paper.move(sheet, spot)
        self.path, self.hands = [], []

    def lay_back(self) -> None:
        for sheet in self.hands:
            self.paper.move(sheet, Spot.PILE)
        self.hands = []

    def clear_entry(self) -> None:
        for sheet in reversed(self.entry):
            self.paper.move(sheet, Spot.PILE)
        self.entry = []

    def close_cover(self) -> None:
        self._end(TroubleKind.COVER_OPEN)

    def plug_in(self) -> None:
        if not self.attached and self.ejects:  # some devices pass on what they hold when they are switched on
            self.drop()
        self.attached, self.ejects = True, False

    def calibrate(self) -> None:
        self._end(TroubleKind.CALIBRATION_NEEDED)

    def switch_off_and_on(self) -> None:
        self._end(TroubleKind.SENSOR_STUCK, TroubleKind.SILENT)

    def end_other_program(self) -> None:
        self.busy = False

    def drop(self) -> None:
        """Everything in the path goes to the output."""
        for sheet in self.path:
            self.paper.move(sheet, Spot.COUNTED)
        self.path = []

    def fail(self, moment: Moment) -> None:
        """Let the fault happen that the script has for this moment.

        Raises:
            Trouble, LinkLostError, LinkBusyError: it has one.
        """
        fault = self.faults.take(self.feeds, moment, *KINDS)
        if fault is None:
            return
        if fault.kind in (FaultKind.UNPLUGGED, FaultKind.RESET):
            self.attached, self.ejects = False, fault.kind is FaultKind.RESET and moment is not Moment.RETURNING
        elif fault.kind is FaultKind.BUSY:
            self.busy = True
        elif fault.kind is FaultKind.SHEET_PULLED:
            self.hands, self.path = self.path, []
        elif fault.kind is FaultKind.DOUBLE_FEED and (second := self.paper.top(Spot.PATH)) is not None:
            self.path.append(second)
        elif fault.kind is FaultKind.SECOND_SHEET:
            self.insert()
        self.require()
        kind = TROUBLES[fault.kind]
        if kind in LASTING:
            self.stuck = kind
        raise Trouble(kind, f"{kind.value} while {moment.value}")

    def require(self) -> None:
        if not self.attached:
            raise LinkLostError("the toy is not connected any more; plug it in again")
        if self.busy:
            raise LinkBusyError("another program uses the toy; close it")

    def _end(self, *kinds: TroubleKind) -> None:
        if self.stuck in kinds:
            self.stuck = None


class ToyMachine(Machine):
    def __init__(self, device: ToyDevice, clock: SimulatedClock) -> None:
        self.device = device
        self.clock = clock
        self.holds = device.holds
        self.closed = 0

    def connect(self) -> Leftover:
        self.clock.sleep(0.1)
        self.device.require()
        self.device.fail(Moment.CONNECTING)
        self._require_sound()
        return Leftover.SHEET if self.device.path else Leftover.NOTHING

    def capture(self, wanted: Wanted) -> Capture | None:
        device = self.device
        while not device.entry:
            device.require()
            if not wanted():
                return None
            self.clock.sleep(0.2)
        self._require_sound()
        device.feeds += 1
        device.fail(Moment.BEFORE)
        sheet = device.entry.pop(0)
        device.path = [sheet]
        sheet.spot = Spot.PATH
        self.clock.sleep(0.3)
        device.fail(Moment.DURING)
        if not device.holds:
            device.drop()
        device.fail(Moment.AFTER)
        return Capture(sheet.recorded.front, sheet.recorded.back)

    def accept(self) -> None:
        device = self.device
        device.require()
        device.fail(Moment.ACCEPTING)
        self.clock.sleep(0.2)
        device.drop()

    def give_back(self) -> None:
        device = self.device
        device.require()
        device.fail(Moment.RETURNING)
        while device.path:
            self.clock.sleep(0.2)

    def ready(self) -> bool:
        device = self.device
        self.clock.sleep(0.05)
        device.require()
        self._require_sound()
        return not device.path and (len(device.entry) < 2 or not device.holds)

    def describe(self) -> ScannerInfo:
        return ScannerInfo("toy:", "toy", simulated=True, holds=self.holds)

    def report(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        self.closed += 1

    def _require_sound(self) -> None:
        if self.device.stuck is not None:
            raise Trouble(self.device.stuck, f"{self.device.stuck.value}")


@dataclass
class ToyRig:
    """A toy with its paper and its person.  Killing a station leaves all of this as it is."""

    paper: Paper
    device: ToyDevice
    clock: SimulatedClock
    person: Person

    def open(self, around: Surroundings | None = None) -> DeviceScanner:
        around = around if around is not None else Surroundings()
        return self.open_alone(with_person(around, self.person, self.clock))

    def open_alone(self, around: Surroundings) -> DeviceScanner:
        """Without the person: whoever opens it says what happens."""
        return DeviceScanner("toy:", ToyMachine(self.device, self.clock), replace(around, clock=self.clock))


def toy_rig(sheets: int, *faults: Fault, holds: bool = True) -> ToyRig:
    clock = SimulatedClock()
    paper = Paper(recorded(sheets))
    device = ToyDevice(paper, faults, holds=holds)
    person = Person(paper, device)
    clock.attach(person)
    return ToyRig(paper, device, clock, person)


def fault(kind: FaultKind | str, sheet: int = 1, moment: Moment | str = Moment.DURING) -> Fault:
    return Fault(FaultKind(kind), sheet, Moment(moment))
