"""Motor, rollers, cover and arrays of a simulated scanner, and what goes wrong with them.

What was seen on real units, or is said in scanner-protocols 1.3 to 1.7, has a comment where it is played.
"""

from __future__ import annotations

from typing import Final

from scanner.devices.pdi.simulator.agenda import Agenda
from scanner.devices.pdi.simulator.mishaps import sufferings_of
from scanner.devices.pdi.simulator.outbox import Outbox, bursts_of
from scanner.devices.pdi.simulator.path import PaperPath, Place
from scanner.devices.pdi.simulator.picture import Arrays
from scanner.devices.pdi.simulator.quirks import Quirks
from scanner.devices.pdi.simulator.state import State
from scanner.devices.simulated.faults import FaultKind, Faults, Moment
from scanner.devices.simulated.paper import Paper

GRAB_AFTER: Final = 0.1
BEGIN_AFTER: Final = 0.15
INCHES_A_SECOND: Final = 10.0
MOVE_TAKES: Final = 1.0
END_AFTER_TROUBLE: Final = 0.4
SLOWER: Final = 3.0
ALLOWANCE: Final = 1.0
"""Inches that a unit lets pass above its limit: taken literally the limit would stop every sheet (10)."""
THERMAL: Final = 2.0
SMALLEST_BURSTS: Final = 8
LARGEST_BURST: Final = 1 << 19
SCAN, MOVE, GRAB = "scan", "move", "grab"

_PAPER: Final = frozenset(
    {
        FaultKind.JAM,
        FaultKind.DOUBLE_FEED,
        FaultKind.COVER_OPEN,
        FaultKind.SHEET_PULLED,
        FaultKind.SHORT_IMAGE,
    }
)


class Mechanism:
    """Everything that moves.  `state` is shared with the command set, which sets it.

    Attributes:
        abuses: what a driver did that a real unit takes badly; tests hold it to be empty.
        feeds: how many sheets were grabbed, which is what fault scripts count.
    """

    def __init__(
        self, paper: Paper, faults: Faults, arrays: Arrays, *, agenda: Agenda, outbox: Outbox, quirks: Quirks
    ) -> None:
        self.path = PaperPath(paper)
        self.state = State()
        self.arrays = arrays
        self.quirks = quirks
        self.abuses: list[str] = []
        self.feeds = 0
        self.cover_open = False
        self.calibration_needed = False
        self.aborted = False
        self.scanning = False
        self.paused = False
        self.silent = False
        self.garbled = 0
        self.last_status = b"Q\x80\x80\x81"
        self.restart = False
        """A fault wants the whole device to be switched off and on."""
        self.unplug = False
        self._faults = faults
        self._agenda = agenda
        self._outbox = outbox
        self._picked = False
        self._last_end: float | None = None
        self._short = False
        self.early = False
        self.whole = False
        self._bursts: list[bytes] = []
        self._double = False
        self._sufferings = sufferings_of(self, outbox)

    @property
    def moving(self) -> bool:
        return self._agenda.planned(MOVE) or self._agenda.planned(SCAN)

    @property
    def undecided(self) -> bool:
        """A scan has ended, its sheet is held, and the feeder is still on."""
        return self.state.enabled and self._picked and self.path.place is Place.HELD and not self.moving

    @property
    def waiting(self) -> bool:
        """The feeder is on and may grab a sheet at any moment, or has just done so."""
        return self.state.enabled and not self.moving and self.path.place is Place.NOWHERE

    def fit(self) -> None:
        """Let the arrays be as wide as the next sheet needs, while there is none inside."""
        if not self.path.inside:
            self.arrays.fit(self.path.next_sheet)

    def enable(self) -> None:
        """Feeder on: a sheet in the entry is drawn in."""
        self.state.enabled = True
        self._picked = False
        self._try_to_grab()

    def disable(self) -> None:
        self.state.enabled = False
        if self.quirks.off_aborts_grab and self.path.place is Place.DRAWN and not self.scanning:
            self._agenda.cancel(SCAN)
        self._agenda.cancel(GRAB)

    def inserted(self) -> None:
        """A sheet was put into the entry."""
        self._try_to_grab()

    def abort_grab(self) -> None:
        """A question between the grab and the begin of the scan aborts it (1.7)."""
        if self.path.place is Place.DRAWN and not self.scanning and self._agenda.planned(SCAN):
            self._agenda.cancel(SCAN)

    def interrupt(self) -> None:
        """Any command between begin and end interrupts the scan (1.7); the sheet stays there (assumed)."""
        self._agenda.cancel(SCAN)
        self.scanning = False
        self.aborted = True

    def to_rear(self) -> None:
        """Eject to the rear."""
        self._agenda.cancel(GRAB)
        if not self.state.enabled:
            return  # the feeder must be on for an eject to work (1.7)
        kind = self.happen(Moment.ACCEPTING)
        if self.path.place is Place.NOWHERE:
            return
        if kind is FaultKind.JAM:
            # A jam on the way out usually does not set the jam bit (1.7).
            return
        if kind is FaultKind.COVER_OPEN:
            self.open_cover()
            return
        if not self.silent:
            self._pass_on()

    def to_front(self) -> None:
        """Eject to the front.  Held or let go, it sticks out until somebody takes it."""
        self._agenda.cancel(GRAB)
        if not self.state.enabled:
            return
        kind = self.happen(Moment.RETURNING)
        if self.path.place is Place.NOWHERE or kind is FaultKind.JAM:
            return
        if kind is FaultKind.COVER_OPEN:
            self.open_cover()
        elif not self.silent:
            self.path.place = Place.DRAWN
            self._agenda.plan(self._takes(MOVE_TAKES), self._at_front, MOVE)

    def rescan(self) -> None:
        """Draw the held sheet back and scan it once more."""
        self._agenda.cancel(GRAB)
        if self.state.enabled and self.path.place is Place.HELD:
            self.path.place = Place.DRAWN
            self._picked = True
            self._agenda.plan(self._takes(MOVE_TAKES + BEGIN_AFTER), self._begin, SCAN)

    def open_cover(self) -> None:
        """The cover opens: motors stop."""
        if self.cover_open:
            return
        self.cover_open = True
        self._outbox.event("0C" if self.quirks.manual_codes else "34")
        ending = self.scanning
        self._agenda.cancel(SCAN, MOVE, GRAB)
        self.scanning = False
        if ending:
            self._end_in_trouble()
        if self.path.entry and self.state.enabled:
            # With the cover open the unit still tries to feed (1.7).
            self._agenda.plan(0.5, self._feed_with_open_cover, GRAB)

    def close_cover(self) -> None:
        if self.cover_open:
            self.cover_open = False
            self._outbox.event("0D" if self.quirks.manual_codes else "35")

    def resume(self) -> None:
        """The sheet that was pushed in is gone."""
        self.paused = False
        self._outbox.event("37")
        self._pass_on()

    def happen(self, moment: Moment) -> FaultKind | None:
        """Let everything go wrong that the script wants now; what concerns the sheet is the caller's."""
        found: FaultKind | None = None
        kinds = frozenset(FaultKind)
        while (fault := self._faults.take(self.feeds, moment, *kinds)) is not None:
            if fault.kind in _PAPER:  # one sheet cannot go wrong in two ways at once
                found = fault.kind
                kinds -= _PAPER
            self._suffer(fault.kind)
        return found

    def happen_at_connecting(self) -> bool:
        """Let go wrong what the script wants when the host connects; whether another program has the device."""
        busy = self._faults.take(self.feeds, Moment.CONNECTING, FaultKind.BUSY) is not None
        kind = self.happen(Moment.CONNECTING)
        if kind is FaultKind.COVER_OPEN:
            self.cover_open = True  # a unit that starts with its cover open sends no event (1.7)
        return busy

    def pulled(self, moment: Moment) -> bool:
        """Whether the script wants the held sheet to be pulled out now."""
        return self._faults.take(self.feeds, moment, FaultKind.SHEET_PULLED) is not None

    def stand_still(self) -> None:
        """Power is gone."""
        self._agenda.cancel(SCAN, MOVE, GRAB)
        self.scanning = False
        self.paused = False
        self._picked = False

    def _suffer(self, kind: FaultKind) -> None:
        act = self._sufferings.get(kind)
        if act is not None:
            act()

    def fall_silent(self) -> None:
        """Nothing moves, and nothing is answered, until the power is switched."""
        self.silent = True
        self._agenda.cancel(SCAN, MOVE, GRAB)

    def _takes(self, seconds: float) -> float:
        return seconds * (SLOWER if self._outbox.slow else 1.0)

    def _try_to_grab(self) -> None:
        may = self.path.entry and self.state.enabled and self.path.place is Place.NOWHERE
        if may and not (self._picked and self.state.pick_on_command) and not self._agenda.planned(GRAB):
            self._agenda.plan(GRAB_AFTER + self.state.delay, self._grab, GRAB)

    def _grab(self) -> None:
        if not self.path.entry or not self.state.enabled or self.path.place is not Place.NOWHERE:
            return
        if self._last_end is not None and self._agenda.now < self._last_end + THERMAL:
            self.abuses.append("less than two seconds between scans")
        self._outbox.slow = self._outbox.split = self._outbox.merged = False
        self.feeds += 1
        kind = self.happen(Moment.BEFORE)
        if kind is FaultKind.SHEET_PULLED:
            self.path.back_from_entry()
        elif kind is FaultKind.COVER_OPEN:
            self.open_cover()
        elif not (self.silent or self.restart or self.unplug or self.calibration_needed):
            self._draw(kind)

    def _draw(self, kind: FaultKind | None) -> None:
        self._picked = True
        self.path.draw()
        self._double = kind is FaultKind.DOUBLE_FEED
        self._short = kind is FaultKind.SHORT_IMAGE
        if self._double:
            self.path.draw_another()
        if kind is FaultKind.JAM:
            self._jam()
        else:
            self._agenda.plan(self._takes(BEGIN_AFTER), self._begin, SCAN)

    def _feed_with_open_cover(self) -> None:
        if self.cover_open and self.path.entry and self.state.enabled:
            self.abuses.append("the feeder was left on with the cover open")
            self.path.draw()
            self._jam()

    def _begin(self) -> None:
        view = self.arrays.look(self.path.inside[0], self.state)
        data = self.arrays.encode(view, self.state)
        if view.inches > self.state.longest + ALLOWANCE:
            self._jam()
            return
        count = max(SMALLEST_BURSTS, -(-len(data) // LARGEST_BURST))
        self._bursts = bursts_of(data, count, whole_packets=self.whole)
        self.scanning = True
        self.aborted = False
        speed = INCHES_A_SECOND / (1.0 if self.state.full_speed else 2.0)
        every = self._takes(max(0.02, view.inches / speed / len(self._bursts)))
        if self.early:
            # Image chunks were seen before the begin: the pipes keep no order between them (1.1).
            self._outbox.image(self._bursts[0])
            self._bursts[0] = b""
        self.early = False
        self._agenda.plan(0.03, lambda: self._outbox.event("30"), SCAN)
        for number in range(len(self._bursts)):
            self._agenda.plan(0.03 + every * (number + 1), lambda number=number: self._burst(number), SCAN)  # type: ignore[misc]
        self._agenda.plan(0.05 + every * len(self._bursts), self._end, SCAN)

    def _burst(self, number: int) -> None:
        """A part of the image; in the middle everything can happen."""
        if number == len(self._bursts) // 2 and self._middle():
            return
        last = number == len(self._bursts) - 1
        self._outbox.image(self._bursts[number], ended=not (last and self.whole))
        self._bursts[number] = b""

    def _middle(self) -> bool:
        """Whether the scan is over."""
        kind = self.happen(Moment.DURING)
        if self.silent or self.restart:
            return True
        if kind is FaultKind.JAM:
            self._agenda.cancel(SCAN)
            self.scanning = False
            self._jam()
            self._end_in_trouble()
            return True
        if kind is FaultKind.COVER_OPEN:
            self.open_cover()
            return True
        if kind is FaultKind.SHEET_PULLED:
            self._agenda.cancel(SCAN)
            self.path.pull_out()
            self._agenda.plan(0.1, self._end, SCAN)
            return True
        if kind is FaultKind.DOUBLE_FEED:
            self._double = True
            self.path.draw_another()
        self._short |= kind is FaultKind.SHORT_IMAGE
        if (self._double and self.state.double_feed) or self._short:
            # A double feed gives #33 and then still an end with short or undecodable data (1.5).
            self._agenda.cancel(SCAN)
            if self._double:
                self._outbox.event("33")
            self._agenda.plan(0.1, self._end, SCAN)
            return True
        return False

    def _end(self) -> None:
        self.scanning = False
        self._bursts = []
        self.whole = False
        self._last_end = self._agenda.now
        if self.path.inside:
            self.path.place = Place.HELD
        kind = self.happen(Moment.AFTER)
        if self.silent:
            return
        self._outbox.event("31")
        match kind:
            case FaultKind.JAM:
                self.path.jam = True  # no event: only the status says so
            case FaultKind.DOUBLE_FEED:
                self.path.draw_another()
                self._outbox.event("33")
            case FaultKind.COVER_OPEN:
                self.open_cover()
            case FaultKind.SHEET_PULLED:
                self.path.pull_out()
            case _:
                pass
        if self.state.run_out and self.path.place is Place.HELD:
            self._agenda.plan(MOVE_TAKES, self._out, MOVE)
        if not self.state.pick_on_command:
            self._picked = False

    def _end_in_trouble(self) -> None:
        if self.quirks.end_after_trouble:
            self._agenda.plan(END_AFTER_TROUBLE, lambda: self._outbox.event("31"), SCAN)

    def _jam(self) -> None:
        self.path.place = Place.DRAWN
        self.path.jam = True
        self._outbox.event("01")

    def _pass_on(self) -> None:
        if self.path.entry and self.state.eject_pause:
            # Paper pushed in at the front during an eject to the rear pauses it; commands queue unanswered.
            self.paused = True
            self._outbox.event("36")
            return
        if self.path.entry:
            self.path.draw_another()  # nothing keeps it from being carried along, unscanned
        self._agenda.plan(self._takes(MOVE_TAKES), self._out, MOVE)

    def _out(self) -> None:
        self.path.out_at_rear()
        self._try_to_grab()

    def _at_front(self) -> None:
        if self.path.inside:
            self.path.place = Place.FRONT
