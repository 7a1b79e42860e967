"""The simulated PageScan as its cable and its operator see it."""

from __future__ import annotations

from collections import deque
from typing import Final

from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.frames import CommandParser
from scanner.devices.pdi.simulator.agenda import Agenda
from scanner.devices.pdi.simulator.calibrator import SUBJECT as CALIBRATION
from scanner.devices.pdi.simulator.calibrator import Calibrator
from scanner.devices.pdi.simulator.command_set import CommandSet
from scanner.devices.pdi.simulator.mechanism import Mechanism
from scanner.devices.pdi.simulator.outbox import Outbox
from scanner.devices.pdi.simulator.path import Place
from scanner.devices.pdi.simulator.picture import Arrays
from scanner.devices.pdi.simulator.quirks import Quirks
from scanner.devices.pdi.simulator.state import Flash, State
from scanner.devices.pdi.usb import COMMANDS, IMAGE, REPLIES
from scanner.devices.simulated.faults import Faults
from scanner.devices.simulated.paper import Paper, SimulatedSheet, Spot
from scanner.link.errors import LinkBusyError, LinkLostError

BOOT_TAKES: Final = 10.0
"""Seconds until it is on the bus again after a reboot (scanner-protocols 1.3)."""
REACH_IN_AFTER: Final = 7.0
"""Seconds that a person waits for a sheet to come out by itself."""
HANDS: Final = "hands"

PLAIN_SHEET_AFTER: Final = 3.0
"""Seconds in which a person has a plain sheet at hand.  Ours."""


class PdiDevice:
    """A `Peripheral` for skins, and `Handles` for a person."""

    def __init__(
        self,
        paper: Paper,
        faults: Faults,
        arrays: Arrays,
        *,
        quirks: Quirks | None = None,
        flash: Flash | None = None,
    ) -> None:
        self.quirks = quirks or Quirks()
        self.flash = flash or Flash()
        self._agenda = Agenda()
        self._outbox = Outbox(self._agenda)
        self.mechanism = Mechanism(
            paper, faults, arrays, agenda=self._agenda, outbox=self._outbox, quirks=self.quirks
        )
        self.mechanism.state = State.at_power_on(self.flash)
        self.calibrator = Calibrator(self.mechanism, self._agenda, self._outbox)
        self._commands = CommandSet(self.mechanism, self.calibrator, self._outbox, self.flash)
        self._parser = CommandParser()
        self._queue: deque[tuple[bytes, bool]] = deque()
        self._cable = True
        self._power = True
        self._taken = False
        self._deaf = self.quirks.deaf_at_first
        self.log: list[bytes] | None = None
        """Where not None, gets the body of every command."""

    # What the cable sees.

    @property
    def attached(self) -> bool:
        return self._cable and self._power

    def connecting(self) -> None:
        """The host is about to open the device: what the script wants to go wrong then does.

        Raises:
            LinkLostError: it is not there.
            LinkBusyError: another program has it.
        """
        self._taken |= self.mechanism.happen_at_connecting()
        self._after()
        if not self.attached:
            raise LinkLostError("the scanner is not connected; plug it in and switch it on")
        if self._taken:
            raise LinkBusyError("another program uses the scanner")
        self.bus_reset()

    def bus_reset(self) -> None:
        """A reset of the bus: what waited in the pipes is gone.

        Without it, stale image data comes before the next image: the first scan after a reconnect was seen
        shifted sideways, with dark bands at the top (1.1).  What else survives is not known; all, here.
        """
        self._outbox.clear()
        self._parser = CommandParser()

    def receive(self, pipe: int, data: bytes) -> None:
        if pipe != COMMANDS or not self.attached:
            return
        for body, right in self._parser.feed(data):
            self._queue.append((body, right))
        self._work()

    def offer(self, pipe: int, size: int) -> bytes | None:
        if pipe == REPLIES:
            return self._outbox.offer_reply()
        return self._outbox.offer_image(size) if pipe == IMAGE else None

    def advance(self, now: float) -> None:
        self._agenda.advance(now)
        self._after()

    def due(self) -> float | None:
        times = [due for due in (self._agenda.due(), self._outbox.due()) if due is not None]
        return min(times) if times else None

    # What a person can do.

    @property
    def entry_free(self) -> bool:
        """A person waits until the scanner draws sheets in: its feeder is on, and nothing is in the way."""
        mechanism = self.mechanism
        ready = self.attached and not (mechanism.cover_open or mechanism.silent or mechanism.calibration_needed)
        busy = mechanism.path.entry or mechanism.path.inside or mechanism.moving or self._agenda.planned(HANDS)
        return bool(ready and mechanism.state.enabled and not busy)

    def insert(self) -> None:
        if self.mechanism.path.put_in_entry():
            self.mechanism.inserted()

    def take_out(self, spot: Spot) -> None:
        """Take paper out once the rollers stand still.

        A sheet in the entry was never fed, and goes back on the pile whatever is said of the one inside.  Where
        the scanner waits because a sheet was pushed in, "take it away" means that one alone.  For a sheet that
        is given back a person waits, and opens the cover when it does not come.
        """
        self._take(spot, list(self.mechanism.path.inside), self._agenda.now + REACH_IN_AFTER)

    def clear_entry(self) -> None:
        """Take a sheet that was pushed in out of the entry, back on the pile; a paused eject goes on."""
        self.mechanism.path.back_from_entry()
        if self.mechanism.paused:
            self.mechanism.resume()
            self._work()

    def lay_back(self) -> None:
        self.mechanism.path.lay_back()

    def _take(self, spot: Spot, meant: list[SimulatedSheet], reach_in: float) -> None:
        path = self.mechanism.path
        if meant and path.inside != meant:
            return  # it is gone; whatever is inside now was not meant
        waits = spot is Spot.RETURNED and path.place is not Place.FRONT and self._agenda.now < reach_in
        works = self.attached and not self.mechanism.silent
        if self.mechanism.moving or (works and waits and meant):
            self._agenda.plan(0.5, lambda: self._take(spot, meant, reach_in), HANDS)
            return
        if self.mechanism.paused and spot is Spot.PILE:
            self.clear_entry()
            return
        path.back_from_entry()
        self.mechanism.paused = False
        inside = path.place in {Place.DRAWN, Place.HELD}
        closed = not self.mechanism.cover_open
        if inside and self.attached:
            self.mechanism.open_cover()
        path.take_inside(spot)
        if inside and closed:
            self.mechanism.close_cover()

    def close_cover(self) -> None:
        self.mechanism.close_cover()

    def plug_in(self) -> None:
        if not self._cable:
            self._cable = True
            self._outbox.cut = not self._power

    def calibrate(self) -> None:
        """Put in what a calibration waits for, or will wait for; or else as service does it, without a host."""
        self._agenda.plan(PLAIN_SHEET_AFTER, self.calibrator.put_in_plain_sheet, "plain sheet")
        if self.mechanism.calibration_needed:
            self.mechanism.calibration_needed = False
            self._outbox.event("10")

    def switch_off_and_on(self) -> None:
        self._power = False
        self._outbox.cut = True
        self._outbox.clear()
        self._queue.clear()
        self.mechanism.stand_still()
        self._agenda.cancel(CALIBRATION, "boot")
        self._agenda.plan(BOOT_TAKES, self._boot, "boot")

    def end_other_program(self) -> None:
        self._taken = False

    # What goes on inside.

    def _boot(self) -> None:
        mechanism = self.mechanism
        self._power = True
        self._outbox.cut = not self._cable
        self._outbox.slow = self._outbox.split = self._outbox.merged = False
        self._deaf = self.quirks.deaf_at_first
        self._parser = CommandParser()
        mechanism.state = State.at_power_on(self.flash)
        mechanism.silent = mechanism.restart = mechanism.aborted = False
        mechanism.garbled = 0
        mechanism.path.stuck = mechanism.path.jam = False
        if mechanism.path.inside and self.flash.registers[commands.BOOT_EJECT] != commands.NO_BOOT_EJECT:
            # Unless told otherwise it ejects what it finds: an undecided ballot falls on the counted stack.
            mechanism.path.out_at_rear()

    def _after(self) -> None:
        """Do what faults in the mechanism want of the whole device."""
        if self.mechanism.unplug:
            self.mechanism.unplug = False
            self._cable = False
            self._outbox.forget_replies()
        if self.mechanism.restart:
            self.mechanism.restart = False
            self.switch_off_and_on()

    def _work(self) -> None:
        while self._queue and not self.mechanism.paused:
            body, right = self._queue.popleft()
            self._do(body, right=right)
        self._after()

    def _do(self, body: bytes, *, right: bool) -> None:
        mechanism = self.mechanism
        if self.log is not None:
            self.log.append(body)
        if mechanism.silent or not self._power:
            return
        if mechanism.garbled and mechanism.state.crc:
            mechanism.garbled -= 1
            right = False
        if mechanism.state.crc and not right:
            self._outbox.event("0E")
            return
        self._watch(body)
        if self._deaf and body == commands.TEST_STRING and not mechanism.state.crc:
            return
        if self._deaf and body == commands.TEST_STRING:
            self._deaf = False  # seen: the first question after connecting may go unanswered
            return
        self._commands.carry_out(body)

    def _watch(self, body: bytes) -> None:
        """Note what a real unit takes badly, and take it badly."""
        mechanism = self.mechanism
        name = body.decode("ascii", "backslashreplace")
        if mechanism.scanning:
            mechanism.abuses.append(f"{name} between begin and end of a scan")
            mechanism.interrupt()
        elif body != commands.FEEDER_OFF and mechanism.undecided:
            mechanism.abuses.append(f"{name} before the feeder was turned off after a scan")
        elif body == commands.STATUS:
            if mechanism.waiting:
                mechanism.abuses.append("status asked while a sheet is awaited")
            mechanism.abort_grab()
