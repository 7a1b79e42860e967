"""A `Scanner` made of a `Machine`: the order of steps, troubles, and what the operator is told."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from scanner.doubt import Doubt
from scanner.feed import Event, Feed, State
from scanner.interface import Scanner, ScannerInfo
from scanner.link.errors import LinkBusyError, LinkError
from scanner.machine import Capture, Leftover, Machine
from scanner.messages import notice_of, sentence
from scanner.notice import Ask, Notice
from scanner.sheet import CapturedSheet
from scanner.surroundings import Surroundings
from scanner.trouble import Trouble

LOOK_EVERY = 0.5
"""Seconds between two looks whether a trouble is over (makers' own software does so, scanner-protocols 1.7)."""


class DeviceScanner(Scanner):
    """Feeds the sheets of a machine one by one, and stays usable after every trouble.

    The one rule after a trouble: what is stored belongs on the counted stack, what is not stored belongs back
    on the pile.  Every trouble is shown with what to do; the feed goes on by itself when it is over, and `stop`
    ends it at any time.  A device that is not there or is taken when the scanner is first used is an error; one
    that goes away later is waited for.
    """

    moves_paper = True

    def __init__(self, address: str, machine: Machine, around: Surroundings) -> None:
        super().__init__(address)
        self._machine = machine
        self._around = around
        self._path = Feed()
        self._number = 0
        self._met = False

    @property
    def state(self) -> State:
        """Where the sheet under way is, for the display."""
        return self._path.state

    def describe(self) -> ScannerInfo:
        return self._machine.describe()

    def recover(self, doubt: Doubt) -> None:
        """Connect, and settle the last sheet of an earlier run.

        A sheet that is found in the path is the one that is not disposed of, because none is fed before the
        last one is; where every stored sheet is disposed of, the one in the path is not stored.
        """
        stack = "aside: it is not counted" if doubt.returned else "on the counted stack"
        if not self._machine.holds:
            seen = "" if doubt.imprint is None else f"; the last one bears {doubt.imprint}"
            text = f"{doubt.stored} sheets are stored{seen}. Feed again what lies above them on the stack"
            self._tell(Notice("check-stack", sentence(text), Ask.CHECK_STACK, doubt.key))
            return
        fate = doubt if doubt.undisposed else None
        if self._connect(fate) and fate is not None:
            text = f"Sheet {doubt.key} is stored. If it is in your hands or in the tray, put it {stack}"
            self._tell(Notice("in-doubt", f"{text}. Do not feed it again.", sheet=doubt.key))

    def _feed(self, known: Container[str]) -> Iterator[CapturedSheet]:
        while self._wanted() and (self.state is not State.LOST or self._connect(None)):
            capture = self._capture()
            if capture is not None:
                self._path.on(Event.CAPTURE)
                yield self._sheet(capture, known)
        if self.state is State.IDLE:
            self._path.on(Event.FINISH)

    def _capture(self) -> Capture | None:
        self._path.on(Event.FEED)
        try:
            capture = self._machine.capture(self._wanted)
        except Trouble as trouble:
            self._path.on(Event.TROUBLE)
            self._resolve(trouble, Ask.PUT_BACK, None)
            return None
        except LinkError as error:
            self._lose(error, Ask.PUT_BACK, None)
            return None
        if capture is None:
            self._path.on(Event.EMPTY)
            if self._wanted():
                self.stop()  # the device itself says that its feeder is empty: the pile is done
        return capture

    def _accept(self, sheet: CapturedSheet) -> None:
        self._path.on(Event.STORED)
        self._path.on(Event.ACCEPT)
        fate = Doubt(0, sheet.key, sheet.imprint, undisposed=True)
        self._dispose(self._machine.accept, Event.ACCEPTED, Ask.PUT_ON_COUNTED, fate)

    def _return(self, sheet: CapturedSheet, reason: str) -> None:
        self._path.on(Event.RETURN)
        text = sentence(f"Sheet {sheet.key} is not counted: {reason}")
        self._tell(Notice("returned", text, Ask.TAKE_RETURNED, sheet.key))
        if not self._machine.holds:
            self._path.on(Event.RETURNED)
            return
        fate = Doubt(0, sheet.key, sheet.imprint, undisposed=True, returned=True)
        self._dispose(self._machine.give_back, Event.RETURNED, Ask.TAKE_RETURNED, fate)

    def _close(self) -> None:
        self._machine.close()

    def _dispose(self, move: Callable[[], None], done: Event, paper: Ask, fate: Doubt | None) -> None:
        """Move the sheet out.  When that fails a person does it; what the books say of the sheet stays."""
        try:
            move()
        except Trouble as trouble:
            self._path.on(Event.TROUBLE)
            self._resolve(trouble, paper, fate)
        except LinkError as error:
            self._lose(error, paper, fate)
        else:
            self._path.on(done)

    def _resolve(self, trouble: Trouble, paper: Ask, fate: Doubt | None) -> None:
        """Say what to do, and wait until it is done.

        Raises:
            Trouble: `stop` was called before it was.
        """
        key = fate.key if fate is not None else None
        self._tell_all(notice_of(trouble, paper, key))
        while True:
            try:
                if self._machine.ready():
                    break
            except Trouble as another:
                if another.kind is not trouble.kind:
                    trouble = another
                    self._tell_all(notice_of(trouble, paper, key))
            except LinkError as error:
                self._lose(error, paper, fate)
                return
            if self._stopping.is_set():
                raise trouble
            self._around.clock.sleep(LOOK_EVERY)
        self._path.on(Event.CLEARED)
        self._tell(Notice(trouble.kind.value, "The scanner is ready again. ", over=True))

    def _lose(self, error: LinkError, paper: Ask, fate: Doubt | None) -> None:
        """Wait until the device is there again, and settle the sheet that was under way."""
        self._path.on(Event.LOSE)
        self._machine.close()
        self._tell(Notice("disconnected", sentence(str(error)), Ask.RECONNECT))
        self._tell(Notice("disconnected", "", paper, None if fate is None else fate.key))
        if not self._connect(fate) and self._stopping.is_set():
            raise error

    def _connect(self, fate: Doubt | None) -> bool:
        """Try until the device is there and its path is free; False when nothing is wanted any more.

        Raises:
            LinkError: it was not there, or taken, at the first attempt ever.
        """
        told: str | None = None
        while True:
            self._path.on(Event.CONNECT)
            try:
                leftover = self._machine.connect()
            except LinkError as error:
                self._path.on(Event.LOSE)
                if not self._met:
                    raise
                busy = isinstance(error, LinkBusyError)
                code, ask = ("busy", Ask.FREE_DEVICE) if busy else ("disconnected", Ask.RECONNECT)
                told = self._tell_once(told, (Notice(code, sentence(str(error)), ask),))
            except Trouble as trouble:
                self._met = True
                self._path.on(Event.TROUBLE)
                told = self._tell_once(told, notice_of(trouble, Ask.NOTHING, None))
            else:
                self._met = True
                break
            if self._stopping.is_set():
                return False
            self._around.clock.sleep(LOOK_EVERY)
        if told is not None:
            self._tell(Notice(told, "The scanner is ready again. ", over=True))
        if leftover is Leftover.NOTHING:
            self._path.on(Event.CONNECTED)
            return True
        self._path.on(Event.PAPER_FOUND)
        return self._settle(fate)

    def _settle(self, fate: Doubt | None) -> bool:
        """Move the sheet that was found in the path to where the books say it belongs."""
        if fate is not None and not fate.returned:
            paper, move = Ask.PUT_ON_COUNTED, self._machine.accept
            text = f"Sheet {fate.key} is stored and is passed on to the counted stack. "
            self._tell(Notice("leftover", text, sheet=fate.key))
        else:
            paper, move = (Ask.PUT_BACK if fate is None else Ask.TAKE_RETURNED), self._machine.give_back
            text = "A sheet that is not counted was left in the scanner, and is given back. "
            self._tell(Notice("leftover", text, paper, None if fate is None else fate.key))
        self._dispose(move, Event.PAPER_SETTLED, paper, fate)
        return self.state is State.IDLE

    def _sheet(self, capture: Capture, known: Container[str]) -> CapturedSheet:
        self._number += 1
        while (key := f"{self._number:06d}") in known:
            self._number += 1
        return CapturedSheet(key, capture.front, capture.back, self.address, capture.imprint)

    def _wanted(self) -> bool:
        return not (self._stopping.is_set() or self._around.finished())

    def _tell(self, notice: Notice) -> None:
        self._around.notify(notice)

    def _tell_all(self, notices: tuple[Notice, ...]) -> None:
        for notice in notices:
            self._tell(notice)

    def _tell_once(self, told: str | None, notices: tuple[Notice, ...]) -> str:
        if told != notices[0].code:
            self._tell_all(notices)
        return notices[0].code
