"""No sheet lost, none counted twice, and never stuck, in whatever order things go wrong: the toy scanners."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner import Scanner, Surroundings
from scanner.devices.simulated import Faults
from tests.retally.paper_machine import PaperMachine, Rig, examples
from tests.scanner.toy import ToyRig, possible, toy_rig


class ToyPaperRig(ToyRig):
    """The toy as the machine wants it."""

    @property
    def faults(self) -> Faults:
        return self.device.faults

    def number(self, page: bytes) -> str:
        return page.decode()

    def put_right(self) -> None:
        self.device.plug_in()
        self.device.end_other_program()

    def open(self, around: Surroundings | None = None) -> Scanner:
        return super().open(around)


class ToyPaper(PaperMachine):
    can = tuple(possible(True))
    holds = True

    def rig(self, folder: Path, sheets: int) -> Rig:
        made = toy_rig(sheets, holds=self.holds)
        return ToyPaperRig(made.paper, made.device, made.clock, made.person)


class DroppingToyPaper(ToyPaper):
    can = tuple(possible(False))
    holds = False


class EagerToyPaper(ToyPaper):
    def rig(self, folder: Path, sheets: int) -> Rig:
        made = super().rig(folder, sheets)
        made.device.eager = True
        return made


TestToy = examples(ToyPaper, 100)
TestEagerToy = examples(EagerToyPaper, 100)
TestDroppingToy = examples(DroppingToyPaper, 100)


@pytest.mark.slow
class TestManyToys(examples(ToyPaper, 2000)):
    pass


@pytest.mark.slow
class TestManyEagerToys(examples(EagerToyPaper, 2000)):
    pass


@pytest.mark.slow
class TestManyDroppingToys(examples(DroppingToyPaper, 2000)):
    pass
