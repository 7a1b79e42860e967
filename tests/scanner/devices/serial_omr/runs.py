"""A batch through a simulated reader, with what goes wrong, and what was said and stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scanner.address import parse_address
from scanner.devices.serial_omr.opening import profile_of
from scanner.devices.serial_omr.simulator.head import Head
from scanner.devices.serial_omr.simulator.opening import loaded, scene
from scanner.devices.serial_omr.simulator.reader import Reader
from scanner.devices.simulated import Fault, FaultKind, Faults, Moment, Paper
from scanner.devices.simulated.scene import Scene, SimulatedScanner
from scanner.notice import Ask, Notice
from scanner.sheet import CapturedSheet
from scanner.surroundings import Surroundings
from tests.scanner.devices.serial_omr.cards import LevelEyes, captured, number_of


@dataclass
class Run:
    """What came of a batch.

    Attributes:
        stored: the cards stored and accepted, by their marks, in order.
        aside: those given back.
    """

    scene: Scene
    reader: Reader
    scanner: SimulatedScanner
    stored: list[int] = field(default_factory=list)
    aside: list[int] = field(default_factory=list)
    sheets: list[CapturedSheet] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def asked(self) -> list[Ask]:
        return [notice.ask for notice in self.notices if notice.ask is not Ask.NOTHING]

    @property
    def text(self) -> str:
        return "\n".join(str(notice) for notice in self.notices)

    @property
    def stack(self) -> list[int]:
        """The cards on the counted stack, from below."""
        return [sheet.number for sheet in self.scanner.paper.stack]

    @property
    def faults_left(self) -> tuple[Fault, ...]:
        return self.reader._faults.left


def batch(
    profile: str,
    *faults: tuple[FaultKind, int, Moment],
    cards: int = 5,
    alike: bool = False,
    stop_at: int | None = None,
    returned: Callable[[int], bool] = lambda number: False,
    **options: str,
) -> Run:
    """Feed cards 1 to `cards` and store them; those that `returned` names are given back.

    Args:
        alike: all cards have the same marks, as ballots of like-minded voters.
        stop_at: the run ends here, as if killed, with this card captured and neither accepted nor returned.
    """
    query = "&".join(f"{name}={value}" for name, value in {"profile": profile, **options}.items())
    address = parse_address(f"sim+serial:x?{query}")
    settings = profile_of(address)
    eyes = LevelEyes()
    two = settings.feeding.heads == 2
    paper = Paper([captured(1 if alike else number, two=two) for number in range(1, cards + 1)])
    script = Faults(tuple(Fault(kind, sheet, moment) for kind, sheet, moment in faults))
    reader = loaded(settings, paper, script, Head(settings, eyes))
    notices: list[Notice] = []
    laid = scene(address, reader)
    scanner = laid.open(Surroundings(notify=notices.append))
    run = Run(laid, reader, scanner, notices=notices)
    with scanner:
        for sheet in scanner.sheets():
            run.sheets.append(sheet)
            number = number_of(sheet.front)
            if number == stop_at:
                break
            if returned(number):
                scanner.return_to_operator(sheet, "unknown card")
                run.aside.append(number)
            else:
                scanner.accept(sheet)
                run.stored.append(number)
    return run
