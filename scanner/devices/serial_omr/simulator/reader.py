"""What all simulated readers share: the way of a card, the line, and what goes wrong with both."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from typing import ClassVar, Final

from scanner.devices.serial_omr.protocol.profile import Profile
from scanner.devices.serial_omr.simulator.head import Head, Seen
from scanner.devices.simulated import Fault, FaultKind, Faults, Moment, Paper, SimulatedSheet, Spot

CYCLE: Final = 0.4
"""Seconds for one card: desktop readers take 40 to 150 cards a minute."""

ANSWER: Final = 0.01
"""Seconds to the answer of anything that moves no card."""

Kind = FaultKind
PAPER: Final = (
    Kind.JAM,
    Kind.SHEET_PULLED,
    Kind.DOUBLE_FEED,
    Kind.COVER_OPEN,
    Kind.SHORT_IMAGE,
    Kind.SENSOR_STUCK,
)
LINE: Final = (
    Kind.SILENT,
    Kind.SLOW,
    Kind.NOISE,
    Kind.CRC_ERROR,
    Kind.RESET,
    Kind.UNPLUGGED,
    Kind.STALE_REPLY,
    Kind.SPLIT_REPLY,
)


class Reader(ABC):
    """A `Peripheral` with cards in it.

    Attributes:
        held: a card lies in the path and waits for accept or reject.
        cover: open.
        hung: does not answer until it is switched off and on.
        taken: another program has the port.
        feeds: how often a card was to be fed.
        rejected: cards that lie in the reject bin, until a person takes them.
        log: what was commanded, for tests.
    """

    possible: ClassVar[frozenset[FaultKind]] = frozenset({*PAPER, *LINE, Kind.BUSY})
    """What can be told to go wrong with it."""

    def __init__(self, profile: Profile, paper: Paper, faults: Faults, head: Head) -> None:
        self.profile = profile
        self.paper = paper
        self.head = head
        self.held = False
        self.cover = False
        self.sensor_stuck = False
        self.hung = False
        self.taken = False
        self.feeds = 0
        self.rejected: deque[SimulatedSheet] = deque()
        self.log: list[bytes] = []
        self._faults = faults
        self._attached = True
        self._now = 0.0
        self._input = bytearray()
        self._out: deque[tuple[float, bytes]] = deque()
        self._split = False
        self.power_up()

    @property
    def attached(self) -> bool:
        return self._attached

    @property
    def quiet(self) -> bool:
        """Whether nothing is on its way to the host."""
        return not self._out

    def connecting(self) -> None:
        """A host is about to open the line: what the script wants to go wrong then does."""
        found = self.fault(Moment.CONNECTING, Kind.BUSY, Kind.UNPLUGGED)
        if found is not None and found.kind is Kind.BUSY:
            self.taken = True
        elif found is not None:
            self._attached = False
            self._out.clear()

    def receive(self, pipe: int, data: bytes) -> None:
        if self.hung:
            return
        self._input += data
        while (command := self.command()) is not None:
            self.log.append(command)
            self.obey(command)

    def offer(self, pipe: int, size: int) -> bytes | None:
        if not self._out or self._out[0][0] > self._now:
            return None
        at, data = self._out.popleft()
        if self._split and len(data) > 1:  # a USB adapter passes on what it has every few milliseconds
            self._out.appendleft((at + 0.005, data[1:]))
            return data[:1]
        return data

    def due(self) -> float | None:
        return self._out[0][0] if self._out and self._out[0][0] > self._now else None

    def advance(self, now: float) -> None:
        self._now = now

    def power_up(self) -> None:
        """Switched on: everything that is not in a switch is forgotten, also the data of the last card."""
        self.hung = False
        self.sensor_stuck = False
        self._input.clear()
        self._out.clear()

    def plug_in(self) -> None:
        self._attached = True
        self.power_up()

    @abstractmethod
    def command(self) -> bytes | None:
        """Take the next whole command off the input."""

    @abstractmethod
    def obey(self, command: bytes) -> None:
        """Do it."""

    def say(self, data: bytes, after: float = ANSWER) -> None:
        """Send something, so many seconds from now."""
        if data and not self.hung:
            self._out.append((self._now + after, data))

    def fault(self, moment: Moment, *kinds: FaultKind) -> Fault | None:
        """What goes wrong at this feed and moment."""
        return self._faults.take(self.feeds, moment, *kinds)

    def pass_card(self) -> tuple[str, Seen | None]:
        """Let a card through, as far as it comes; gives the word of its status and what was seen of it."""
        wrong = self.fault(Moment.BEFORE, *PAPER) if self.paper.pile else None
        obstacle = self._obstacle(wrong)
        if obstacle is not None:
            return obstacle, None
        wrong = wrong or self.fault(Moment.DURING, *PAPER) or self.fault(Moment.AFTER, *PAPER)
        self.sensor_stuck |= wrong is not None and wrong.kind is Kind.SENSOR_STUCK
        card = self.paper.top(Spot.PATH)
        assert card is not None
        if wrong is not None and wrong.kind in (Kind.JAM, Kind.COVER_OPEN, Kind.SHEET_PULLED):
            self.cover = wrong.kind is Kind.COVER_OPEN
            return ("cover" if self.cover else "jam"), None
        if wrong is not None and wrong.kind is Kind.DOUBLE_FEED:
            # Where cards lie after a double feed is not stated; in the output they are easier to get wrong.
            if not self.profile.holds:
                self.paper.move(card, Spot.COUNTED)
            self.paper.top(Spot.PATH if self.profile.holds else Spot.COUNTED)
            return "double_feed", None
        return self._read(card, wrong)

    def _read(self, card: SimulatedSheet, wrong: Fault | None) -> tuple[str, Seen | None]:
        seen = self.head.look(card.recorded)
        self.held = self.profile.holds
        if not self.held:
            self.paper.move(card, Spot.COUNTED)
        if wrong is not None and wrong.kind is Kind.SHORT_IMAGE:
            if wrong.moment is Moment.BEFORE:
                return "timing", None
            seen = Seen(tuple(side[:-1] for side in seen.sides))  # one timing mark was too pale
        return ("timing", None) if seen.timing_marks <= 3 else ("ok", seen)

    def release(self, spot: Spot) -> None:
        """Pass the held card on; one that is given back lies where a person finds it."""
        for card in self.paper.at(Spot.PATH):
            self.paper.move(card, spot)
            if spot is Spot.RETURNED:
                self.rejected.append(card)
        self.held = False

    def line_fault(self, moment: Moment) -> FaultKind | None:
        """What goes wrong with the line at this feed and moment; does what a device does by itself then."""
        found = self.fault(moment, *LINE)
        if found is None:
            return None
        if found.kind is Kind.UNPLUGGED:
            self._attached = False
            self._out.clear()
        elif found.kind is Kind.RESET:
            self.power_up()
        elif found.kind is Kind.SPLIT_REPLY:
            self._split = True
        return found.kind

    def _obstacle(self, wrong: Fault | None) -> str | None:
        """Why no card moves at all."""
        kind = None if wrong is None else wrong.kind
        self.cover = self.cover or kind is Kind.COVER_OPEN
        self.sensor_stuck = self.sensor_stuck or kind is Kind.SENSOR_STUCK
        path = bool(self.paper.at(Spot.PATH))
        return next(
            (
                word
                for word, there in (
                    ("cover", self.cover or self.sensor_stuck),
                    ("held", path and self.held),
                    ("jam", path),
                    ("empty", not self.paper.pile),
                    ("feed", kind is Kind.SHEET_PULLED),
                )
                if there
            ),
            None,
        )


def spoiled(data: bytes) -> bytes:
    """With a byte as a parity error leaves it: Linux puts NUL there when a port checks parity."""
    middle = len(data) // 2
    return data[:middle] + b"\x00" + data[middle + 1 :]
