"""A `Scanner` made of a `Machine`: the order of steps, one sheet after the other."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from scanner import fate as fates
from scanner.doubt import Doubt
from scanner.errors import OrderError
from scanner.fate import Fate
from scanner.feed import Event, Feed, State
from scanner.interface import Calibration, Scanner, ScannerInfo
from scanner.link.errors import LinkError
from scanner.machine import Calibrated, Capture, Leftover, Machine
from scanner.mending import LOOK_EVERY, Mending
from scanner.messages import on_the_stack, sentence
from scanner.notice import Ask, Notice
from scanner.sheet import CapturedSheet
from scanner.surroundings import Surroundings
from scanner.trouble import Trouble

__all__ = ["LOOK_EVERY", "DeviceScanner"]


class DeviceScanner(Scanner):
    """Feeds the sheets of a machine one by one, and stays usable after every trouble.

    The one rule after a trouble: what is stored belongs on the counted stack, or aside when it was returned;
    what is not stored belongs back on the pile.  Every trouble is shown with what to do, once; the feed goes
    on by itself when it is over, and `stop` ends it at any time.  A device that is not there or is taken when
    the scanner is first used is an error; one that goes away later is waited for (see `scanner.mending`).
    """

    moves_paper = True

    def __init__(self, address: str, machine: Machine, around: Surroundings) -> None:
        super().__init__(address)
        self.unasked = machine.unasked
        self._machine = machine
        self._around = around
        self._path = Feed()
        self._mending = Mending(machine, self._path, around, self._stopping)
        self._number = 0
        self._owed = False
        """A sheet was asked to be fed again, and none came since."""

    @property
    def state(self) -> State:
        """Where the sheet under way is, for the display."""
        return self._path.state

    def describe(self) -> ScannerInfo:
        return self._machine.describe()

    def probe(self) -> dict[str, str]:
        """Connect, and let the machine say how it is; moves no paper.

        Raises:
            LinkError: it is not there, or taken.
            Trouble: it cannot be used as it is; the text says what to do.
        """
        self._path.on(Event.CONNECT)
        found = self._machine.connect()
        self._path.on(Event.CONNECTED if found is Leftover.NOTHING else Event.PAPER_FOUND)
        inside = "nothing" if found is Leftover.NOTHING else "a sheet; the next scan settles it"
        return {**self._machine.report(), "in the path": inside}

    def calibrate(self, what: Calibration) -> list[str]:
        """Connect, and calibrate the machine with the sheets that a person puts in.

        Returns:
            What the machine remarked.

        Raises:
            OrderError: it has nothing of the kind to calibrate.
            LinkError, Trouble: as `probe`; or the calibration failed.
        """
        if not isinstance(self._machine, Calibrated):
            raise OrderError(f"{self.address}: this scanner needs no calibration by Retally")
        self.probe()
        self._tell(Notice("calibrate", sentence(f"the scanner waits, for its {what.value}"), Ask.PUT_IN))
        return self._machine.calibrate(what)

    def recover(self, doubt: Doubt) -> None:
        """Connect, and settle the last sheet of an earlier run.

        A sheet that is found in the path is the one that was to be accepted and is not disposed of, because
        none is fed before the last one is.  Where the last sheet was to be given back, or every stored sheet
        is disposed of, what is in the path is fed again: see `fate`.  After a run that was interrupted the
        counted stack is compared with the books.
        """
        self._mending.stored = doubt.stored
        if self._machine.holds:
            self._mending.begin(_fate_of(doubt))
        if doubt.interrupted:
            self._mending.check_stack(bears=doubt.imprint)
            if self._machine.into_bin and not doubt.undisposed:
                self._mending.check_bin()

    def _feed(self, known: Container[str]) -> Iterator[CapturedSheet]:
        while not self._stopping.is_set():
            last = self._around.finished()
            if last and not self._machine.unasked:
                break
            if self.state is State.LOST:
                self._mending.begin(fates.NOT_STORED)
            try:
                capture = self._capture()
            except (Trouble, LinkError) as error:
                self._owed = True
                self._mending.mend(error, fates.NOT_STORED)
                continue
            if capture is not None:
                yield self._sheet(capture, known)
            elif last:  # nothing came any more of what went through while the operator was busy otherwise
                break
        if self.state is State.IDLE:
            self._path.on(Event.FINISH)

    def _capture(self) -> Capture | None:
        self._path.on(Event.FEED)
        capture = self._machine.capture(self._wanted)
        if capture is not None:
            self._owed = False
            self._path.on(Event.CAPTURE)
            return capture
        self._path.on(Event.EMPTY)
        if self._wanted():
            self._wait_for_more()
        return None

    def _wait_for_more(self) -> None:
        """The device says that its feeder is empty: the pile is done, unless a sheet belongs back on it."""
        if not self._owed:
            self.stop()
            return
        self._owed = False  # said once: the operator may also say that there is nothing more to feed
        self._tell(Notice("empty", "The feeder is empty, and a sheet was to be fed again.", Ask.LOAD))
        self._around.clock.sleep(LOOK_EVERY)

    def _accept(self, sheet: CapturedSheet) -> None:
        self._path.on(Event.STORED)
        self._path.on(Event.ACCEPT)
        self._mending.stored += 1
        self._move(self._machine.accept, Event.ACCEPTED, fates.counted(sheet.key))

    def _return(self, sheet: CapturedSheet, reason: str) -> None:
        self._path.on(Event.STORED)
        self._path.on(Event.RETURN)
        text = sentence(f"sheet {sheet.key} is not counted: {reason}")
        if self._machine.holds:
            notice = Notice("returned", text, Ask.TAKE_RETURNED, sheet.key)
            self._tell(notice)
            self._move(self._machine.give_back, Event.RETURNED, fates.returned(sheet.key), asked=notice)
            return
        place = self._mending.stored + 1
        bears = f"It bears {sheet.imprint}" if sheet.imprint is not None else f"It is number {place} from below"
        notice = Notice("returned", f"{text} {bears}.", Ask.SET_ASIDE, sheet.key, place - 1)
        self._tell(notice)
        if sheet.imprint is None:  # it can only be found while it lies on top
            self._mending.confirm(notice)
        self._path.on(Event.RETURNED)

    def _refuse(self, sheet: CapturedSheet, reason: str) -> None:
        self._path.on(Event.REFUSE)
        self._owed = True
        text = sentence(f"the sheet is not stored: {reason}")
        if self._machine.holds:
            notice = Notice("refused", text, Ask.PUT_BACK)
            self._tell(notice)
            self._move(self._machine.give_back, Event.REFUSED, fates.NOT_STORED, asked=notice)
            return
        stored = self._mending.stored
        text = f"{text} {sentence(on_the_stack(stored))}"
        notice = Notice("refused", text, Ask.CHECK_STACK, stack=stored)
        self._tell(notice)
        self._mending.confirm(notice)  # fed on, the next sheets would hide the one that is not stored
        self._path.on(Event.REFUSED)

    def _close(self) -> None:
        self._machine.close()

    def _move(self, move: Callable[[], None], done: Event, fate: Fate, *, asked: Notice | None = None) -> None:
        """Move the sheet out.  When that fails a person does it; what the books say of the sheet stays."""
        try:
            move()
        except (Trouble, LinkError) as error:
            self._mending.mend(error, fate, asked=asked is not None)
        else:
            if asked is not None and self._machine.into_bin:
                self._mending.confirm(asked)
            self._path.on(done)
            if asked is not None:
                self._tell(Notice("taken", "", sheet=fate.key, over=True))

    def _sheet(self, capture: Capture, known: Container[str]) -> CapturedSheet:
        self._number += 1
        while (key := f"{self._number:06d}") in known:
            self._number += 1
        return CapturedSheet(key, capture.front, capture.back, self.address, capture.imprint)

    def _wanted(self) -> bool:
        return not (self._stopping.is_set() or self._around.finished())

    def _tell(self, notice: Notice) -> None:
        self._around.notify(notice)


def _fate_of(doubt: Doubt) -> Fate:
    if not doubt.undisposed or doubt.key is None:
        return fates.NOT_STORED
    return fates.returned(doubt.key) if doubt.returned else fates.counted(doubt.key)
