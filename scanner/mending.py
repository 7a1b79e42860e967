"""What is done after a trouble or a lost cable: tell the operator once, wait, settle the sheet under way."""

from __future__ import annotations

import contextlib
import threading
from typing import Final

from scanner.errors import ScannerError
from scanner.fate import NOT_STORED, Fate, found_after
from scanner.feed import Event, Feed
from scanner.link.errors import LinkBusyError, LinkError
from scanner.machine import Leftover, Machine
from scanner.messages import READY, notices_of, on_the_stack, sentence
from scanner.notice import Ask, Notice
from scanner.reminder import Reminder
from scanner.surroundings import Surroundings
from scanner.trouble import Trouble, TroubleKind

LOOK_EVERY: Final = 0.5
"""Seconds between two looks whether a trouble is over (makers' own software does so, scanner-protocols 1.7)."""

IN_THE_WAY: Final = frozenset({TroubleKind.JAM, TroubleKind.DOUBLE_FEED, TroubleKind.SECOND_SHEET})
"""Troubles of a device that is being connected in which paper must be taken out by hand."""

Problem = Trouble | LinkError


class Mending:
    """Brings a machine back to `State.IDLE`, whatever stopped it.

    Attributes:
        stored: sheets that belong on the counted stack.
    """

    def __init__(self, machine: Machine, path: Feed, around: Surroundings, stopping: threading.Event) -> None:
        self.stored = 0
        self._machine = machine
        self._path = path
        self._around = around
        self._stopping = stopping
        self._met = False
        self._fate = NOT_STORED
        self._asked = False
        self._told: str | None = None

    def begin(self, fate: Fate) -> None:
        """Connect, and settle a sheet that is found in the path.

        Raises:
            LinkError: the device was not there, or taken, at the first attempt ever.
            Trouble, LinkError: `stop` was called before it was ready.
        """
        self._until_free(None, fate)

    def mend(self, problem: Problem, fate: Fate, *, asked: bool = False) -> None:
        """Wait until the path is free and the device can go on.

        Args:
            problem: what stopped it.
            fate: where the sheet under way belongs.
            asked: the operator was asked to take it out already.

        Raises:
            Trouble, LinkError: `stop` was called before that.
        """
        self._until_free(problem, fate, asked=asked)
        if not self._machine.holds and fate.key is None:
            self.check_stack(problem)

    def check_stack(self, problem: ScannerError | None = None, bears: str | None = None) -> None:
        """Let a person compare the counted stack with the books, and wait for it.

        Raises:
            ScannerError: `stop` was called before it was done; `problem`, when there is one.
        """
        seen = "" if bears is None else f"; the last one bears {bears}"
        text = sentence(f"{on_the_stack(self.stored)}{seen}")
        notice = Notice("check-stack", text, Ask.CHECK_STACK, stack=self.stored)
        self._around.notify(notice)
        self.confirm(notice, problem)
        if self._machine.unasked:
            with contextlib.suppress(LinkError):  # the next sheet that is waited for meets it again
                self._machine.forget()
        self._around.notify(Notice("check-stack", "", stack=self.stored, over=True))

    def check_bin(self) -> None:
        """Let a person look into the bin, where a sheet may lie that could not be stored.

        Raises:
            ScannerError: `stop` was called before it was done.
        """
        notice = Notice("check-bin", "A sheet that lies in the reject bin is not stored.", Ask.PUT_BACK)
        self._around.notify(notice)
        self.confirm(notice)
        self._around.notify(Notice("check-bin", "", over=True))

    def confirm(self, notice: Notice, problem: ScannerError | None = None) -> None:
        """Wait until a person has done what cannot be seen from here.

        Raises:
            ScannerError: `stop` was called before; `problem`, when there is one.
        """
        while not self._around.confirmed(notice):
            if self._stopping.is_set():
                raise problem or ScannerError(f"stopped before this was done: {notice}")
            self._around.clock.sleep(LOOK_EVERY)

    def _until_free(self, problem: Problem | None, fate: Fate, *, asked: bool = False) -> None:
        self._fate, self._asked, self._told = fate, asked, None
        try:
            while True:
                try:
                    if isinstance(problem, Trouble):
                        self._clear(problem)
                    else:
                        self._reconnect(problem)
                    break
                except (Trouble, LinkError) as another:
                    problem = another
        except _EndedError as end:
            raise end.problem from None
        if self._told is not None:
            self._around.notify(Notice(self._told, READY, over=True))

    def _clear(self, trouble: Trouble) -> None:
        """Say what to do, and wait until it is done."""
        self._path.on(Event.TROUBLE)
        self._tell_all(trouble, self._paper())
        if self._wait_until_ready(trouble):
            # Nobody touched the scanner and it could go on: the sheet is in somebody's hands or in the tray,
            # and who is still about to do what was asked would take the next sheet for it.
            self._confirm(Notice(trouble.kind.value, trouble.text, self._fate.ask, self._fate.key), trouble)
        self._path.on(Event.CLEARED)

    def _wait_until_ready(self, trouble: Trouble) -> bool:
        """Wait; True when there was nothing to wait for."""
        reminder = Reminder(self._around.clock, trouble.kind.value)
        at_once = True
        while True:
            try:
                if self._machine.ready():
                    return at_once
                reminder.forget()
            except Trouble as another:
                if reminder.is_due(another.kind.value):
                    self._tell_all(another, Ask.NOTHING)
                trouble = another
            self._pause(trouble)
            at_once = False

    def _reconnect(self, lost: LinkError | None) -> None:
        """Wait until the device is there, and settle the sheet that was under way."""
        if lost is not None:
            self._path.on(Event.LOSE)
            self._machine.close()
        if self._connect(lost) is Leftover.SHEET:
            self._path.on(Event.PAPER_FOUND)
            hand = self._asked
            if self._fate.key is not None and not self._fate.counted:
                self._fate, self._asked = found_after(self._fate.key), False
            self._settle(hand)
            return
        self._path.on(Event.CONNECTED)
        self._say_where(lost)

    def _connect(self, lost: LinkError | None) -> Leftover:
        """Try until the device is there and its path can be used."""
        reminder = Reminder(self._around.clock)
        if lost is not None:
            self._tell_link(lost, reminder)
            self._pause(lost)
        while True:
            self._path.on(Event.CONNECT)
            try:
                leftover = self._machine.connect()
            except LinkError as error:
                self._path.on(Event.LOSE)
                if not self._met:
                    raise _EndedError(error) from error
                self._tell_link(error, reminder)
                self._pause(error)
            except Trouble as trouble:
                self._met = True
                self._path.on(Event.TROUBLE)
                if reminder.is_due(trouble.kind.value):
                    self._tell_all(trouble, self._paper() if trouble.kind in IN_THE_WAY else Ask.NOTHING)
                self._pause(trouble)
            else:
                self._met = True
                return leftover

    def _settle(self, hand: bool) -> None:
        """Bring the sheet that was found in the path to where the books say it belongs.

        Args:
            hand: one may be in the path, so that no motor moves.
        """
        fate = self._fate
        if hand or not self._machine.holds:
            trouble = Trouble(TroubleKind.JAM, _found(fate))
            self._path.on(Event.TROUBLE)
            paper = self._paper()
            if paper is not Ask.NOTHING:
                self._tell(Notice("leftover", sentence(trouble.text), paper, fate.key))
            self._wait_until_ready(trouble)
            self._path.on(Event.CLEARED)
        elif fate.counted:
            self._tell(
                Notice("leftover", f"{_found(fate)}; it passes it on to the counted stack.", sheet=fate.key)
            )
            self._machine.accept()
            self._path.on(Event.PAPER_SETTLED)
        else:
            self._tell(Notice("leftover", f"{_found(fate)}; it is given back.", self._paper(), fate.key))
            self._machine.give_back()
            self._path.on(Event.PAPER_SETTLED)

    def _say_where(self, lost: LinkError | None) -> None:
        """The path is empty.  A sheet that was in it is somewhere else."""
        if self._fate.key is not None:
            key, where = self._fate.key, self._fate.where
            text = f"Sheet {key} is not in the scanner. If it is in your hands or in the tray, put it {where}."
            notice = Notice("in-doubt", text, self._paper(), key)
            self._tell(notice)
            self._confirm(notice)
        elif lost is not None and self._machine.holds:  # some devices pass a sheet on when they are switched on
            try:
                self.check_stack(lost)
            except ScannerError as stopped:
                raise _EndedError(stopped) from stopped

    def _paper(self) -> Ask:
        """What is asked to be done with the sheet under way: once."""
        if self._asked:
            return Ask.NOTHING
        self._asked = True
        return self._fate.ask

    def _confirm(self, notice: Notice, trouble: Trouble | None = None) -> None:
        try:
            self.confirm(notice, trouble)
        except ScannerError as stopped:
            raise _EndedError(stopped) from stopped

    def _pause(self, problem: Problem) -> None:
        if self._stopping.is_set():
            raise _EndedError(problem)
        self._around.clock.sleep(LOOK_EVERY)

    def _tell_link(self, error: LinkError, reminder: Reminder) -> None:
        """Say that the device is away."""
        busy = isinstance(error, LinkBusyError)
        code = "busy" if busy else "disconnected"
        if reminder.is_due(code):
            ask = Ask.FREE_DEVICE if busy else Ask.RECONNECT
            self._tell(Notice(code, sentence(str(error)), ask, self._fate.key))

    def _tell_all(self, trouble: Trouble, paper: Ask) -> None:
        for notice in notices_of(trouble, paper, self._fate.key):
            self._tell(notice)

    def _tell(self, notice: Notice) -> None:
        self._told = notice.code
        self._around.notify(notice)


class _EndedError(Exception):
    """No further attempt is made; carries what stands in the way."""

    def __init__(self, problem: ScannerError) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _found(fate: Fate) -> str:
    if fate.key is None:
        return "A sheet that is not stored was left in the scanner"
    if fate.counted:
        return f"Sheet {fate.key} is stored and was left in the scanner"
    return f"Sheet {fate.key} is not counted, and that sheet or the next one was left in the scanner"
