"""A station in small: a scanner, the books, and the paper that they are held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from scanner import CapturedSheet, Notice, Surroundings, parse_address
from scanner.devices.custom_a4.simulator.device import CustomA4Device
from scanner.devices.custom_a4.simulator.image import Camera
from scanner.devices.custom_a4.simulator.opening import scene
from scanner.devices.simulated.faults import Fault, FaultKind, Faults, Moment
from scanner.devices.simulated.paper import Paper, Spot
from scanner.devices.simulated.scene import Scene, SimulatedScanner
from scanner.link.transport import Tee
from tests.scanner.devices.custom_a4.pictures import Eyes, pixels, sheet

SHEETS = 4


@dataclass
class Station:
    """What happened in a run."""

    scene: Scene
    device: CustomA4Device
    scanner: SimulatedScanner
    notices: list[Notice] = field(default_factory=list)
    counted: list[CapturedSheet] = field(default_factory=list)
    returned: list[CapturedSheet] = field(default_factory=list)

    def killed(self) -> None:
        """The program ends here, and runs again."""
        self.scanner = self.scene.open(Surroundings(notify=self.notices.append))

    def run(self, refuse: Callable[[CapturedSheet], bool] = lambda sheet: False) -> Station:
        """Feed the whole pile."""
        for captured in self.scanner.sheets():
            if refuse(captured):
                self.returned.append(captured)
                self.scanner.return_to_operator(captured, "unknown card")
            else:
                self.counted.append(captured)
                self.scanner.accept(captured)
        return self

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Code and request of each notice, in order."""
        return [(notice.code, notice.ask.name) for notice in self.notices if not notice.over]

    def check_books(self) -> None:
        """Each sheet of paper is where the books say, and is in them once."""
        paper = self.scanner.paper
        assert sorted(self.numbers(self.counted)) == [one.number for one in paper.at(Spot.COUNTED)]
        assert sorted(self.numbers(self.returned)) == [one.number for one in paper.at(Spot.RETURNED)]
        assert not (paper.at(Spot.PATH) or paper.at(Spot.ENTRY) or paper.pile)

    def numbers(self, sheets: list[CapturedSheet]) -> list[int]:
        """Which sheets of paper these are, told by every pixel of both sides."""
        return [self._number(captured) for captured in sheets]

    def _number(self, captured: CapturedSheet) -> int:
        found = [
            one.number
            for one in self.scanner.paper.sheets
            if all(
                np.array_equal(pixels(page)[:, : pixels(original).shape[1]], pixels(original))
                for page, original in zip(captured.pages, one.recorded.pages, strict=True)
            )
        ]
        assert len(found) == 1, f"the image of {captured.key} is of no sheet, or of several"
        return found[0]


def station(
    *faults: tuple[FaultKind, int, Moment],
    sheets: int = SHEETS,
    options: str = "",
    back: bool = True,
    tee: Tee | None = None,
) -> Station:
    """A simulated scanner with a pile, and what goes wrong with it."""
    notices: list[Notice] = []
    address = parse_address(f"sim+custom-a4:test{options}")
    recorded = [sheet(number, back=back) for number in range(1, sheets + 1)]
    script = Faults(tuple(Fault(*fault) for fault in faults))
    around = Surroundings(optics=Eyes(), notify=notices.append, tee=tee)
    device = CustomA4Device(Paper(recorded), script, Camera(Eyes(), around.notify))
    laid = scene(address, device)
    return Station(laid, device, laid.open(around), notices)
