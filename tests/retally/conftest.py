"""A small election, its ballots marked as a test asks, and `retally` as a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from config.program import ElectionProgram, dump_program, seal_text
from fixtures.forge.artwork import card_sides
from fixtures.forge.design import small_election
from fixtures.forge.files import encode_page
from fixtures.forge.hands import draw_mark
from fixtures.forge.page import forge_page
from fixtures.forge.render import Blank, render_blank

DPI = 150.0  # coarse, to be quick
RETALLY = Path(sys.executable).with_name("retally")
Choices = Iterable[tuple[str, str]]


@dataclass
class Election:
    """A sealed program in a folder, and a press for its ballots.

    Sides: 0 the town card, which has a front alone; 1 and 2 the country card's front and back.
    """

    folder: Path
    program: ElectionProgram
    blanks: dict[int, Blank] = field(default_factory=dict)
    made: dict[object, bytes] = field(default_factory=dict)

    @property
    def program_file(self) -> Path:
        return self.folder / "program.json"

    def page(
        self, choices: Choices = (), *, side: int = 0, seed: int = 0, form: str = "g4", crossed: Choices = ()
    ) -> bytes:
        """An image file of one side on which these (contest, choice) are filled in, and some crossed out."""
        marked = dict.fromkeys(choices, "full") | dict.fromkeys(crossed, "crossed-out")
        key = (tuple(marked.items()), side, seed, form)
        if key not in self.made:
            if side not in self.blanks:
                self.blanks[side] = render_blank(card_sides(self.program)[side], DPI)
            blank, rng = self.blanks[side], np.random.default_rng([seed, side])
            sizes = {(target.contest, target.choice): target for target in blank.page.side.targets}
            marks = {
                place: draw_mark(hand, rng, sizes[place].width, sizes[place].height)
                for place, hand in marked.items()
            }
            self.made[key] = encode_page(forge_page(blank, marks, "clean", rng), form)
        return self.made[key]

    def copy_program(self, folder: Path) -> Path:
        """The program and its seal in another folder."""
        for name in ("program.json", "program.seal"):
            shutil.copy(self.folder / name, folder / name)
        return folder / "program.json"


@pytest.fixture(scope="session")
def election(tmp_path_factory) -> Election:
    folder = tmp_path_factory.mktemp("election")
    program = small_election(41)
    (folder / "program.json").write_bytes(dump_program(program))
    (folder / "program.seal").write_text(seal_text(program), encoding="utf-8")
    return Election(folder, program)


@pytest.fixture
def case(election, cli, tmp_path) -> Path:
    """A new case that reads with the election's program."""
    path = tmp_path / "case.retally"
    run = cli("case", "new", path, "--program", election.program_file, "--title", "Tamarack")
    assert run.code == 0, run.err
    return path


@pytest.fixture
def scan(cli) -> Callable:
    """Scans a folder into a batch: ``scan(case, folder, "b1", "--close")``."""

    def run(case: Path, folder: Path | str, batch: str = "b1", *more: object):
        return cli(
            "scan", case, "--scanner", f"folder:{folder}", "--batch", batch,
            "--unit", "fairview", "--mode", "election_day", "--workers", 1, *more,
        )  # fmt: skip

    return run


@pytest.fixture
def counts(cli) -> Callable[[Path], dict]:
    """The totals of a case as JSON."""

    def run(case: Path) -> dict:
        found = cli("totals", case, "--json")
        assert found.code == 0, found.err
        return json.loads(found.out)

    return run


@pytest.fixture
def process() -> Callable[..., subprocess.Popen]:
    """Starts `retally` as a process in a group of its own, so that it can be killed or interrupted."""
    started: list[subprocess.Popen] = []

    def start(*arguments: object) -> subprocess.Popen:
        command = [str(RETALLY), *map(str, arguments)]
        started.append(
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
            )
        )
        return started[-1]

    yield start
    for running in started:
        running.kill()
        running.communicate()
