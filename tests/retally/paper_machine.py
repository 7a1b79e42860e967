"""Any order of scanning, faults, kills, stops and hands, with one family of scanners: a suite to inherit.

The station, the case file and the device's driver are the real ones; readings are written by the test, time is
simulated, and a kill is an exception that leaves everything as it lies: the process is gone, the paper is not.
"""

from __future__ import annotations

import shutil
import tempfile
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Protocol

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from retally.station import NoticeBoard, ReturnPolicy, Station
from scanner import Notice, Scanner, ScannerError, Surroundings
from scanner.devices.simulated import Fault, FaultKind, Faults, Moment, Paper, Spot
from scanner.link import SimulatedClock
from tabulate.ledger import Ledger, StorageError, verify
from tests.retally.paper_desk import Readings, vote
from tests.tabulate.ledger.cases import new_case, ticking

RESTART = 5.0
"""Seconds from a kill until the station runs again: more than a person takes to do what is on the screen."""

PATIENCE = 3600.0
"""Simulated seconds after which a run counts as stuck; one that nothing stops takes a second a sheet."""

MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


class KilledError(BaseException):
    """The process of the station ends here."""


class StuckError(AssertionError):
    """The station waits, and nothing that the operator was asked ends it."""


class Rig(Protocol):
    """A simulated device with its paper and its person, which a kill of the station leaves as they are."""

    paper: Paper
    clock: SimulatedClock

    @property
    def faults(self) -> Faults:
        """Those that did not happen yet; more can be added."""

    def open(self, around: Surroundings) -> Scanner:
        """A new process opens the same device."""

    def number(self, page: bytes) -> str:
        """Which sheet a captured page is of, from 1."""

    def put_right(self) -> None:
        """What a person does on reading the error of a command: cable in, power on, other programs ended."""


class Fuse:
    """Kills the station after so many moments: passing time, notices, both ends of transactions."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.dead = False

    def burn(self) -> None:
        if self.left is not None and not self.dead:
            self.left -= 1
            self.dead = self.left < 0
        if self.dead:
            raise KilledError


class MortalLedger(Ledger):
    """A case whose process can be killed, and whose medium can be full."""

    fuse: ClassVar[Fuse]
    full: ClassVar[Iterator[bool]]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.fuse.burn()
        if next(self.full, False):
            raise StorageError("the medium is full; see to it and run the command again")
        with super()._transaction():
            yield
        self.fuse.burn()


class PaperMachine(RuleBasedStateMachine):
    """Inherit, and give `rig`, `can` and, for a device that gives nothing back, `returns` without words."""

    sheets: ClassVar = 4
    can: ClassVar[tuple[tuple[FaultKind, Moment], ...]] = ()
    """What the family can do wrong, and when."""
    quiet: ClassVar[frozenset[FaultKind | tuple[FaultKind, Moment]]] = frozenset()
    """Faults that the driver settles without a person, and so without a word."""
    makes: ClassVar[st.SearchStrategy[Any]] = st.none()
    """Makes of the device, where not all behave alike; `rig` finds the one at hand in `make`."""

    @abstractmethod
    def rig(self, folder: Path, sheets: int) -> Rig:
        """A device before a pile of so many sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY))
        self.path = self.folder / "case"
        self.fuse = Fuse()
        self.heard: list[Notice] = []
        self.until = PATIENCE
        self.stop_in: int | None = None
        self.wished = False
        self.scanner: Scanner | None = None
        new_case(self.path).close()

    @initialize(
        data=st.data(),
        overvoted=st.sets(st.integers(1, 4)),
        returns=st.sampled_from(["none", "none", "overvoted"]),
        feeds=st.lists(st.integers(0, 5), max_size=4),
    )
    def begin(self, data: st.DataObject, overvoted: set[int], returns: str, feeds: list[int]) -> None:
        self.make = data.draw(self.makes)
        self.device = self.rig(self.folder, self.sheets)
        self.overvoted = {str(number) for number in overvoted}
        self.policy = ReturnPolicy.parse(returns)
        for feed in feeds:
            self.something_will_go_wrong(data, feed)
        self.step, self.device.clock.step = self.device.clock.step, self.mortal_step  # type: ignore[method-assign]

    def teardown(self) -> None:
        try:
            if hasattr(self, "device"):
                self.finish()
        finally:
            shutil.rmtree(self.folder)

    def mortal_step(self, until: float) -> bool:
        self.fuse.burn()
        if self.stop_in is not None:
            self.stop_in -= 1
            if self.stop_in < 0 and self.scanner is not None:
                self.wished = True
                self.scanner.stop()
        if self.device.clock.now() > self.until:
            raise StuckError(f"after {[str(notice) for notice in self.heard]}")
        return self.step(until)

    def void(self) -> list[Fault]:
        """Faults that came where there was nothing that could go wrong."""
        return []

    # What can happen.

    @rule(data=st.data(), feed=st.integers(0, 5))
    def something_will_go_wrong(self, data: st.DataObject, feed: int) -> None:
        kind, moment = data.draw(st.sampled_from(self.can))
        self.device.faults.add(Fault(kind, feed, moment))

    @rule(fuse=st.integers(0, 60) | st.integers(0, 400))
    def scan_and_be_killed(self, fuse: int) -> None:
        self.fuse.left = fuse
        self.run()

    @precondition(lambda self: self.unfinished)
    @rule(moment=st.integers(0, 40) | st.integers(0, 300))
    def scan_and_be_stopped(self, moment: int) -> None:
        """The operator presses Ctrl-C at any moment."""
        self.run(stop=moment)

    @precondition(lambda self: self.unfinished)
    @rule(transactions=st.lists(st.booleans(), max_size=12))
    def scan_to_a_full_disk(self, transactions: list[bool]) -> None:
        self.run(full=transactions)

    @precondition(lambda self: self.unfinished)
    @rule()
    def scan(self) -> None:
        self.run()

    @property
    def unfinished(self) -> bool:
        """Whether there is paper that another run can do something with."""
        return len(self.device.paper.at(Spot.COUNTED) + self.device.paper.at(Spot.RETURNED)) < self.sheets

    # The ten lines of paper.

    def finish(self) -> None:
        """Scan until nothing goes wrong any more; then every paper is where the books have it, each once."""
        for _ in range(20):
            if self.run() == "done":
                break
        else:
            raise StuckError("the pile is never done")
        assert verify(self.path) == []
        assert sorted(self.counted()) == self.numbers(Spot.COUNTED)
        assert self.numbers(Spot.RETURNED) == sorted({*self.returned()} - {*self.counted()})
        assert self.numbers(Spot.PILE) == self.numbers(Spot.ENTRY) == self.numbers(Spot.PATH) == []

    def numbers(self, spot: Spot) -> list[str]:
        return sorted(str(sheet.number) for sheet in self.device.paper.at(spot))

    def counted(self) -> list[str]:
        return [number for number, counts in self.books() if counts]

    def returned(self) -> list[str]:
        return [number for number, counts in self.books() if not counts]

    def books(self) -> list[tuple[str, bool]]:
        with Ledger.open(self.path, readonly=True) as ledger:
            return [
                (self.device.number(ledger.image(sheet.images[0].sha256)), sheet.counts)
                for sheet in ledger.sheets()
            ]

    # The station.

    def run(self, stop: int | None = None, full: list[bool] | None = None) -> str:
        """One process of the station; says how it ended."""
        before, faults = len(self.heard), list(self.device.faults.left)
        self.until = self.device.clock.now() + PATIENCE
        self.stop_in, self.wished, self.scanner = stop, False, None
        MortalLedger.fuse, MortalLedger.full = self.fuse, iter(full or [])
        ledger = MortalLedger.open(self.path, now=ticking())
        ledger._connection.execute("PRAGMA synchronous = OFF")  # it is the station that dies, not the computer
        ledger._connection.execute("PRAGMA journal_mode = MEMORY")
        try:
            how = self.station(ledger)
        except KilledError:
            how = "killed"
        except (ScannerError, StorageError) as error:
            assert str(error).strip()
            how = "error"
        finally:
            self.fuse.left, self.fuse.dead, self.stop_in = None, False, None
            ledger._connection.execute("PRAGMA journal_mode = DELETE")
            ledger.close()
        if how != "killed" and self.scanner is not None:
            self.scanner.close()
        if how == "error":
            self.device.put_right()
        if how == "done":
            happened = [
                fault
                for fault in faults
                if fault not in {*self.device.faults.left, *self.void()}
                and self.quiet.isdisjoint({fault.kind, (fault.kind, fault.moment)})
            ]
            told = [notice for notice in self.heard[before:] if not notice.over and str(notice)]
            assert not happened or told, f"{happened} without a word"
        self.device.clock.sleep(RESTART)
        return how

    def station(self, ledger: Ledger) -> str:
        def hear(notice: Notice) -> None:
            self.fuse.burn()
            self.heard.append(notice)

        board = NoticeBoard(hear)
        known = ledger.batch("b")
        batch = ledger.open_batch("b", "u", "absentee", "toy:")
        self.scanner = self.device.open(Surroundings(notify=board.hear))
        pool: Any = NumberedReadings(self)
        station = Station(ledger, pool, lambda: self.wished, policy=self.policy, board=board)
        return "stopped" if station.scan(self.scanner, batch, resumed=known is not None).interrupted else "done"


class NumberedReadings(Readings):
    """Reads the number on the page; some are overvoted."""

    def __init__(self, machine: PaperMachine) -> None:
        super().__init__(slow=True)
        self.machine = machine

    def reading(self, page: bytes) -> dict[str, Any]:
        number = self.machine.device.number(page)
        return vote(overvoted=True) if number in self.machine.overvoted else vote("smith")


def examples(machine: type[PaperMachine], number: int) -> type:
    """The test case of a family, with so many random sequences of up to six steps."""
    case = type(machine.__name__, (machine,), {}).TestCase
    case.settings = settings(
        max_examples=number, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck)
    )
    return case
