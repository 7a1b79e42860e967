"""The commands of the demo, from the files of the demo case."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the demo, as a person would type it."""

    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"$ {shlex.join(('retally', *self.arguments))}"


def given_folder() -> Path:
    """The demo case: programs, batches and original count."""
    return Path(str(resources.files("fixtures"))) / "demo"


def case_file(out: Path) -> Path:
    """The case that the demo makes."""
    return out / "demo.retally"


def steps(out: Path) -> Iterator[Step]:
    """The commands in the order of a recount; results go to the folder `out`."""
    given, case = given_folder(), str(case_file(out))
    program = str(given / "program.json")
    counts = ("--original", str(given / "original.csv"), "--test-deck", str(given / "test-deck.csv"))
    yield Step(("program", "verify", program))
    yield Step(("case", "new", case, "--program", program, "--title", "Demo recount"))
    with (given / "batches.csv").open(encoding="utf-8", newline="") as file:
        for batch in csv.DictReader(file):
            yield Step(
                (
                    *(
                        "scan",
                        case,
                        "--scanner",
                        f"folder:{given / batch['folder']}",
                        "--batch",
                        batch["batch"],
                    ),
                    *("--unit", batch["unit"], "--mode", batch["mode"], "--sheets-by-hand", batch["sheets"]),
                )
            )
    yield Step(("status", case))
    yield Step(("verify", case))
    files = (
        "-o",
        str(out / "report.html"),
        "--pdf",
        str(out / "report.pdf"),
        "--json",
        str(out / "report.json"),
    )
    yield Step(("report", case, *counts, *files))
    yield Step(("compare", case))
