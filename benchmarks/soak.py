"""Thousands of sheets through the simulated PageScan into a case, killed in the middle, read as they come.

    python -m benchmarks.soak [--sheets N] [--every N] [--out DIR] [--json FILE] [--workers N]

`retally scan` runs as its users run it, in a process of its own, with a simulated scanner that waits for
nobody.  From outside it is watched what it and its readers hold in memory and how many sheets wait to be read.
At half of the pile it is killed (SIGKILL); a person puts back what the case does not have, and it goes on.  The
totals must then be the marks that were drawn, and `retally verify` must find nothing.

The recorded pages that are fed lie in the memory of the same process as long as the simulated scanner is open:
what must stay the same is the memory from the first hundred sheets to the last.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from config.program import dump_program, seal_text
from fixtures.forge.artwork import card_sides
from fixtures.forge.design import small_election
from fixtures.forge.files import as_bits
from fixtures.forge.hands import draw_mark
from fixtures.forge.page import forge_page
from fixtures.forge.render import render_blank
from tabulate.ledger.file import connect_to_read, patiently

DPI = 200.0
SEED = 20261103
VOTES = (
    (("supervisor", "ocampo"), ("measure-k", "yes")),
    (("supervisor", "whitaker"), ("school-board", "abbott"), ("school-board", "dvorak")),
    (("supervisor", "halvorsen"), ("measure-k", "no")),
    (("school-board", "lindqvist"), ("school-board", "hamid"), ("school-board", "pruitt")),
    (),
)
"""How sheet n is marked: the (n mod 5)th of these; no contest is overvoted, so each mark is a vote."""

LOOK_EVERY = 0.25
WIDTH = 60
RETALLY = "import sys; from retally.app import main; sys.exit(main())"


@dataclass(frozen=True)
class Sample:
    """How things stood.

    Attributes:
        sheets, unread: in the case: captured, and of these not read yet.
        station, readers: megabytes that the process of the station and all readers hold.
        seconds: since the first start.
    """

    sheets: int
    unread: int
    station: float
    readers: float
    seconds: float


def forge_pile(folder: Path, sheets: int) -> Counter[tuple[str, str]]:
    """Write so many pages, no two of them alike, as G4; gives the votes that are marked on them."""
    blank = render_blank(card_sides(small_election())[0], DPI)
    sizes = {(target.contest, target.choice): target for target in blank.page.side.targets}
    pages = []
    for number, votes in enumerate(VOTES):
        rng = np.random.default_rng([SEED, number])
        marks = {vote: draw_mark("full", rng, sizes[vote].width, sizes[vote].height) for vote in votes}
        pages.append(np.asarray(as_bits(forge_page(blank, marks, "clean", rng).gray)))
    places = [_white_place(page) for page in pages]
    for number in range(sheets):
        page = pages[number % len(VOTES)].copy()
        row, column = places[number % len(VOTES)]
        page[row, column : column + 64 : 4] = [not number >> bit & 1 for bit in range(16)]  # single black dots
        path = folder / f"{number + 1:05d}.tif"
        Image.fromarray(page).save(path, "TIFF", compression="group4", dpi=(DPI, DPI))
    return Counter(vote for number in range(sheets) for vote in VOTES[number % len(VOTES)])


def _white_place(white: np.ndarray) -> tuple[int, int]:
    """Where 64 pixels of one row are white, with white around them; far from the page's edge."""
    for row in range(white.shape[0] // 2, white.shape[0] - 200):
        for column in range(300, white.shape[1] - 400, 16):
            if white[row - 8 : row + 8, column - 8 : column + 72].all():
                return row, column
    raise RuntimeError("no white place on the page")


def megabytes(pid: int) -> float:
    try:
        resident = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return resident * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        tasks = [text] + [
            path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")
        ]
    except OSError:
        return []
    return sorted({int(child) for task in tasks for child in task.split()})


def progress(case: Path) -> tuple[int, int]:
    """Sheets captured and read, while another process writes."""
    connection = connect_to_read(case)
    try:
        query = "SELECT count(*) FROM entries WHERE kind = ?"
        captured, read = (
            patiently(lambda kind=kind: connection.execute(query, (kind,)).fetchone()[0])
            for kind in ("sheet-captured", "sheet-read")
        )
    finally:
        connection.close()
    return captured, min(read, captured)


class Soak:
    """One case in a folder."""

    def __init__(self, folder: Path, every: int, workers: int) -> None:
        self.folder, self.case = folder, folder / "soak.retally"
        self.samples: list[Sample] = []
        self._every, self._workers = every, workers
        self._start = time.monotonic()
        program = small_election()
        (folder / "program.json").write_bytes(dump_program(program))
        (folder / "program.seal").write_text(seal_text(program), encoding="utf-8")
        self.retally("case", "new", self.case, "--program", folder / "program.json", "--title", "Soak")

    def retally(self, *arguments: object, code: int = 0) -> str:
        command = [sys.executable, "-c", RETALLY, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != code:
            raise RuntimeError(f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def scan(self, pile: Path, *, kill_at: int | None = None, checked: bool = False) -> None:
        """Scan a pile; kill the station when the case has so many sheets."""
        arguments = [
            "scan", self.case, "--scanner", f"sim+pdi:{pile}", "--batch", "soak", "--unit", "fairview",
            "--mode", "election_day", "--workers", self._workers, *(["--stack-checked"] if checked else []),
        ]  # fmt: skip
        with (self.folder / "station.log").open("a", encoding="utf-8") as log:
            running = subprocess.Popen(
                [sys.executable, "-c", RETALLY, *map(str, arguments)],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            while running.poll() is None:
                captured = self._look(running.pid)
                if kill_at is not None and captured >= kill_at:
                    os.killpg(running.pid, signal.SIGKILL)
                    running.wait()
                    return
                time.sleep(LOOK_EVERY)
        if kill_at is not None or running.returncode != 0:
            text = (self.folder / "station.log").read_text(encoding="utf-8")
            raise RuntimeError(f"the station ended with {running.returncode}:\n{text[-2000:]}")

    def _look(self, station: int) -> int:
        captured, read = progress(self.case)
        last = self.samples[-1].sheets if self.samples else 0
        if captured // self._every > last // self._every:
            readers = sum(megabytes(child) for child in children(station))
            self.samples.append(
                Sample(
                    captured,
                    captured - read,
                    round(megabytes(station), 1),
                    round(readers, 1),
                    round(time.monotonic() - self._start, 1),
                )
            )
            print(chart_line(self.samples[-1]), flush=True)
        return captured


def chart_line(sample: Sample) -> str:
    """One line of the curve; a column of it is 10 MB of the station, or of the readers."""
    bar = "#" * round(sample.station / 10) + "+" * round(sample.readers / 10)
    return (
        f"{sample.sheets:>7}{sample.unread:>8}{sample.station:>9.1f}{sample.readers:>9.1f}{sample.seconds:>9.1f}"
        f"  {bar[:WIDTH]}"
    )


def left_over(pile: Path, rest: Path, stored: int) -> None:
    """What a person puts back after the kill: every sheet above those that the case has."""
    rest.mkdir()
    for path in sorted(pile.iterdir())[stored:]:
        (rest / path.name).hardlink_to(path)


def soak(folder: Path, sheets: int, every: int, workers: int) -> dict[str, Any]:
    """Run it; gives the samples, each as a line and in the end all of them.

    Raises:
        RuntimeError: a command failed, a sheet is lost or counted twice, or the totals are not the marks drawn.
    """
    pile = folder / "pile"
    pile.mkdir()
    drawn = forge_pile(pile, sheets)
    run = Soak(folder, every, workers)
    print(f"{'sheets':>7}{'unread':>8}{'station':>9}{'readers':>9}{'seconds':>9}  MB: # station, + readers")
    run.scan(pile, kill_at=sheets // 2)
    stored, read = progress(run.case)
    print(f"killed with {stored} sheets in the case, {stored - read} of them unread")
    left_over(pile, folder / "rest", stored)
    run.scan(folder / "rest", checked=True)
    found = json.loads(run.retally("totals", run.case, "--json"))
    counted = {(row["contest"], row["choice"]): row["votes"] for row in found["totals"] if row["votes"]}
    (unit,) = found["sheets"]
    if counted != dict(drawn) or (unit["captured"], unit["counted"], unit["unread"]) != (sheets, sheets, 0):
        raise RuntimeError(f"marks drawn: {dict(drawn)}; counted: {counted}; {unit}")
    begin = time.monotonic()
    verified = run.retally("verify", run.case, "--workers", workers).strip()
    print(verified)
    return {
        "sheets": sheets,
        "killed_at": stored,
        "unread_when_killed": stored - read,
        "most_unread": max(sample.unread for sample in run.samples),
        "verify_seconds": round(time.monotonic() - begin, 1),
        "verified": verified,
        "samples": [asdict(sample) for sample in run.samples],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheets", type=int, default=5000)
    parser.add_argument("--every", type=int, default=100, help="sheets from one look at the memory to the next")
    parser.add_argument("--workers", type=int, default=2, help="reading processes")
    parser.add_argument("--out", type=Path, help="folder for pile and case; a temporary one when not given")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.out) as folder:
        figures = soak(Path(folder), options.sheets, options.every, options.workers)
    print(f"most sheets waiting to be read: {figures['most_unread']}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
